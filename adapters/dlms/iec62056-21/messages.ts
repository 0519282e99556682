import { DecodeError, EncodeError } from '../../../trace/errors';

/** The rates that the baud rate characters 0 to 6 of modes C and E stand for (IEC 62056-21:2002 §6.3.14). */
export const SIGN_ON_BAUDS = [300, 600, 1200, 2400, 4800, 9600, 19_200] as const;
export type SignOnBaud = (typeof SIGN_ON_BAUDS)[number];

/**
 * The messages of a sign-on (IEC 62056-21:2002 §6.3), each of seven-bit octets:
 * request `/?address!`, identification `/XXXZident`, acknowledgement and option select `ACK V Z Y`, a block of data with its
 * check character, and a request to repeat. `ident` holds the sequences `\W` as they came; `select` is protocol V, baud Z, mode Y.
 */
export type SignOnMessage =
  | { kind: 'request'; address: string }
  | { kind: 'identification'; manufacturer: string; baud: string; ident: string }
  | { kind: 'select'; protocol: string; baud: string; mode: string }
  | { kind: 'block'; command: string; data?: string }
  | { kind: 'repeat' };

export const SOH = 0x01;
export const STX = 0x02;
export const ETX = 0x03;
export const ACK = 0x06;
export const NAK = 0x15;
const CRLF = '\r\n';

/** Longest address, and longest identification: 16 characters and as many sequences as anyone sends. */
const MOST_ADDRESS = 32;
const MOST_IDENT = 32;

const SHAPES = {
  request: new RegExp(`^/\\?([0-9A-Za-z ]{0,${MOST_ADDRESS}})!\r\n$`),
  identification: new RegExp(`^/([A-Za-z]{3})([!-.0-~])([ -.0-~]{0,${MOST_IDENT}})\r\n$`),
  select: /^([!-~])([!-~])([!-~])\r\n$/,
};

/** Throws `EncodeError` for what the message has no octets for. */
export function encodeSignOn(message: SignOnMessage): Uint8Array {
  const octets = Buffer.from(text(message), 'latin1');
  try {
    decodeSignOn(octets);
  } catch (cause) {
    throw new EncodeError(`a ${message.kind} message of IEC 62056-21`, JSON.stringify(message), { cause });
  }
  return Uint8Array.from(octets);
}

/** One whole message. Throws `DecodeError` for anything else. */
export function decodeSignOn(octets: Uint8Array): SignOnMessage {
  const eighth = octets.findIndex((octet) => octet > 0x7f);
  if (eighth >= 0) throw new DecodeError(eighth, 'an octet of seven bits', octets[eighth]!.toString(16));
  const message = Buffer.from(octets).toString('latin1');
  if (octets.length === 1 && octets[0] === NAK) return { kind: 'repeat' };
  const [, address] = SHAPES.request.exec(message) ?? [];
  if (address !== undefined) return { kind: 'request', address };
  const [, manufacturer, offered, ident] = SHAPES.identification.exec(message) ?? [];
  if (manufacturer && offered && ident !== undefined) return { kind: 'identification', manufacturer, baud: offered, ident };
  if (octets[0] === SOH || octets[0] === STX) return decodeBlock(octets, message);
  const [, protocol, baud, mode] = (octets[0] === ACK && SHAPES.select.exec(message.slice(1))) || [];
  if (protocol && baud && mode) return { kind: 'select', protocol, baud, mode };
  throw new DecodeError(0, 'a message of IEC 62056-21', `${octets.length} octets that are none`);
}

function decodeBlock(octets: Uint8Array, message: string): SignOnMessage {
  const last = octets.length - 1;
  const body = octets[0] === SOH ? 3 : 0;
  const command = message.slice(body - 2, body);
  if (body > 0 && !/^[!-~]{2}$/.test(command)) throw new DecodeError(1, 'a command of two characters', JSON.stringify(command));
  const end = octets.indexOf(ETX, body);
  if (end < 0) throw new DecodeError(octets.length, 'ETX', 'the end');
  const data = octets[body] === STX ? message.slice(body + 1, end) : undefined;
  if (data === undefined && end > body) throw new DecodeError(body, 'STX or ETX', octets[body]!.toString(16));
  if (end + 1 !== last) throw new DecodeError(end + 1, 'one check character', `${last - end} octets`);
  const check = checkCharacter(octets.subarray(1, last));
  if (octets[last] !== check) throw new DecodeError(last, `check character ${check.toString(16)}`, octets[last]!.toString(16));
  return data === undefined ? { kind: 'block', command } : { kind: 'block', command, data };
}

/** The block check character: exclusive or of all after the first SOH or STX, with the ETX (IEC 62056-21:2002 §6.3.7, ISO 1155). */
export function checkCharacter(octets: Uint8Array): number {
  return octets.reduce((check, octet) => check ^ octet, 0);
}

/** Whether the meter says that it speaks HDLC in mode E: the sequence `\2` of its identification. */
export function offersHdlc(ident: string): boolean {
  return /^(\\[^\\])*\\2/.test(ident);
}

/** The rate of a baud rate character of modes C and E, if it is one. */
export function baudOf(character: string): SignOnBaud | undefined {
  return /^[0-6]$/.test(character) ? SIGN_ON_BAUDS[Number(character)] : undefined;
}

/** How long the meter and its reader wait at least before they answer: less where the third letter is small (§6.3.14, item 12). */
export function leastReactionMs(manufacturer: string): number {
  return /[a-z]$/.test(manufacturer) ? 20 : 200;
}

function text(message: SignOnMessage): string {
  switch (message.kind) {
    case 'request':
      return `/?${message.address}!${CRLF}`;
    case 'identification':
      return `/${message.manufacturer}${message.baud}${message.ident}${CRLF}`;
    case 'select':
      return `\x06${message.protocol}${message.baud}${message.mode}${CRLF}`;
    case 'repeat':
      return '\x15';
    case 'block': {
      const head = message.command ? `\x01${message.command}` : '';
      const body = `${head}${message.data === undefined ? '' : `\x02${message.data}`}\x03`;
      return body + String.fromCharCode(checkCharacter(Buffer.from(body.slice(1), 'latin1')));
    }
  }
}
