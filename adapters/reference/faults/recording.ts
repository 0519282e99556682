import { HalfHourProfile } from '../half-hour-profile';
import { type PartMakers, profileDepth } from '../parts';
import type { LogAccess } from '../served-object';
import type { StampedLog } from '../stamped-log';

/** Replaces the log of the secondary export half hours. */
export function secondaryExportLog(parts: PartMakers, make: (depth: number) => StampedLog): PartMakers {
  return {
    ...parts,
    profileLog: (fitting, name) =>
      name === 'secondary.export.profile' ? make(profileDepth(fitting, name)) : parts.profileLog(fitting, name),
  };
}

type Filled = ConstructorParameters<typeof HalfHourProfile>;

/** Replaces what fills the log of the secondary export half hours. */
export function secondaryExportProfile(parts: PartMakers, make: (...filled: Filled) => HalfHourProfile): PartMakers {
  return {
    ...parts,
    profile: (fitting, name, ...filled) =>
      name === 'secondary.export.profile' ? make(...filled) : parts.profile(fitting, name, ...filled),
  };
}

/** Fills the log of the secondary export half hours under another choice than was declared. */
export function otherwiseThanDeclared(parts: PartMakers, choices: Partial<Filled[2]>): PartMakers {
  return secondaryExportProfile(
    parts,
    (log, channels, declared) => new HalfHourProfile(log, channels, { ...declared, ...choices }),
  );
}

/** Answers reads of logs otherwise than declared. */
export function otherAccess(parts: PartMakers, other: Partial<LogAccess>): PartMakers {
  return { ...parts, logAccess: (fitting) => ({ ...parts.logAccess(fitting), ...other }) };
}
