/** A rule of switching tables that can decide which rate counts. */
export type TableRule =
  | 'utc'
  | 'week'
  | 'season'
  | 'seasonOverNewYear'
  | 'specialDay'
  | 'specialDaysInARow'
  | 'specialDayEnds'
  | 'specialDayRemoved'
  | 'specialDayAtSeasonStart'
  | 'leapDay'
  | 'year'
  | 'firstAction'
  | 'noTable'
  | 'invalidClock'
  | 'declaredTable'
  /** a passive table waits; the active one survives a refusal; the table activated last decides */
  | 'waiting'
  | 'refusal'
  | 'activation';

/** What the table that is read had just gone through: how its activation was ordered, and what came of it. */
export type TableSightOf =
  /** it was activated at once */
  | 'immediate'
  /** its activation date has not come, or has */
  | 'before date'
  | 'after date'
  /** its date had passed when it was written */
  | 'past date'
  /** its date came without supply, or a clock set passed over it */
  | 'date in outage'
  | 'date passed by clock'
  /** the clock was set back before the date once it had come, and a new passive table waits */
  | 'clock back'
  /** the activation was cancelled, and its date has come */
  | 'cancelled'
  /** another activation replaced it; one of the two dates has come */
  | 'replaced'
  /** a new passive table waits without an activation; `again` where a date had come before */
  | 'waiting'
  | 'waiting again'
  /** a wrong table was offered since */
  | 'refused';

/** A dimension of a switching table that has a limit. */
export type TableLimit = 'days' | 'actions' | 'weeks' | 'seasons' | 'specialDays';
