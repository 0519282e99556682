import type { Choices } from '../../declaration/choices';
import type { SwitchingTable } from '../../declaration/switching-table';
import { UsageError } from '../../trace/errors';
import type { Boundary, Ms, When } from '../../trace/vocabulary';
import { nextSeasonStart, nextSpecialDay, nextSwitch } from '../ledger/table-calendar';

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;

/** What an anchor is resolved against: the meter's own clock, and what it is waiting for. */
export interface Calendar {
  /** Meter time now, by the newest clock observation. */
  meterMs: Ms;
  /** The switching table that rules the secondary export, as last read or activated; undefined where unknown. */
  table?: SwitchingTable | undefined;
  /** Meter time of the pending activation of that table. */
  activationMs?: Ms | undefined;
  choices: Choices;
}

/** The meter time that an anchor names. Throws a UsageError where there is no such moment to wait for. */
export function resolve(when: When, calendar: Calendar): Ms {
  if ('at' in when) return when.at;
  if ('after' in when) return calendar.meterMs + when.after;
  return nextBoundary(when.next, calendar) + (when.plus ?? 0);
}

function nextBoundary(boundary: Boundary, { meterMs, table, activationMs, choices }: Calendar): Ms {
  switch (boundary) {
    case 'halfHour':
      return nextMultiple(meterMs, HALF_HOUR_MS);
    case 'midnight':
      return nextMultiple(meterMs, DAY_MS);
    case 'monthEnd': {
      const now = new Date(meterMs);
      return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
    }
    case 'activation':
      if (activationMs === undefined || activationMs <= meterMs)
        throw new UsageError('next: activation: no table is waiting to be activated');
      return activationMs;
    default: {
      if (!table) throw new UsageError(`next: ${boundary}: the active switching table is not known; read it first`);
      const next = { rateSwitch: nextSwitch, seasonStart: nextSeasonStart, specialDay: nextSpecialDay }[boundary](
        table,
        meterMs,
        choices,
      );
      if (next === undefined) throw new UsageError(`next: ${boundary}: the active switching table has none within 400 days`);
      return next;
    }
  }
}

/** The first multiple after `ms`; one that is just now is already past. */
function nextMultiple(ms: Ms, of: number): Ms {
  return (Math.floor(ms / of) + 1) * of;
}
