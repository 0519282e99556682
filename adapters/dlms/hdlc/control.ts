import { EncodeError } from '../../../trace/errors';

const SUPERVISORY = { RR: 0x01, RNR: 0x05, REJ: 0x09 } as const;
const UNNUMBERED = { UI: 0x03, DM: 0x0f, DISC: 0x43, UA: 0x63, SNRM: 0x83, FRMR: 0x87 } as const;
const POLL = 0x10;

export type Supervisory = keyof typeof SUPERVISORY;
export type Unnumbered = keyof typeof UNNUMBERED;

/**
 * The control field, modulo 8 (IEC 62056-46:2002 §6.4.3; REJ of ISO/IEC 13239). `poll` is the P/F bit: P from the primary, F from
 * the secondary; `ns` and `nr` are N(S) and N(R). What is none of these stays an octet, for a secondary has to reject it.
 */
export type Control =
  | { kind: 'I'; ns: number; nr: number; poll: boolean }
  | { kind: Supervisory; nr: number; poll: boolean }
  | { kind: Unnumbered; poll: boolean }
  | { kind: 'unknown'; octet: number };

const SUPERVISORY_OF = new Map<number, Supervisory>(
  Object.entries(SUPERVISORY).map(([kind, octet]) => [octet, kind as Supervisory]),
);
const UNNUMBERED_OF = new Map<number, Unnumbered>(Object.entries(UNNUMBERED).map(([kind, octet]) => [octet, kind as Unnumbered]));

export function encodeControl(control: Control): number {
  if (control.kind === 'unknown') return control.octet;
  const poll = control.poll ? POLL : 0;
  if (control.kind === 'I') return (sequence(control.nr) << 5) | poll | (sequence(control.ns) << 1);
  if ('nr' in control) return (sequence(control.nr) << 5) | poll | SUPERVISORY[control.kind];
  return poll | UNNUMBERED[control.kind];
}

export function decodeControl(octet: number): Control {
  const poll = (octet & POLL) !== 0;
  if ((octet & 1) === 0) return { kind: 'I', ns: (octet >> 1) & 7, nr: octet >> 5, poll };
  const supervisory = SUPERVISORY_OF.get(octet & (0x0f as never));
  if (supervisory) return { kind: supervisory, nr: octet >> 5, poll };
  const unnumbered = UNNUMBERED_OF.get(octet & ~POLL);
  return unnumbered ? { kind: unnumbered, poll } : { kind: 'unknown', octet };
}

function sequence(number: number): number {
  if (!Number.isInteger(number) || number < 0 || number > 7)
    throw new EncodeError('a sequence number from 0 to 7', String(number));
  return number;
}
