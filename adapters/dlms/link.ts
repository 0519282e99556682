import type { LinkError, TimeoutError } from '../../trace/errors';
import type { Role } from './apdu/apdu';

/** Who sends: a client asks and is primary on the link, a server answers. */
export type { Role };

/** Who talks with whom: the client's address (16 public, 1 management) and the logical device of the server. */
export interface Ends {
  client: number;
  server: number;
}

/** What a link wants done or has to tell, in order. Octets dropped, frames ignored and retries are told: nothing disappears. */
export type LinkEvent =
  | { event: 'transmit'; octets: Uint8Array }
  | ({ event: 'connected' } & Ends)
  | ({ event: 'received'; apdu: Uint8Array } & Ends)
  | ({ event: 'unnumbered'; apdu: Uint8Array } & Ends)
  | { event: 'disconnected'; by: Role }
  | { event: 'failed'; error: LinkError | TimeoutError }
  | { event: 'retried'; awaited: string; attempt: number }
  | { event: 'dropped'; at: number; octets: Uint8Array; because: string }
  | { event: 'ignored'; at: number; what: string; because: string };

/**
 * A link as a machine without a port or a timer: it is given octets and the time, in milliseconds of any monotonic clock, and
 * returns what follows. Whoever drives it sends what it says, wakes it at `wakeAtMs`, and may `raw`ly send what it never would.
 * After `failed` or `disconnected` it is closed, and `open` begins anew.
 */
export interface Link {
  /** When it next wants `wake`, if nothing comes before. */
  readonly wakeAtMs: number | undefined;
  /**
   * The longest APDU of at most so many octets that fills the frames in which it comes: a last frame of a few octets costs what a
   * full one does, in windows of one a turn of the line too.
   */
  fitting(maxPdu: number): number;
  /** A client connects; a server begins to listen. */
  open(nowMs: number): LinkEvent[];
  /**
   * Sends APDUs, one after the other. `answers`: how many are awaited for them, of a client one each unless said. Throws
   * `LinkError`, code `not-connected`, where there is no connection.
   */
  send(apdus: Uint8Array | readonly Uint8Array[], nowMs: number, answers?: number): LinkEvent[];
  /** A client awaits one more APDU: the next of a stream. */
  expect(nowMs: number): LinkEvent[];
  /** A client disconnects; a server falls silent. */
  close(nowMs: number): LinkEvent[];
  receive(octets: Uint8Array, nowMs: number): LinkEvent[];
  /** The last octet of what was to be sent has left: silence is counted from here. */
  sent(nowMs: number): void;
  wake(nowMs: number): LinkEvent[];
}
