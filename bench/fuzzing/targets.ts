import { decodeControl } from '../../adapters/dlms/hdlc';
import { PortError } from '../../trace/errors';
import type { Target } from './campaign';
import { ANSWERS, clientUnderAttack } from './client-under-attack';
import { CLIENT, DECODERS, hex, SERVER } from './decoders';
import { clientAgainst, type Hostility, serverAgainst } from './hdlc-ends';
import { meterUnderAttack } from './meter-under-attack';

/** A turn of an HDLC peer in a case: what it is, the control octet, how long its information is, and that. */
const RAW = 0x80;
const SEGMENTED = 0x01;
const HEAD = 3;
const LONGEST_INFO = 0x7f;
/** A client that is answered so often is answered as it will be. */
const TURNS = 20;

/** Octets of a case as turns of a peer that knows the format of frames and keeps to nothing else. */
function turnsIn(octets: Uint8Array): Hostility[] {
  const turns: Hostility[] = [];
  for (let at = 0; at + HEAD <= octets.length; ) {
    const [what = 0, control = 0, length = 0] = octets.subarray(at, at + HEAD);
    const info = octets.slice(at + HEAD, at + HEAD + (length & LONGEST_INFO));
    turns.push(
      what & RAW ? { octets: info } : { frame: { control: decodeControl(control), segmented: (what & SEGMENTED) !== 0, info } },
    );
    at += HEAD + info.length;
  }
  return turns;
}

const POLITE_SERVER = hex(
  // UA, an answer in one frame, one in two, RR, DM, FRMR
  '00 73 00  00 30 05 e6e700c401  01 50 04 e6e700c4 00 72 01 00  00 71 00',
  '00 73 17 818012050180060180070400000001080400000001  00 30 05 e6e700c401  00 1f 00',
  '00 73 00  00 97 03 920010',
);
const POLITE_CLIENT = hex(
  '00 93 00  00 10 05 e6e600c001  00 31 00  01 32 04 e6e600c0 00 34 01 00  00 53 00',
  '00 93 17 818012050180060180070400000001080400000001  00 10 05 e6e600c001  00 31 00',
);
const associated = [...CLIENT, ...hex('c001c1 0003 0114020800ff 02 00', 'c001c1 000f 0000280000ff 02 00')];
const isTrouble = (error: unknown) => error instanceof PortError;

/** Both ends of a wire, from a link's machine to a whole client and a whole meter. */
const ENDS: readonly Target[] = [
  { name: 'an HDLC client', decode: (octets) => clientAgainst(turnsIn(octets), TURNS), valid: POLITE_SERVER },
  { name: 'an HDLC server', decode: (octets) => serverAgainst(turnsIn(octets)), valid: POLITE_CLIENT },
  { name: 'a virtual meter', decode: (octets) => meterUnderAttack(octets), valid: associated },
  { name: 'a virtual meter that ciphers', decode: (octets) => meterUnderAttack(octets, 'ciphered'), valid: associated },
  { name: 'a client', decode: (octets) => clientUnderAttack(octets), refuses: isTrouble, valid: [...SERVER, ...ANSWERS] },
  {
    name: 'a client that ciphers',
    decode: (octets) => clientUnderAttack(octets, 'ciphered'),
    refuses: isTrouble,
    valid: [...SERVER, ...ANSWERS],
  },
];

/** What `npm run fuzz` attacks. */
export const TARGETS: readonly Target[] = [...DECODERS, ...ENDS];
