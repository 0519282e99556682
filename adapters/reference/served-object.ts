import type { Choices } from '../../declaration/choices';
import type { MeterCapability } from '../../declaration/declaration';
import type { Answer, Association, Ms, Range, Value } from '../../trace/vocabulary';
import type { EnergyRegister } from './energy-register';
import { LongRead } from './long-read';
import type { MpanStore } from './mpan-store';
import type { RateRegisters } from './rate-registers';
import { answered, DONE, refused } from './refusals';
import type { DrawnLog, LogRow, StampedLog } from './stamped-log';
import type { SwitchingTables } from './switching-tables';

/** What the access path must be able to do so that a client may; `nobody` where COSEM knows the method and GBCS gives no right to it. */
export type Right = MeterCapability | 'nobody';

/** How one object answers. What is left out it cannot do; what it can do is still subject to access rights. */
export interface ServedObject {
  read?(by: Association): Answer;
  /** Selective access by stamp; only logs have it. */
  readRange?(range: Range): Answer;
  /** How many rows of a range there are now, and what draws them one after the other while the log goes on; only logs have it. */
  draw?(range: Range): DrawnLog;
  /** A read by block transfer between two instants of bench time, or the answer where there is nothing to transfer. */
  readLong?(range: Range, fromMs: Ms, untilMs: Ms): Answer | LongRead;
  write?: { needs: Right; perform(value: Value): Answer };
  methods?: { needs: Right; perform(method: string, argument: Value | undefined): Answer | undefined };
}

/** Class 3 `reset`, class 7 `reset` and `capture`, by their names. */
const recording = (methods: Record<string, () => void>): NonNullable<ServedObject['methods']> => ({
  needs: 'nobody',
  perform: (method) => {
    methods[method]?.();
    return method in methods ? DONE : undefined;
  },
});

export const state = (read: (by: Association) => Value): ServedObject => ({ read: (by) => answered(read(by)) });

export const register = (of: EnergyRegister): ServedObject => ({
  ...state(() => of.visibleWh),
  write: typed('nobody', (value) => {
    if (typeof value === 'number') of.preset(value);
    return typeof value === 'number';
  }),
  methods: recording({ reset: () => of.preset(0) }),
});

export const unit = (of: EnergyRegister): ServedObject => state(() => ({ ...of.unit }));

export const rates = (of: RateRegisters): ServedObject => ({
  ...state(() => of.visibleWh),
  write: typed('nobody', (value) => {
    if (Array.isArray(value)) of.restore(value.map(Number));
    return Array.isArray(value);
  }),
  methods: recording({ reset: () => of.restore([]) }),
});

/** A log of recorded energy: what any log does, and its class's methods. `capture` takes a row now. */
export const energyLog = (of: StampedLog, choices: Parameters<typeof log>[1], capture: () => void): ServedObject => ({
  ...log(of, choices),
  write: typed('nobody', (value) => {
    if (Array.isArray(value)) of.restore(value as LogRow[]);
    return Array.isArray(value);
  }),
  methods: recording({ reset: () => of.restore([]), capture }),
});

/** How a meter answers reads of its logs. `longReadTakesNew`: whether a row captured during a long read appears in it. */
export interface LogAccess extends Pick<Choices, 'reversedRange' | 'emptyRange'> {
  longReadTakesNew: boolean;
}

/** A log: whole, or the rows of a range, at once or block by block, under the declared answers to a reversed and to an empty range. */
export function log(of: StampedLog, { reversedRange, emptyRange, longReadTakesNew }: LogAccess): ServedObject {
  const refusal = (range: Range): Answer | undefined => {
    const reversed = range.fromMs !== undefined && range.toMs !== undefined && range.fromMs > range.toMs;
    const refuses = reversed ? reversedRange === 'error' : emptyRange === 'error' && of.read(range).length === 0;
    return refuses ? refused('other-reason') : undefined;
  };
  return {
    read: () => answered(of.read({})),
    readRange: (range) => refusal(range) ?? answered(of.read(range)),
    draw: (range) => ({ rows: of.read(range).length, ...of.cursor(range, longReadTakesNew) }),
    readLong: (range, fromMs, untilMs) =>
      refusal(range) ?? new LongRead(of.cursor(range, longReadTakesNew), of.read(range).length, fromMs, untilMs),
  };
}

export function mpan(of: MpanStore, now: () => Ms, written: () => void): ServedObject {
  return {
    read: () => answered({ octets: Buffer.from(of.read()).toString('hex') }),
    write: {
      needs: 'write.mpan',
      perform: (value) => {
        const octets = octetsOf(value);
        if (!octets) return refused('type-unmatched');
        const outcome = of.write(octets, now());
        if (outcome === 'wrong-length') return refused('type-unmatched');
        if (outcome === 'wrong-characters') return refused('other-reason');
        written();
        return DONE;
      },
    },
  };
}

const WRITE_ANSWERS = { written: DONE, mistyped: refused('type-unmatched'), refused: refused('other-reason') } as const;

/** Active table, passive table and activation, by the last part of their object names. */
export function tables(
  of: SwitchingTables,
  meterMs: () => Ms,
  activationWritten: () => void,
): Record<'active' | 'passive' | 'activation', ServedObject> {
  return {
    active: state(() => structuredClone(of.active) as unknown as Value),
    passive: {
      ...state(() => structuredClone(of.passive) as unknown as Value),
      write: { needs: 'write.table', perform: (value) => WRITE_ANSWERS[of.writePassive(value)] },
    },
    activation: {
      ...state(() => of.activation),
      write: {
        needs: 'write.table',
        perform: (value) => {
          const outcome = of.writeActivation(value, meterMs());
          if (outcome === 'written') activationWritten();
          return WRITE_ANSWERS[outcome];
        },
      },
    },
  };
}

/** A write that a part accepts or not by its type. */
export const typed = (needs: Right, accepts: (value: Value) => boolean): NonNullable<ServedObject['write']> => ({
  needs,
  perform: (value) => (accepts(value) ? DONE : refused('type-unmatched')),
});

function octetsOf(value: Value): Uint8Array | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { octets } = value;
  return typeof octets === 'string' && /^([0-9a-f]{2})*$/i.test(octets) ? Buffer.from(octets, 'hex') : undefined;
}
