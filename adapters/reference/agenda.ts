import type { Ms, Way } from '../../trace/vocabulary';

/** Something that falls due at a moment of meter time. */
export type DueEvent = { atMs: Ms } & (
  | { what: 'halfHour' }
  /** daily and billing logs, at midnight */
  | { what: 'snapshot' }
  | { what: 'activation'; way: Way }
  | { what: 'rateSwitch'; way: Way }
);

/** What the meter does, and in which order, when several things fall due at one instant. */
export class Agenda {
  /** After how long, what had to wait is due again. */
  readonly retryMs: Ms = 1000;

  /** Everything, in the order given: the half hour ends and snapshots are taken before anything is switched. Nothing waits. */
  now(due: readonly DueEvent[], _meterMs: Ms): readonly DueEvent[] {
    return due;
  }
}
