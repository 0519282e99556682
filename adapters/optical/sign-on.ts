import { monotonicMs } from '../../native';
import { ReaderSignOn, type SignOnBaud, type SignOnEvent } from '../dlms';
import type { Line } from './line';

/** Who answered a sign-on: manufacturer letters and identification. */
export interface Identified {
  manufacturer: string;
  ident: string;
  baud: number;
}

/** Signs on in mode E: 300 baud 7E1, then HDLC at the rate that the meter offers, at most `mostBaud`. */
export async function signOn(line: Line, mostBaud: SignOnBaud, signal: AbortSignal): Promise<Identified> {
  const { port } = line;
  const reader = new ReaderSignOn({ line: port.path, purpose: 'hdlc', mostBaud });
  let identified: Identified | undefined;
  const each = async (event: SignOnEvent): Promise<Identified | undefined> => {
    if (event.event === 'failed') throw event.error;
    if (event.event === 'retune') await port.setLine?.(event.line, signal);
    // Meters that say nothing of HDLC in their identification still take it: the option select shows.
    if (event.event === 'identified') identified = { manufacturer: event.manufacturer, ident: event.ident, baud: event.baud };
    return event.event === 'signed-on' ? identified : undefined;
  };
  return line.drive(reader, reader.open(monotonicMs()), each, signal);
}
