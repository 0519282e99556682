import { exampleOf } from '../../declaration/example-meter.fixture';
import type { Association, ObjectName, Value } from '../../trace/vocabulary';
import {
  CONFORMANCE_BITS,
  type Data,
  data,
  dateTimeOctets,
  dateTimeOf,
  encode,
  type GetDataResult,
  OPEN_RANGE,
  profileAccess,
} from '../dlms';
import {
  elementsOf,
  listedObjects,
  memberAt,
  type ObjectMap,
  parseObjectMap,
  SHIPPED_MAPS,
  shippedObjectMap,
} from '../dlms/object-map';
import { FAULTS, type Fault, referenceRigMaker } from '../reference';
import { CURRENT_ASSOCIATION } from './cosem/association-view';
import { ID, LOW, TestClient } from './cosem/specimen.fixture';
import { MeterObjects } from './meter-objects';
import { VirtualMeter } from './virtual-meter';

const signal = new AbortController().signal;
const START = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3_600_000;
const COMPACT = `
schema: smets2-object-map/1
title: compact or not
base: gbcs
objects:
  secondary.export.profile:
    class: 7
    name: 0-0:99.1.4.255
    attribute: 2
    as: rows
    compact: COMPACT
    columns:
      - { field: end, as: seconds-2000, captures: { class: 8, name: 0-0:1.0.0.255 } }
      - { field: wh, as: u32, captures: { class: 3, name: 1-20:2.8.0.255 } }
`;
const ADDRESS = { management: 1, public: 16 } as const;

/** A client before a virtual meter that has lived a day, in one process. */
async function clientOf(
  map: ObjectMap,
  { by = 'management' as Association, faults = [] as Fault[], variant = 'twin' as 'twin' | 'single' } = {},
) {
  const meter = await VirtualMeter.now(referenceRigMaker(exampleOf(variant), { faults }));
  await meter.make({ name: 'by hand', start: START }, 'virtual');
  const elements = { primary: { activeMw: 3_000_000 }, ...(variant === 'twin' && { secondary: { activeMw: -7_200_000 } }) };
  await meter.perform({ do: 'flow', elements, untilMs: START + 25 * HOUR }, signal);
  const objects = new MeterObjects(map, meter);
  const client = new TestClient(ADDRESS[by], { objects: (who) => objects.of(who), maxReceivePduSize: 65_535 });
  client.associate(by === 'management' ? LOW : { mechanism: 'lowest' }, { size: 512, conformance: [...CONFORMANCE_BITS] });
  const get = (
    attribute: { classId: number; instanceId: string; attributeId: number },
    accessSelection?: ReturnType<typeof profileAccess>,
  ): GetDataResult => {
    const answer = client.serve(
      { kind: 'get-request-normal', ...ID, attribute, ...(accessSelection && { accessSelection }) },
      65_535,
    );
    if (!('response' in answer) || answer.response.kind !== 'get-response-normal') throw new Error('no answer');
    return answer.response.result;
  };
  const dataOf = (result: GetDataResult): Data => {
    if (result.kind !== 'data') throw new Error(String(result.result));
    return result.data;
  };
  /** A value of ours over COSEM, or the refusal of its first place. */
  const read = (name: ObjectName): Value | { refusedWith: unknown } => {
    const object = map.named(name);
    const results = object.places.map(({ attribute }) => get(attribute));
    const refused = results.find((one, i) => one.kind !== 'data' && !object.places[i]!.optional);
    if (refused?.kind === 'data-access-result') return { refusedWith: refused.result };
    return object.valueOf(results.map((one, i) => (one.kind === 'data' ? memberAt(one.data, object.places[i]!) : undefined)));
  };
  const set = (attribute: { classId: number; instanceId: string; attributeId: number }, value: Data) => {
    const answer = client.serve({ kind: 'set-request-normal', ...ID, attribute, value }, 65_535);
    return 'response' in answer && 'result' in answer.response ? answer.response.result : answer;
  };
  const own = (name: ObjectName): Value | { refusedWith: unknown } => {
    const answer = meter.ask({ do: 'read', object: name, as: by });
    return 'value' in answer ? answer.value : { refusedWith: answer.refused.name };
  };
  return { meter, client, get, dataOf, read, set, own };
}

describe.each(SHIPPED_MAPS)('a meter served by the map %s', (shipped) => {
  const map = shippedObjectMap(shipped);
  const readable = map.names.filter((name) => name !== 'association.view' && map.named(name).places.length > 0);

  it.each(['management', 'public'] as const)('answers %s as the meter itself does, object by object', async (by) => {
    const { read, own } = await clientOf(map, { by });
    const answers = readable
      .map((name) => [name, own(name)] as const)
      .filter(([, value]) => !refusedFor(value, 'object-undefined'));
    expect(answers.length).toBeGreaterThan(30);
    for (const [name, value] of answers) expect([name, read(name)]).toEqual([name, value]);
  });

  it.each(['management', 'public'] as const)('shows %s the association view that the meter has', async (by) => {
    const { dataOf, get, own } = await clientOf(map, { by });
    const view = dataOf(get({ classId: 15, instanceId: CURRENT_ASSOCIATION, attributeId: 2 }));
    const names = map.viewed(listedObjects(view)).filter((name) => !name.startsWith('class '));
    expect(names.sort()).toEqual((own('association.view') as string[]).sort());
  });

  it('without a secondary element has none of its objects', async () => {
    const { get, own, dataOf } = await clientOf(map, { variant: 'single' });
    const { attribute } = map.named('secondary.export.total').places[0]!;
    expect(get(attribute)).toEqual({ kind: 'data-access-result', result: 'object-undefined' });
    const view = dataOf(get({ classId: 15, instanceId: CURRENT_ASSOCIATION, attributeId: 2 }));
    // A collection is listed as a whole: what stands in it cannot be told apart.
    const apart = (name: ObjectName) =>
      !name.startsWith('class ') && map.named(name).places.every(({ member }) => member === undefined);
    expect(map.viewed(listedObjects(view)).filter(apart).sort()).toEqual(
      (own('association.view') as string[]).filter(apart).sort(),
    );
  });

  it('selects rows by range and by number, and columns', async () => {
    const { get, dataOf } = await clientOf(map);
    const { rows, places } = map.named('secondary.export.profile');
    const { attribute } = places[0]!;
    const all = elementsOf(dataOf(get(attribute)), 'rows');
    expect(all).toHaveLength(50);
    const [from, to] = [START + 2 * HOUR, START + 4 * HOUR].map((ms) => rows!.stamp.toData(ms)) as [Data, Data];
    const range = { by: 'range' as const, restricting: rows!.restricting, from, to };
    expect(elementsOf(dataOf(get(attribute, profileAccess({ ...range, columns: [] }))), 'rows')).toEqual(all.slice(3, 8));
    const column = profileAccess({ ...range, columns: [rows!.captures[1]!] });
    expect(elementsOf(dataOf(get(attribute, column)), 'rows')).toEqual(
      all.slice(3, 8).map((row) => ({ type: 'structure', value: [elementsOf(row, 'a row')[1]] })),
    );
    const entries = profileAccess({ by: 'entry', fromEntry: 2, toEntry: 3, fromColumn: 1, toColumn: 0 });
    expect(elementsOf(dataOf(get(attribute, entries)), 'rows')).toEqual(all.slice(1, 3));
    const last = profileAccess({ by: 'entry', fromEntry: 49, toEntry: 0, fromColumn: 2, toColumn: 2 });
    expect(elementsOf(dataOf(get(attribute, last)), 'rows')).toHaveLength(2);
  });
});

describe('a meter served as COSEM', () => {
  const map = shippedObjectMap('default');
  const MPAN = map.named('secondary.export.mpan').places[0]!.attribute;
  const CLOCK = map.named('clock').places[0]!.attribute;
  const mpan: Data = { type: 'octet-string', value: Uint8Array.from(Buffer.from('1030006718997')) };

  it('is written by management and by nobody else', async () => {
    const { set, own } = await clientOf(map);
    expect(set(MPAN, mpan)).toBe('success');
    expect(own('secondary.export.mpan')).toEqual({ octets: Buffer.from('1030006718997').toString('hex') });
    expect(set(MPAN, { type: 'unsigned', value: 1 })).toBe('type-unmatched');
    const anybody = await clientOf(map, { by: 'public' });
    expect(anybody.set(MPAN, mpan)).toBe('read-write-denied');
    expect(anybody.set(CLOCK, { type: 'octet-string', value: dateTimeOctets(dateTimeOf(START)) })).toBe('read-write-denied');
  });

  it('has its clock set', async () => {
    const { set, own } = await clientOf(map);
    expect(set(CLOCK, { type: 'octet-string', value: dateTimeOctets(dateTimeOf(START)) })).toBe('success');
    expect(own('clock')).toMatchObject({ meterMs: START });
  });

  it('takes the parts of a table in one request as one table, and refuses one of which a part is missing', async () => {
    const { client, set, read } = await clientOf(map);
    const object = map.named('secondary.export.table.passive');
    const table = {
      seasons: [{ name: 'all year', start: '*-01-01', week: 'all' }],
      weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
      days: [{ id: 1, actions: [{ at: '00:00:00', rate: 3 }] }],
      specialDays: [{ date: '*-12-25', day: 1 }],
    };
    const values = object.dataOf(table).map((data) => data!);
    expect(set(object.places[0]!.attribute, values[0]!)).toBe('other-reason');
    const attributes = object.places.map(({ attribute }) => ({ attribute }));
    const answer = client.serve({ kind: 'set-request-with-list', ...ID, attributes, values }, 65_535);
    expect(answer).toMatchObject({ response: { results: ['success', 'success', 'success', 'success'] } });
    expect(read('secondary.export.table.passive')).toEqual(table);
  });

  it('refuses the reset of energy, and does what it may', async () => {
    const { client, own } = await clientOf(map);
    const invoke = (name: ObjectName, method: string) => {
      const how = map.named(name).methods[method]!;
      if (how.by !== 'action') throw new Error(how.by);
      const answer = client.ask({ kind: 'action-request-normal', ...ID, method: how.methods[0]!.method });
      return answer.kind === 'action-response-normal' ? answer.response.result : answer.kind;
    };
    expect(invoke('secondary.export.total', 'reset')).toBe('read-write-denied');
    expect(own('secondary.export.total')).toBe(180_000);
    expect(invoke('load.switch', 'open')).toBe('success');
    expect(JSON.stringify(own('load.switch'))).toContain('open');
  });

  it.each([
    ['forgets some of what it has', 'twin', (list: number, has: number) => list < has],
    ['lists what it has not', 'single', (list: number, has: number) => list > has],
  ] as const)('shows the view of a faulty meter that %s', async (_, variant, differs) => {
    const faults = FAULTS.filter(
      ({ breaks }) => breaks === (variant === 'twin' ? 'variant.view-with-export' : 'variant.view-without-secondary'),
    );
    expect(faults).toHaveLength(1);
    const { dataOf, get, own } = await clientOf(map, { faults, variant });
    const honest = await clientOf(map, { variant });
    const view = dataOf(get({ classId: 15, instanceId: CURRENT_ASSOCIATION, attributeId: 2 }));
    const names = map.viewed(listedObjects(view)).filter((name) => !name.startsWith('class '));
    expect(names.sort()).toEqual((own('association.view') as string[]).sort());
    expect(differs(names.length, (honest.own('association.view') as string[]).length)).toBe(true);
  });

  it('serves the rates that have a place in the map where a faulty meter has more', async () => {
    const { read } = await clientOf(map, { faults: FAULTS.filter(({ name }) => name === 'fifth-rate') });
    const honest = await clientOf(map);
    expect(read('secondary.export.rates')).toEqual(honest.own('secondary.export.rates'));
  });

  it('takes the begin and the end of time for a range that is open there', async () => {
    const { get, dataOf } = await clientOf(map, { faults: FAULTS.filter(({ name }) => name === 'open-begin-refused') });
    const { places, rows } = map.named('secondary.export.profile');
    const rowsFrom = (fromMs: number) => {
      const [from, to] = [fromMs, START + 4 * HOUR].map((ms) => rows!.stamp.toData(ms)) as [Data, Data];
      const range = { by: 'range' as const, restricting: rows!.restricting, from, to, columns: [] };
      return elementsOf(dataOf(get(places[0]!.attribute, profileAccess(range))), 'rows');
    };
    expect(rowsFrom(START)).toHaveLength(8);
    expect(rowsFrom(OPEN_RANGE.fromMs)).toEqual([]);
  });

  it('gives the same rows as a compact-array, in fewer octets, where the map says so', async () => {
    const [structures, compact] = [false, true].map((is) =>
      parseObjectMap(COMPACT.replace('COMPACT', String(is)), 'compact.yaml'),
    ) as [ObjectMap, ObjectMap];
    const [wide, narrow] = [await clientOf(structures), await clientOf(compact)];
    const { places, rows } = compact.named('secondary.export.profile');
    const [array, dense] = [wide, narrow].map(({ get, dataOf }) => dataOf(get(places[0]!.attribute))) as [Data, Data];
    expect([array.type, dense.type]).toEqual(['array', 'compact-array']);
    expect(encode(data, dense).length).toBeLessThan(encode(data, array).length);
    expect(narrow.read('secondary.export.profile')).toEqual(wide.read('secondary.export.profile'));
    expect(narrow.own('secondary.export.profile')).toHaveLength(50);
    const column = profileAccess({
      by: 'range',
      restricting: rows!.restricting,
      from: rows!.stamp.toData(START),
      to: rows!.stamp.toData(START + 48 * HOUR),
      columns: [rows!.captures[1]!],
    });
    const selected = narrow.dataOf(narrow.get(places[0]!.attribute, column));
    expect(selected).toMatchObject({ type: 'compact-array', of: { type: 'structure', of: [{ type: 'double-long-unsigned' }] } });
  });

  it('answers with its fault', async () => {
    const fault = FAULTS.find(({ name }) => name === 'register-stuck')!;
    const { read } = await clientOf(map, { faults: [fault] });
    expect(read('secondary.export.total')).not.toBe(180_000);
  });
});

const refusedFor = (value: unknown, why: string) =>
  typeof value === 'object' && value !== null && 'refusedWith' in value && value.refusedWith === why;
