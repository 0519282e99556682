/** The roots of every error of this package: branches by whose fault it is. A verdict is a value, never one of these. */
export abstract class ConformanceError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The person who gave the input can mend it: says where, what was expected and what to do. Exit code 64. */
export class UsageError extends ConformanceError {}

/** A recorded run is not what its hashes say. Names file, line and what was expected. */
export class TraceError extends ConformanceError {
  constructor(
    readonly file: string,
    readonly line: number,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${file}:${line}: ${problem}`, options);
  }
}

/** The link or the bench failed; never the meter's fault and never a verdict on it. */
export class PortError extends ConformanceError {
  constructor(
    readonly whose: 'link' | 'bench',
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A person at the bench did something else than was asked: all that the bench has said of the energy of this scenario is in doubt. */
export class MistakeError extends PortError {
  constructor(message: string, options?: ErrorOptions) {
    super('bench', 'mistake', message, options);
  }
}

/**
 * A port that cannot be opened, or that went away: `code` is the name of the errno, ENOENT, EBUSY, EACCES, EIO… The message says
 * what to do. Or a link whose peer breaks it: `code` in small letters, refused, lost, rejected, malformed, too-long, not-connected.
 */
export class LinkError extends PortError {
  constructor(
    readonly path: string,
    code: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super('link', code, `${path}: ${problem}`, options);
  }
}

/** Something awaited did not come in time, code `timeout`: what, within how many milliseconds, and the octets that did come. */
export class TimeoutError extends PortError {
  constructor(
    readonly path: string,
    readonly awaited: string,
    readonly withinMs: number,
    readonly octets: Uint8Array = new Uint8Array(),
    options?: ErrorOptions,
  ) {
    const seen = octets.length > 0 ? `only ${Buffer.from(octets).toString('hex')}` : 'not one octet';
    super('link', 'timeout', `${path}: no ${awaited} within ${Math.round(withinMs)} ms, ${seen}`, options);
  }
}

/** Octets that a format does not allow: at which offset, what was expected there, and what stood there. The sender's fault. */
export class DecodeError extends ConformanceError {
  constructor(
    readonly offset: number,
    readonly expected: string,
    readonly got: string,
    options?: ErrorOptions,
  ) {
    super(`at octet ${offset}: expected ${expected}, got ${got}`, options);
  }
}

/** A value that its format has no octets for; the fault of who gave the value. To send such a thing on purpose, give it raw. */
export class EncodeError extends ConformanceError {
  constructor(
    readonly expected: string,
    readonly got: string,
    options?: ErrorOptions,
  ) {
    super(`cannot encode: expected ${expected}, got ${got}`, options);
  }
}

/** Ours: a rule of this program was broken by this program. */
export class InternalError extends ConformanceError {}
