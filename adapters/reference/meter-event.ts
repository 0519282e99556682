import type { Element, Ms, ObjectName, Way } from '../../trace/vocabulary';

/** Something that happened to the meter; `atMs` is meter time. Parts that record or react are told of it. */
export type MeterEvent = { atMs: Ms } & (
  | { what: 'halfHourEnded' }
  | { what: 'supplyLost' | 'supplyReturned' }
  | { what: 'clockSet'; fromMs: Ms }
  | { what: 'clockInvalid' }
  | { what: 'rateSwitched'; way: Way }
  | { what: 'directionChanged'; element: Element }
  | { what: 'maxDemandReset'; object: ObjectName }
  | { what: 'tableActivated' | 'tableRefused'; object: ObjectName }
  | { what: 'mpanWritten' | 'attemptDenied'; object: ObjectName }
  | { what: 'contactOpened' | 'contactClosed'; element: Element }
  | { what: 'lifeCycleChanged'; object: ObjectName }
  | { what: 'paymentModeChanged' }
  | { what: 'loadLimitExceeded' | 'loadLimitCleared' }
  | { what: 'firmwareActivated'; version: string }
);
