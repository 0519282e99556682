import type { MeterEvent } from './meter-event';
import { type LogRow, StampedLog } from './stamped-log';

/** Rows of the event log; it keeps what the meter did and what was done to it. */
export const EVENT_LOG_DEPTH = 100;

/** What goes on all the time, or changes nothing, is no event. */
const UNLOGGED: ReadonlySet<MeterEvent['what']> = new Set(['halfHourEnded', 'rateSwitched', 'directionChanged', 'attemptDenied']);

/** The event log and the power event log (GBCS ECS35a, ECS35e): `{ at, event, … }` in meter time. */
export class EventLogs {
  readonly events = new StampedLog(EVENT_LOG_DEPTH, 'at');
  readonly power: StampedLog;

  constructor(
    powerDepth: number,
    private readonly unlogged: readonly MeterEvent['what'][] = [],
  ) {
    this.power = new StampedLog(powerDepth, 'at');
  }

  notice(event: MeterEvent) {
    if (UNLOGGED.has(event.what) || this.unlogged.includes(event.what)) return;
    const { what, atMs, ...detail } = event;
    const row: LogRow = { at: atMs, event: what, ...detail };
    (what === 'supplyLost' || what === 'supplyReturned' ? this.power : this.events).append(row);
  }
}
