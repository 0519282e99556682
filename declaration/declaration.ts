import { type Association, ELEMENTS, type Element } from '../trace/vocabulary';
import type { Access } from './access';
import type { Choices } from './choices';

/** Who the meter under test says it is. */
export interface Identity {
  /** Short and unique on a bench; names the run directory. */
  id: string;
  manufacturer: string;
  model: string;
  serial: string;
  firmware: string;
}

export type Variant = 'single' | 'twin' | 'polyphase';

export interface ElementDeclaration {
  /** Maximum current of the element. */
  imaxA: number;
  /** Accuracy class of active energy as a limit of error in per cent, and whether the certificate covers export. */
  accuracy: { importPercent: number; exportPercent: number };
}

/** Rows that each log keeps at least. The depth of the secondary export log is the choice `exportProfileDepth`. */
export interface Depths {
  importProfile: number;
  primaryExportProfile: number;
  reactiveImportProfile: number;
  dailyRead: number;
  billing: number;
  dailyConsumption: number;
  powerEvents: number;
}

/** What the access path to this meter can do; a bench says for itself what it can do. */
export const METER_CAPABILITIES = [
  'read',
  'clock.set',
  'write.mpan',
  'write.table',
  'write.prepayment',
  'write.load-limit',
  'invoke.switch',
  'invoke.life-cycle',
  'invoke.max-demand',
  'firmware.activate',
] as const;
export type MeterCapability = (typeof METER_CAPABILITIES)[number];

/** Named evidence of the maker for what no black box can reach here. Shown apart, never green. */
export interface Attestation {
  requirement: string;
  evidence: string;
  by: string;
}

/** What a maker declares about one meter: PICS and PIXIT in one file, `meter.yaml`. */
export interface Declaration {
  schema: 'smets2-meter/1';
  meter: Identity;
  variant: Variant;
  /** Production or engineering image. */
  image: 'production' | 'engineering';
  nominalVoltageV: number;
  /** A meter that is not twin-element has the primary one alone. */
  elements: { primary: ElementDeclaration; secondary?: ElementDeclaration | undefined };
  depths: Depths;
  capabilities: MeterCapability[];
  /** Associations that this access path can speak by. */
  associations: Association[];
  choices: Choices;
  attested: Attestation[];
  /** How the meter is reached: the model itself, or a meter on a wire. */
  connection: { adapter: 'reference' } | Access;
}

/** Measuring elements that the meter has; the phases of a polyphase meter are one sum. */
export function elementsOf({ variant }: Pick<Declaration, 'variant'>): readonly Element[] {
  return variant === 'twin' ? ELEMENTS : ['primary'];
}

/** The most that an element carries, mVA; 0 for one that the meter lacks. */
export function mostMva(meter: Pick<Declaration, 'variant' | 'elements' | 'nominalVoltageV'>, element: Element): number {
  const imaxA = elementsOf(meter).includes(element) ? (meter.elements[element]?.imaxA ?? 0) : 0;
  return imaxA * meter.nominalVoltageV * 1000;
}
