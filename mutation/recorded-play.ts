import type { Declaration } from '../declaration/declaration';
import type { TraceRecord } from '../trace/vocabulary';

/** A scenario that a meter has played: the file that holds the records of its trace, and the declaration to judge it by. */
export interface RecordedPlay {
  name: string;
  file: string;
  meter: Declaration;
}

/** What was played: conforming meters, and each faulty one in a scenario that shows it beside a conforming one. */
export interface Recorded {
  conforming: RecordedPlay[];
  faulty: { fault: string; breaks: string; scenario: string; good: RecordedPlay; bad: RecordedPlay }[];
}

export type Records = TraceRecord[];
