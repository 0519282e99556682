import { accessShape } from '../../declaration/access';
import type { Ms } from '../../trace/vocabulary';
import { dateTimeOctets, dateTimeOf } from '../dlms';
import { shippedObjectMap } from '../dlms/object-map';
import { type CosemObject, fixed } from '../virtual/cosem/cosem-object';
import { CosemMeter } from './cosem-meter';
import { readSecrets } from './secrets';
import { servedObjects } from './served-objects.fixture';
import { Session } from './session';

const NOON = Date.parse('2026-03-02T12:00:00Z');
/** How long bench time goes on with each look. */
const LOOK_MS = 100;

/** Reads the clock of a meter that shows, at each look, what it is told to, on a bench whose time goes on with each look. */
async function readClock(shows: (look: number) => Ms, time: 'virtual' | 'wall' = 'wall') {
  let looks = 0;
  const clock: CosemObject = {
    classId: 8,
    version: 0,
    logicalName: '0-0:1.0.0.255',
    attributes: new Map([[2, fixed(() => ({ type: 'octet-string', value: dateTimeOctets(dateTimeOf(shows(++looks))) }))]]),
    methods: new Map(),
  };
  const end = new AbortController();
  const { port } = servedObjects([clock], end.signal);
  const access = accessShape.parse({ adapter: 'optical', port: 'pair', link: 'hdlc', silenceMs: 200 });
  const session = new Session({ ...access, management: access.public }, readSecrets({}), async () => port);
  const bench = { time, now: () => looks * LOOK_MS };
  const meter = new CosemMeter({ map: shippedObjectMap('default'), session, capabilities: [], bench });
  try {
    const { answer, when } = await meter.perform({ do: 'read', object: 'clock' }, end.signal, { wire: () => {} });
    return { ...('value' in answer && (answer.value as { meterMs: Ms })), when, looks };
  } finally {
    await session.close();
    end.abort();
  }
}

describe('a clock that shows whole seconds', () => {
  it('is looked at until its second changes: between those two looks it did', async () => {
    const read = await readClock((look) => NOON + (look < 5 ? 0 : 1_000));
    expect(read).toMatchObject({ meterMs: NOON + 1_000, looks: 5, when: { fromMs: 3 * LOOK_MS, toMs: 5 * LOOK_MS } });
  });

  it('is not taken to have ticked where it jumped', async () => {
    const read = await readClock((look) => NOON + (look < 3 ? 0 : look < 6 ? 60_000 : 61_000));
    expect(read).toMatchObject({ meterMs: NOON + 61_000, looks: 6, when: { fromMs: 4 * LOOK_MS, toMs: 6 * LOOK_MS } });
  });

  it('is given as it was seen last where it stands still', async () => {
    const read = await readClock(() => NOON);
    expect(read).toMatchObject({ meterMs: NOON, when: { fromMs: (read.looks - 1) * LOOK_MS, toMs: read.looks * LOOK_MS } });
    expect(read.looks).toBeLessThan(40);
  });

  it('is looked at once in virtual time, in which no second passes meanwhile', async () => {
    expect(await readClock(() => NOON, 'virtual')).toMatchObject({ meterMs: NOON, looks: 1 });
  });
});

describe('a clock with hundredths', () => {
  it('is looked at once', async () => {
    expect(await readClock((look) => NOON + look * 10)).toMatchObject({ meterMs: NOON + 10, looks: 1 });
  });
});
