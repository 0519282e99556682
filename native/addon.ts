/** What the addon answers: `errno` and `call` where it failed, and whichever of the rest was asked for. */
export interface NativeResult {
  kind: 'done' | 'timeout' | 'cancelled' | 'failed';
  errno: number;
  call: string;
  octets: Uint8Array;
  fromMs: number;
  toMs: number;
  pty: boolean;
  baud: number;
  sevenEven: boolean;
  dtr: boolean;
  rts: boolean;
  cts: boolean;
  dsr: boolean;
  dcd: boolean;
  ri: boolean;
}

/**
 * A port with a thread of its own (native/src/port.h). One read and one output at a time; `open` first, `close` last. An output is
 * done when everything written before it has left.
 */
export interface NativePort {
  /** The path of the slave, of a pty's master. */
  readonly slave?: string;
  open(): Promise<NativeResult>;
  /** `silenceMs` 0: what is there when the first octet is there. */
  read(responseMs: number, silenceMs: number, most: number): Promise<NativeResult>;
  write(octets: Uint8Array): Promise<NativeResult>;
  setLine(baud: number, sevenEven: boolean): Promise<NativeResult>;
  getLine(): Promise<NativeResult>;
  setControlLines(dtr: boolean, rts: boolean): Promise<NativeResult>;
  getControlLines(): Promise<NativeResult>;
  sendBreak(milliseconds: number): Promise<NativeResult>;
  cancelRead(): void;
  cancelOutput(): void;
  discard(): Promise<NativeResult>;
  close(): Promise<NativeResult>;
}

export interface Addon {
  readonly version: string;
  readonly Port: {
    /** The master of a new pty. Throws `{ errno, call }`. */
    new (): NativePort;
    /** A serial port, not yet open. Throws `{ errno, call }`. */
    new (path: string, baud: number, sevenEven: boolean): NativePort;
  };
}
