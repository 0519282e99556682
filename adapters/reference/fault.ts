import type { Choices } from '../../declaration/choices';
import type { Declaration, Variant } from '../../declaration/declaration';
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
  /** What the meter has to declare for the fault to show, where the defaults hide it. */
  under?: { choices?: Partial<Choices>; variant?: Variant };
  /** Why it may fail more than a third of the catalogue. */
  widely?: string;
  replace(parts: PartMakers): PartMakers;
}

/** The declaration under which a fault shows: that of the meter, with what the fault has to declare. */
export function declaredFor({ under }: Fault, meter: Declaration): Declaration {
  return { ...meter, variant: under?.variant ?? meter.variant, choices: { ...meter.choices, ...under?.choices } };
}
