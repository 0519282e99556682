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

/** Ours: a rule of this program was broken by this program. */
export class InternalError extends ConformanceError {}
