import { accessShape } from '../../declaration/access';
import { type Data, dateTimeOctets, dateTimeOf, profileAccessOf, type SelectiveAccess } from '../dlms';
import { parseObjectMap } from '../dlms/object-map';
import { type CosemObject, got } from '../virtual/cosem/cosem-object';
import { CosemMeter } from './cosem-meter';
import { readSecrets } from './secrets';
import { servedObjects } from './served-objects.fixture';
import { Session } from './session';

const NOON = Date.parse('2026-03-02T12:00:00Z');
const PROFILE = 'secondary.export.profile';
const ROW: Data = {
  type: 'structure',
  value: [
    { type: 'octet-string', value: dateTimeOctets(dateTimeOf(NOON)) },
    { type: 'double-long-unsigned', value: 7 },
  ],
};

/** Reads a profile by a map with that key; the columns that the meter was asked for, undefined where it was asked for all it has. */
async function columnsAskedFor(select: string, range?: { fromMs: number }) {
  const asked: (SelectiveAccess | undefined)[] = [];
  const profile: CosemObject = {
    classId: 7,
    version: 1,
    logicalName: '0-0:99.1.4.255',
    attributes: new Map([
      [
        2,
        {
          rights: { read: true, write: false },
          selectors: [1],
          get: (selection) => {
            asked.push(selection);
            return got({ type: 'array', value: [ROW] });
          },
        },
      ],
    ]),
    methods: new Map(),
  };
  const map = parseObjectMap(
    `
schema: smets2-object-map/1
title: a meter with more columns
objects:
  ${PROFILE}:
    { class: 7, name: 0-0:99.1.4.255, attribute: 2, as: rows, ${select} columns: [
      { field: end, as: date-time, captures: { class: 8, name: 0-0:1.0.0.255 } },
      { field: wh, as: u32, captures: { class: 3, name: 1-20:2.8.0.255 } } ] }
`,
    'columns.yaml',
  );
  const end = new AbortController();
  const { port } = servedObjects([profile], end.signal);
  const access = accessShape.parse({ adapter: 'optical', port: 'pair', link: 'hdlc', silenceMs: 200 });
  const session = new Session({ ...access, management: access.public }, readSecrets({}), async () => port);
  const meter = new CosemMeter({ map, session, capabilities: [], bench: { now: () => 0 } });
  const { answer } = await meter.perform({ do: 'read', object: PROFILE, ...(range && { range }) }, end.signal, {
    wire: () => {},
  });
  expect(answer).toEqual({ value: [{ end: NOON, wh: 7 }] });
  await session.close();
  end.abort();
  const of = asked[0] && profileAccessOf(asked[0]);
  return of?.by === 'range' ? of.columns.map(({ logicalName }) => logicalName) : undefined;
}

const OF_THE_MAP = ['0-0:1.0.0.255', '1-20:2.8.0.255'];

describe('a log whose meter keeps more columns than the map names', () => {
  it('is asked for those of the map, with a range and without', async () => {
    expect(await columnsAskedFor('select: columns,', { fromMs: NOON })).toEqual(OF_THE_MAP);
    expect(await columnsAskedFor('select: columns,')).toEqual(OF_THE_MAP);
  });

  it('is asked for all columns where the map does not say so, as GBCS wants it', async () => {
    expect(await columnsAskedFor('', { fromMs: NOON })).toEqual([]);
    expect(await columnsAskedFor('')).toBeUndefined();
  });
});
