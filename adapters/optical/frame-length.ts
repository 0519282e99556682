import { type PortError, TimeoutError } from '../../trace/errors';

/** Shorter information fields than this cost more octets around them than they save. */
const SHORTEST = 64;

/**
 * How long the information fields are that a client proposes. On a line that damages octets long frames never come through: where an
 * answer was lost for all its retries, the next connection proposes a quarter, for as long as this lives.
 */
export class FrameLength {
  constructor(public infoField: number) {}

  /** A link was given up: by silence, or by damage that looks like it. */
  lost(error: PortError): void {
    if (error instanceof TimeoutError) this.infoField = Math.min(this.infoField, Math.max(SHORTEST, this.infoField >> 2));
  }
}
