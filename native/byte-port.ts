/** How octets look on an asynchronous line. 7E1 is that of an IEC 62056-21 sign-on, 8N1 that of everything else. */
export type Framing = '7E1' | '8N1';

/** The rates of IEC 62056-21 and those that probes go on to. */
export const BAUDS = [300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200] as const;
export type Baud = (typeof BAUDS)[number];

export interface LineSettings {
  baud: Baud;
  framing: Framing;
}

/** From when to when, in milliseconds of the monotonic clock: that of `process.hrtime`, unrelated to the time of day. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** Octets that came together, at least one; the span is that of their arrival as the driver saw it. */
export interface Burst extends Span {
  octets: Uint8Array;
  /** Offsets of octets that came with the wrong parity; left out where all were right, or the line has no parity. */
  damaged?: readonly number[];
}

export interface ReadLimits {
  /** How long until the first octet. */
  responseMs: number;
  /** A silence as long as this ends the burst. Left out: what is there when the first octet is there is all. */
  interOctetMs?: number;
  /** Octets that end the burst at once; the rest waits for the next read. */
  max?: number;
}

/**
 * Octets both ways, over whatever carries them: a serial line, a pty, a TCP connection, a maker's own port. What arrives between
 * two reads is kept. Writes and changes of the line are done in the order asked; one read at a time. A signal that aborts ends
 * the operation with the signal's reason: no octet is lost to a read that was aborted, and what a write still had queued is
 * dropped where the line allows. Everything that the link does wrong is a PortError: a LinkError with the errno's name as its
 * code, or a TimeoutError. After a LinkError in a read or a write only `close` is left to do.
 */
export interface BytePort {
  readonly path: string;
  /** Resolves when the last octet has left, with when the writing began and ended. */
  write(octets: Uint8Array, signal?: AbortSignal): Promise<Span>;
  /** The next burst; a TimeoutError where no octet came within `responseMs`. */
  read(limits: ReadLimits, signal?: AbortSignal): Promise<Burst>;
  /** Takes effect after the last octet written has left, without closing. Absent where there is no line to set: over TCP. */
  setLine?(line: LineSettings, signal?: AbortSignal): Promise<void>;
  /** Drops what arrived and was not read. */
  discard(): Promise<void>;
  /** Ends what is pending with a LinkError of code ECANCELED, drops what is queued, lets go of everything. Again: does nothing more. */
  close(): Promise<void>;
}
