import { DecodeError, LinkError } from '../../trace/errors';
import { decodeApdu, encodeApdu, GeneralBlocks, type GeneralBlocksOptions } from '../dlms';
import type { Connection } from './line';

const GENERAL_BLOCK_TRANSFER = 0xe0;

/**
 * One APDU each way where the meter may answer by general-block-transfer: blocks stream one after the other, as many as the window
 * takes, and only then is the line turned round. `inBlocks`: the request goes in a block too, which tells the meter the window.
 * Throws a LinkError of code `malformed` where the meter breaks the rules.
 */
export async function generalExchange(
  connection: Connection,
  apdu: Uint8Array,
  inBlocks: boolean,
  options: GeneralBlocksOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const blocks = new GeneralBlocks(options);
  const said = (block: ReturnType<GeneralBlocks['start']>[number]) =>
    encodeApdu('client', { kind: 'general-block-transfer', ...block });
  let came = await connection.exchange(inBlocks ? blocks.start(apdu).map(said) : apdu, signal);
  while (came[0] === GENERAL_BLOCK_TRANSFER) {
    const { send, apdu: whole, broken } = blocks.take(blockIn(connection.path, came));
    if (broken !== undefined) throw malformed(connection.path, `the meter ${broken}`);
    if (whole) return whole;
    came = send.length > 0 ? await connection.exchange(send.map(said), signal) : await connection.next(signal);
  }
  return came;
}

const malformed = (path: string, problem: string, options?: ErrorOptions) => new LinkError(path, 'malformed', problem, options);

function blockIn(path: string, octets: Uint8Array) {
  try {
    const apdu = decodeApdu('server', octets);
    if (apdu.kind === 'general-block-transfer') return apdu;
    throw malformed(path, `the meter sent ${apdu.kind} amid blocks`);
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw malformed(path, `the meter sent what is no block: ${cause.message}`, { cause });
  }
}
