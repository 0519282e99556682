import { cipherGeneral, ReceivedCounter, SentCounter } from '../../adapters/dlms';
import { shippedObjectMap } from '../../adapters/dlms/object-map';
import { CosemMeter } from '../../adapters/optical/cosem-meter';
import { readSecrets } from '../../adapters/optical/secrets';
import { Session } from '../../adapters/optical/session';
import type { MeterReply, MeterStimulus } from '../../adapters/ports';
import { accessShape } from '../../declaration/access';
import { wrappedPort } from './answering-port';
import { hex } from './decoders';
import { KEYS, meterToAttack } from './meter-under-attack';

/** What the meter answers to a client that reads, one of each kind; the cases are made of them. */
export const ANSWERS = hex(
  'c401c1 00 0600bc614e',
  'c401c1 00 090c07ea0301040000000000000000 ',
  'c403c1 02 00 0600bc614e 01 03',
  'c402c1 00 00000001 00 05 0102 0202 09',
  'e0 41 0001 0001 09 c401c1 00 0102 0202 09',
  'e0 81 0002 0001 03 0c0700',
  'c501c1 00',
  'd8 01 02',
  'd8 01 06 00000009',
);

const ASKED: readonly MeterStimulus[] = [
  { do: 'read', object: 'secondary.export.total' },
  { do: 'read', object: 'secondary.export.rates' },
  { do: 'read', object: 'clock' },
  { do: 'read', object: 'secondary.export.profile', range: { fromMs: 0, toMs: 3_600_000 } },
  { do: 'read', object: 'association.view' },
  { do: 'write', object: 'secondary.export.mpan', value: { octets: '32303132333435363738393031' } },
  { do: 'setClock', meterMs: 0 },
];
/** The answers of which one is another: that to the AARQ, and the first of what follows. */
const ANSWERS_AT_STAKE = 4;
/** More answers than a client needs for any of it: one that asks on and on never ends. */
const MOST_ASKED = 2_000;

const map = shippedObjectMap('default');
const counter = new SentCounter();
const server = meterToAttack(counter);
const secrets = readSecrets({});
const signal = new AbortController().signal;

/**
 * A whole client that asks a virtual meter over the wrapper; which thing, and which of the answers is not the meter's but these octets,
 * the octets themselves choose; every eighth time all that follow are too. Under keys they are ciphered right, but every fourth time. Throws what the client ends with.
 */
export async function clientUnderAttack(octets: Uint8Array, way: 'clear' | 'ciphered' = 'clear'): Promise<MeterReply> {
  const choice = octets.reduce((sum, octet) => sum + octet, octets.length);
  const attacked = choice % ANSWERS_AT_STAKE;
  let answered = 0;
  const hostile = () => {
    if (way === 'clear' || attacked === 0 || choice % 16 < ANSWERS_AT_STAKE) return octets;
    return cipherGeneral(octets, 'glo', { suite: 0, authenticated: true, encrypted: true }, KEYS, counter.take());
  };
  const port = wrappedPort((apdu) => {
    if (answered > MOST_ASKED) throw new Error('it asks on and on');
    const babbles = choice % 8 === 7 && answered > attacked;
    return answered++ === attacked || babbles ? [hostile()] : server.take(apdu);
  });
  const security = way === 'ciphered' ? 'authentication-encryption' : 'none';
  const management = { authentication: 'low', security } as const;
  const access = accessShape.parse({ adapter: 'optical', port: 'tcp:here:1', link: 'wrapper', pdu: 200, retries: 1, management });
  const counters = { sent: secrets.counters.sent, received: new ReceivedCounter() };
  const session = new Session(access, { ...KEYS, systemTitle: secrets.systemTitle, counters }, async () => port);
  const bench = { now: () => 0 };
  const meter = new CosemMeter({ map, session, capabilities: [], bench });
  return meter.perform(ASKED[(choice >> 2) % ASKED.length]!, signal, { wire: () => {} });
}
