import { isDeepStrictEqual } from 'node:util';
import type { Bench, MeterStimulus, Rig } from '../../adapters/ports';
import { LIFE_CYCLE, objectNamed } from '../../declaration/objects';
import { PortError } from '../../trace/errors';
import type { Answer, Flows, Ms, ObjectName, Value } from '../../trace/vocabulary';
import type { SavedValue } from './restore-file';

const SILENT = { wire() {} };
const NO_FLOW: Flows = { primary: { activeMw: 0 }, secondary: { activeMw: 0 } };
/** A clock that is read over a wire is that much late. */
const CLOCK_WITHIN_MS: Ms = 2000;
/** Codes of link errors after which the meter can still be asked for something else. */
const OF_ONE_OBJECT = new Set(['undecided', 'not-in-map', 'unexpected-data']);

type Table = { active?: SavedValue; passive?: SavedValue; activation?: SavedValue };

/** Nothing flows, and the meter has its supply. Throws a PortError where the bench cannot do that. */
export async function comeToRest(bench: Bench, signal: AbortSignal): Promise<void> {
  if (bench.capabilities.has('flow')) await bench.perform({ do: 'flow', elements: NO_FLOW }, signal);
  if (bench.capabilities.has('supply')) await bench.perform({ do: 'supply', on: true }, signal);
}

/** Puts values of a meter back, each read first and read back. */
export class Restoration {
  /** Why the meter cannot be asked any more. */
  private gone: string | undefined;

  constructor(
    private readonly rig: Rig,
    private readonly signal: AbortSignal,
  ) {}

  /** The same values in the same order, each with what became of it. Throws nothing for the meter or the link. */
  async putBack(saved: readonly SavedValue[]): Promise<SavedValue[]> {
    if (saved.length === 0) return [];
    const done = new Map<ObjectName, SavedValue>();
    const take = (values: readonly SavedValue[]) => {
      for (const value of values) done.set(value.object, value);
    };
    try {
      await this.rig.meter.open(this.signal, SILENT);
    } catch (error) {
      this.gone = this.whyGone(error);
    }
    // Dates mean what they meant only under the clock that was.
    const clock = saved.filter(({ object }) => object === 'clock');
    const tables = saved.filter(isOfTable);
    const others = saved.filter((one) => !clock.includes(one) && !tables.includes(one));
    for (const one of [...clock, ...others]) take(await this.reached([one], () => this.one(one)));
    for (const table of new Set(tables.map(tableOf))) {
      const parts = tables.filter((one) => tableOf(one) === table);
      take(await this.reached(parts, () => this.table(table, parts)));
    }
    await this.rig.meter.close();
    return saved.map(({ object }) => done.get(object)!);
  }

  /** What becomes of values where the meter can be asked; those that it cannot be asked for are for later. */
  private async reached(values: readonly SavedValue[], work: () => Promise<SavedValue[]>): Promise<SavedValue[]> {
    const later = (because: string) =>
      values.map(({ object, value }) => ({ object, value, state: 'unreached' as const, because }));
    if (this.gone !== undefined) return later(this.gone);
    try {
      return await work();
    } catch (error) {
      const because = this.whyGone(error);
      if (!(error instanceof PortError && OF_ONE_OBJECT.has(error.code))) this.gone = because;
      return later(because);
    }
  }

  private whyGone(error: unknown): string {
    if (this.signal.aborted) return 'there was no time left';
    if (error instanceof PortError) return error.message;
    throw error;
  }

  private async one(saved: SavedValue): Promise<SavedValue[]> {
    const before = await this.read(saved.object);
    if (this.isAs(saved, before)) return [judged(saved, 'unchanged')];
    const refusals = await this.put(saved, before);
    return [this.after(saved, await this.read(saved.object), refusals)];
  }

  /** `expected` stands in for what was saved where a date has passed meanwhile. */
  private after(saved: SavedValue, now: Answer, refusals: readonly string[], expected = saved): SavedValue {
    if (this.isAs(expected, now)) return judged(saved, 'restored');
    if ('refused' in now) return judged(saved, 'refused', { because: `it cannot be read: ${now.refused.name}` });
    const because = refusals[0];
    return judged(saved, because === undefined ? 'differs' : 'refused', {
      holds: now.value,
      ...(because !== undefined && { because }),
    });
  }

  private isAs({ object, value }: SavedValue, answer: Answer): boolean {
    if ('refused' in answer) return false;
    if (object === 'clock') return Math.abs(meterMsIn(answer) - this.clockOf(value)) <= CLOCK_WITHIN_MS;
    return isDeepStrictEqual(plain(settable(object, answer.value)), plain(settable(object, value)));
  }

  /** Meter time that a clock would show now, had nobody set it. */
  private clockOf(saved: Value): Ms {
    return this.rig.bench.now() + (saved as { aheadMs: Ms }).aheadMs;
  }

  /** The names of refusals. */
  private async put({ object, value }: SavedValue, before: Answer): Promise<string[]> {
    if (object === 'clock') return this.ask({ do: 'setClock', meterMs: this.clockOf(value) });
    if (object === 'load.switch') return this.moveContacts(value as Contacts, before);
    const method = LIFE_CYCLE[object];
    if (method !== undefined) return this.ask({ do: 'invoke', object, method, argument: value });
    return this.write(object, settable(object, value));
  }

  private async moveContacts(saved: Contacts, before: Answer): Promise<string[]> {
    const stand = ('value' in before ? before.value : {}) as Contacts;
    const refusals: string[] = [];
    for (const [element, to] of Object.entries(saved))
      if (stand[element] !== to)
        refusals.push(
          ...(await this.ask({
            do: 'invoke',
            object: 'load.switch',
            method: to === 'open' ? 'open' : 'close',
            argument: element,
          })),
        );
    return refusals;
  }

  /**
   * A table comes into force only by way of the passive one. Where the date of the saved activation has passed by the clock that was,
   * the meter would by now have the saved passive table in force: so it gets that.
   */
  private async table(table: ObjectName, parts: readonly SavedValue[]): Promise<SavedValue[]> {
    const nameOf = (part: keyof Table) => `${table}.${part}`;
    const savedAs = (part: keyof Table) => parts.find(({ object }) => object === nameOf(part));
    const activation = savedAs('activation');
    const passive = savedAs('passive');
    const overtaken = typeof activation?.value === 'number' && activation.value <= (await this.meterMs());
    const want: Table = {
      ...(savedAs('active') && { active: { ...savedAs('active')!, ...(overtaken && passive && { value: passive.value }) } }),
      ...(passive && { passive }),
      ...(activation && { activation: overtaken ? { ...activation, value: 'never' } : activation }),
    };
    const before = new Map<ObjectName, Answer>();
    for (const { object } of parts) before.set(object, await this.read(object));
    const stands = (part: keyof Table) => !want[part] || this.isAs(want[part], before.get(nameOf(part))!);
    const refusals: string[] = [];
    const write = async (part: keyof Table, value: Value) => refusals.push(...(await this.write(nameOf(part), value)));
    const pending = before.get(nameOf('activation'));
    const mayActivate = pending && 'value' in pending && pending.value !== 'never';
    if (mayActivate && !(stands('active') && stands('passive'))) await write('activation', 'never');
    if (!stands('active')) {
      await write('passive', want.active!.value);
      await write('activation', 'immediate');
    }
    if (want.passive && !(stands('active') && stands('passive'))) await write('passive', want.passive.value);
    if (want.activation && !this.isAs(want.activation, await this.read(nameOf('activation'))))
      await write('activation', want.activation.value);
    const results: SavedValue[] = [];
    for (const saved of parts) {
      const part = saved.object.slice(table.length + 1) as keyof Table;
      const now = await this.read(saved.object);
      if (part === 'activation' && overtaken && this.isAs(want.activation!, now)) results.push(judged(saved, 'overtaken'));
      else if (stands(part) && this.isAs(want[part]!, now)) results.push(judged(saved, 'unchanged'));
      else results.push(this.after(saved, now, refusals, want[part]));
    }
    return results;
  }

  private async meterMs(): Promise<Ms> {
    return meterMsIn(await this.read('clock'));
  }

  private read(object: ObjectName): Promise<Answer> {
    return this.answer({ do: 'read', object });
  }

  private write(object: ObjectName, value: Value): Promise<string[]> {
    return this.ask({ do: 'write', object, value });
  }

  private async ask(stimulus: MeterStimulus): Promise<string[]> {
    const answer = await this.answer(stimulus);
    return 'refused' in answer ? [`the meter answered ${answer.refused.name}`] : [];
  }

  private async answer(stimulus: MeterStimulus): Promise<Answer> {
    return (await this.rig.meter.perform(stimulus, this.signal, SILENT)).answer;
  }
}

type Contacts = Record<string, 'open' | 'closed'>;

const judged = ({ object, value }: SavedValue, state: SavedValue['state'], more: Partial<SavedValue> = {}): SavedValue => ({
  object,
  value,
  state,
  ...more,
});

const isOfTable = ({ object }: SavedValue) => ['table', 'activation'].includes(objectNamed(object)?.kind ?? '');
const tableOf = ({ object }: SavedValue) => object.slice(0, object.lastIndexOf('.'));

/** As a file gives it back, so that a value of a meter compares with one of a file. */
const plain = (value: Value): unknown => JSON.parse(JSON.stringify(value));

/** What can be written of a value: whether a load limit is exceeded is for the meter to say. */
function settable(object: ObjectName, value: Value): Value {
  if (object !== 'load.limit' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { thresholdW } = value;
  return thresholdW === undefined ? value : { thresholdW };
}

/** NaN where a clock answers no time. */
const meterMsIn = (answer: Answer): Ms =>
  ('value' in answer ? (answer.value as { meterMs?: Ms } | null)?.meterMs : undefined) ?? Number.NaN;
