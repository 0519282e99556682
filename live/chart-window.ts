import { objectNamed } from '../declaration/objects';
import { ELEMENTS, type Element, type Ms, type ObjectName, type RecordOf, type TraceRecord, type Way } from '../trace/vocabulary';

/** What a chart of the last minutes shows, in bench time. */
export interface ChartWindow {
  fromMs: Ms;
  toMs: Ms;
  /** Step lines: power from that instant on, W, + import, − export. */
  power: { element: Element; points: [ms: Ms, watts: number][] }[];
  /** Whole Wh by which each register has moved since its first reading in the scenario. */
  registers: { name: ObjectName; points: [ms: Ms, wh: number][] }[];
}

export const SHOWN_MS: Ms = 30 * 60_000;
/** More points than a screen has columns show nothing more. */
const MOST_POINTS = 600;

/** Power and registers of the scenario at hand, the last minutes of it. */
export class LastMinutes {
  private toMs: Ms | undefined;
  private fromMs: Ms | undefined;
  private readonly power = new Map<Element, [Ms, number][]>();
  private readonly registers = new Map<ObjectName, { first: number; points: [Ms, number][] }>();

  add(record: TraceRecord): void {
    this.fromMs ??= record.atMs;
    this.toMs = record.atMs;
    if (record.kind === 'effect') this.effect(record);
    if (record.kind === 'observation') this.reading(record);
  }

  get window(): ChartWindow {
    const toMs = this.toMs ?? 0;
    const fromMs = Math.max(this.fromMs ?? 0, toMs - SHOWN_MS);
    const points = (all: [Ms, number][]) => shown(all, fromMs);
    return {
      ...{ fromMs, toMs },
      power: [...this.power].map(([element, all]) => ({ element, points: points(all) })),
      registers: [...this.registers].map(([name, register]) => ({ name, points: points(register.points) })),
    };
  }

  private effect({ when, energy }: RecordOf<'effect'>) {
    const ms = when.toMs - when.fromMs;
    if (ms <= 0) return;
    for (const element of ELEMENTS) {
      const flowed = (way: Way) => {
        const [lo, hi] = energy?.[element]?.[way] ?? ['0', '0'];
        return (Number(lo) + Number(hi)) / 2;
      };
      // 1 µJ in 1 ms is 1 mW.
      append(this.power, element, [when.fromMs, (flowed('import') - flowed('export')) / ms / 1000]);
    }
  }

  private reading({ object, answer, when }: RecordOf<'observation'>) {
    const { kind, unit } = objectNamed(object) ?? {};
    if (kind !== 'register' || unit !== 'Wh' || !('value' in answer) || typeof answer.value !== 'number') return;
    const known = this.registers.get(object) ?? { first: answer.value, points: [] };
    known.points.push([when.toMs, answer.value - known.first]);
    if (known.points.length > 2 * MOST_POINTS) known.points.splice(0, MOST_POINTS);
    this.registers.set(object, known);
  }
}

function append(map: Map<Element, [Ms, number][]>, key: Element, point: [Ms, number]) {
  const points = map.get(key) ?? [];
  points.push(point);
  if (points.length > 2 * MOST_POINTS) points.splice(0, MOST_POINTS);
  map.set(key, points);
}

/** The points of the window, the last one before it among them, so that a line begins at its edge. */
function shown(points: [Ms, number][], fromMs: Ms): [Ms, number][] {
  const first = points.findIndex(([ms]) => ms >= fromMs);
  const from = first < 0 ? points.length - 1 : Math.max(first - 1, 0);
  return points.slice(from).slice(-MOST_POINTS);
}
