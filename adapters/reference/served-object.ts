import type { Choices } from '../../declaration/choices';
import type { MeterCapability } from '../../declaration/declaration';
import type { Answer, Ms, Range, Value } from '../../trace/vocabulary';
import type { EnergyRegister } from './energy-register';
import { LongRead } from './long-read';
import type { MpanStore } from './mpan-store';
import type { RateRegisters } from './rate-registers';
import { answered, DONE, refused } from './refusals';
import type { StampedLog } from './stamped-log';
import type { SwitchingTables } from './switching-tables';

/** How one object answers. What is left out is denied: nothing resets, captures or writes recorded energy. */
export interface ServedObject {
  read?(): Answer;
  /** Selective access by stamp; only logs have it. */
  readRange?(range: Range): Answer;
  /** A read by block transfer between two instants of bench time, or the answer where there is nothing to transfer. */
  readLong?(range: Range, fromMs: Ms, untilMs: Ms): Answer | LongRead;
  write?: { needs: MeterCapability; perform(value: Value): Answer };
  methods?: { needs: MeterCapability; perform(method: string, argument: Value | undefined): Answer | undefined };
}

export const state = (read: () => Value): ServedObject => ({ read: () => answered(read()) });

export const register = (of: EnergyRegister): ServedObject => state(() => of.visibleWh);

export const unit = (of: EnergyRegister): ServedObject => state(() => ({ ...of.unit }));

export const rates = (of: RateRegisters): ServedObject => state(() => of.visibleWh);

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
export const typed = (needs: MeterCapability, accepts: (value: Value) => boolean): NonNullable<ServedObject['write']> => ({
  needs,
  perform: (value) => (accepts(value) ? DONE : refused('type-unmatched')),
});

function octetsOf(value: Value): Uint8Array | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { octets } = value;
  return typeof octets === 'string' && /^([0-9a-f]{2})*$/i.test(octets) ? Buffer.from(octets, 'hex') : undefined;
}
