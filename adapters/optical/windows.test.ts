import { accessShape } from '../../declaration/access';
import { shippedObjectMap } from '../dlms/object-map';
import { type CosemObject, fixed } from '../virtual/cosem/cosem-object';
import { CosemMeter } from './cosem-meter';
import { readSecrets } from './secrets';
import { servedObjects } from './served-objects.fixture';
import { Session } from './session';

const register = (logicalName: string): CosemObject => ({
  classId: 3,
  version: 0,
  logicalName,
  attributes: new Map([[2, fixed(() => ({ type: 'double-long-unsigned', value: 1234 }))]]),
  methods: new Map(),
});

/** A meter with registers, on a bench whose time is how many APDUs the meter was sent. */
function onBench(conformance?: NonNullable<Parameters<typeof servedObjects>[2]>['conformance']) {
  const end = new AbortController();
  const names = ['1-20:2.8.0.255', ...[1, 2, 3, 4].map((rate) => `1-20:2.8.${rate}.255`)];
  const { port, asked } = servedObjects(names.map(register), end.signal, conformance && { conformance });
  const access = accessShape.parse({ adapter: 'optical', port: 'pair', link: 'hdlc', silenceMs: 200 });
  const session = new Session({ ...access, management: access.public }, readSecrets({}), async () => port);
  const bench = { now: () => asked.length };
  const meter = new CosemMeter({ map: shippedObjectMap('default'), session, capabilities: [], bench });
  return {
    read: (object: string) => meter.perform({ do: 'read', object }, end.signal, { wire: () => {} }),
    close: async () => {
      await session.close();
      end.abort();
    },
  };
}

describe('the window of an observation', () => {
  it('begins when the value is asked for, not when a connection for that is', async () => {
    const { read, close } = onBench();
    // Its association is the first APDU, its request the second.
    expect(await read('secondary.export.total')).toMatchObject({ answer: { value: 1234 }, when: { fromMs: 1, toMs: 2 } });
    await close();
  });

  it('is one exchange wide where several attributes are asked for at once, and spans them all where they cannot be', async () => {
    const [listed, single] = [onBench(), onBench(['get'])];
    const rates = { answer: { value: [1234, 1234, 1234, 1234] } };
    expect(await listed.read('secondary.export.rates')).toMatchObject({ ...rates, when: { fromMs: 1, toMs: 2 } });
    expect(await single.read('secondary.export.rates')).toMatchObject({ ...rates, when: { fromMs: 1, toMs: 5 } });
    await Promise.all([listed.close(), single.close()]);
  });
});
