export { type Behaviour, CLOCK_RESERVE_MS, type FirmwareImage } from './behaviour';
export type { Fault } from './fault';
export { FAULTS, faultNamed } from './faults';
export { ANY_START_MS, ReferenceRig, referenceRigMaker } from './reference-rig';
export { declaredAs, together, VARIANTS, type Variant } from './variants';
