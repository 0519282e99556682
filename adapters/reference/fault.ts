import type { PartMakers } from './parts';

/** A way of breaking exactly one rule, made by replacing one part of the meter. */
export interface Fault {
  name: string;
  /** Id of the requirement that it breaks. */
  breaks: string;
  area: string;
  /** One sentence: what the faulty meter does. */
  says: string;
  /** Names of the scripted scenarios that show it with the least stimulus. */
  shownBy: string[];
  replace(parts: PartMakers): PartMakers;
}
