import { exportRows, objectNamed } from '../../declaration/objects';
import { type Bounds, ELEMENTS, type Element, type RecordOf, type Value } from '../../trace/vocabulary';
import { movement } from '../requirements/compare';
import { meterTime } from '../requirements/meter-time';
import { rowsOf } from '../requirements/profile/log-reads';
import { RATES } from '../requirements/rate-spans';
import { type Reading, readings } from '../requirements/readings';
import { REGISTER } from '../requirements/register/register-span';
import type { Evidence, Finding } from '../requirements/requirement';
import type { Chart } from '../run-result';

const HALF_HOUR_MS = 1_800_000;
const MOST_HALF_HOURS = 96;
const MOST_POINTS = 2000;
const MOST_READINGS = 300;

/** What flowed and what was recorded around a finding, in meter time: the evidence of a failure card. */
export function chartOf(evidence: Evidence, finding: Finding): Chart {
  const { fromMs, toMs } = windowOf(evidence, finding);
  const inside = (ms: number) => fromMs <= ms && ms <= toMs;
  return {
    fromMs,
    toMs,
    power: ELEMENTS.map((element) => ({ element, points: powerPoints(evidence, element, fromMs, toMs) })),
    halfHours: {
      channel: objectNamed(exportRows(evidence.meter.choices).object)?.title ?? 'Half-hourly secondary export',
      rows: halfHourRows(evidence, fromMs, toMs),
    },
    registers: registersOf(evidence, fromMs, toMs),
    marks: marksOf(evidence).filter(({ atMs }) => inside(atMs)),
  };
}

/** The finding's own time, widened to whole half hours and cut to what a reader can see. */
function windowOf({ ledger, trace }: Evidence, { at }: Finding): { fromMs: number; toMs: number } {
  const effects = trace.of('effect');
  const whole =
    effects.length > 0
      ? { fromMs: meterTime({ ledger }, effects[0]!.when).fromMs, toMs: meterTime({ ledger }, effects.at(-1)!.when).toMs }
      : { fromMs: 0, toMs: HALF_HOUR_MS };
  const shown = at ?? whole;
  const fromMs = Math.floor((shown.fromMs - 1) / HALF_HOUR_MS) * HALF_HOUR_MS;
  const toMs = Math.ceil((shown.toMs + 1) / HALF_HOUR_MS) * HALF_HOUR_MS;
  return { fromMs: Math.max(fromMs, toMs - MOST_HALF_HOURS * HALF_HOUR_MS), toMs };
}

function powerPoints({ trace, ledger }: Evidence, element: Element, fromMs: number, toMs: number): [number, number][] {
  const points: [number, number][] = [];
  for (const effect of trace.of('effect')) {
    const { fromMs: start, toMs: end } = meterTime({ ledger }, effect.when);
    if (end < fromMs || start > toMs || effect.when.toMs === effect.when.fromMs) continue;
    const watts = meanWatts(effect, element);
    if (points.at(-1)?.[1] !== watts) points.push([Math.max(start, fromMs), watts]);
    if (points.length >= MOST_POINTS) break;
  }
  return points;
}

/** Mean power of one effect, W, + import, − export. Display only: the ledger keeps the exact energies. */
function meanWatts({ energy, when }: RecordOf<'effect'>, element: Element): number {
  const middle = ([lo, hi]: Bounds = ['0', '0']) => (Number(lo) + Number(hi)) / 2;
  const { import: imported, export: exported } = energy?.[element] ?? {};
  return (middle(imported) - middle(exported)) / (when.toMs - when.fromMs) / 1000;
}

function halfHourRows(evidence: Evidence, fromMs: number, toMs: number): Chart['halfHours']['rows'] {
  const { object, field } = exportRows(evidence.meter.choices);
  const recorded = rowsOf(evidence, object, field);
  return evidence.ledger
    .halfHours('secondary', 'export')
    .filter(({ endMs }) => fromMs < endMs && endMs <= toMs)
    .map((half) => {
      const { lo, hi } = evidence.ledger.rowStep(half);
      const rows = recorded.at(half.endMs);
      const recordedWh = rows.length ? rows.reduce((sum, row) => sum + row.wh, 0) : null;
      return { endMs: half.endMs, expectedLoWh: String(lo), expectedHiWh: String(hi), recordedWh };
    });
}

/** How far the export register and each rate moved since their first reading, where there is one near the window's beginning. */
function registersOf(evidence: Evidence, fromMs: number, toMs: number): Chart['registers'] {
  const total = coursesOf(readings<number>(evidence, REGISTER), evidence, fromMs, toMs, ({ value, window }, first) => {
    const { lo, hi } = evidence.ledger.registerStep('secondary', 'export', first.window, window);
    return [{ read: [first.value, value], lo, hi }];
  });
  const rates = coursesOf(readings<number[]>(evidence, RATES), evidence, fromMs, toMs, ({ value, window }, first) =>
    (evidence.ledger.rateSteps('export', first.window, window) ?? []).map(({ lo, hi }, i) => ({
      read: [first.value[i]!, value[i]!],
      lo,
      hi,
    })),
  );
  return [
    ...total.map((points) => ({ name: 'register', points })),
    ...rates.map((points, i) => ({ name: `rate ${i + 1}`, points })),
  ].filter(({ name, points }) => points.length > 1 && (name === 'register' || points.some(moved)));
}

type Points = Chart['registers'][number]['points'];
type Step = { read: [from: number, to: number]; lo: bigint; hi: bigint };

const moved = ({ readWh, expectedHiWh }: Points[number]) => readWh !== 0 || expectedHiWh !== '0';

/** One course for each number that `stepsOf` compares, beginning at the last reading before the window or the first within. */
function coursesOf<V extends Value>(
  all: readonly Reading<V>[],
  evidence: Evidence,
  fromMs: number,
  toMs: number,
  stepsOf: (reading: Reading<V>, first: Reading<V>) => Step[],
): Points[] {
  const at = ({ record }: Reading<V>) => meterTime(evidence, record.when).toMs;
  const first = all.findLast((reading) => at(reading) <= fromMs) ?? all[0];
  if (!first) return [];
  const courses: Points[] = [];
  const shown = all.slice(all.indexOf(first)).filter((reading) => at(reading) <= toMs);
  for (const reading of shown.slice(0, MOST_READINGS)) {
    const atMs = Math.max(at(reading), fromMs);
    stepsOf(reading, first).forEach(({ read: [from, to], lo, hi }, i) => {
      const readWh = Number(movement(from, to, evidence.meter.choices.registerModulusWh));
      courses[i] ??= [];
      courses[i].push({ atMs, readWh, expectedLoWh: String(lo), expectedHiWh: String(hi) });
    });
  }
  return courses;
}

const MARKED: Record<string, (record: RecordOf<'stimulus'>) => string | undefined> = {
  supply: ({ stimulus }) => (stimulus.do === 'supply' ? `supply ${stimulus.on ? 'on' : 'off'}` : undefined),
  setClock: () => 'clock set',
  write: ({ stimulus }) => (stimulus.do === 'write' ? `write ${stimulus.object}` : undefined),
  invoke: ({ stimulus }) => (stimulus.do === 'invoke' ? `${stimulus.object} ${stimulus.method}` : undefined),
};

function marksOf({ trace, ledger }: Evidence): Chart['marks'] {
  return trace.of('stimulus').flatMap((record) => {
    const label = MARKED[record.stimulus.do]?.(record);
    return label ? [{ atMs: meterTime({ ledger }, { fromMs: record.atMs, toMs: record.atMs }).fromMs, label }] : [];
  });
}
