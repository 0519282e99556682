import fc from 'fast-check';
import { exampleOf } from '../../../declaration/example-meter.fixture';
import { OBJECTS } from '../../../declaration/objects';
import { DecodeError, EncodeError, UsageError } from '../../../trace/errors';
import type { ObjectName, Value } from '../../../trace/vocabulary';
import type { Rig } from '../../ports';
import { referenceRigMaker } from '../../reference/reference-rig';
import { data } from '../data/data';
import { dateTimeOctets, dateTimeOf } from '../data/date-time';
import type { Data } from '../data/types';
import { decode, encode } from '../shape';
import { listedObjects, memberAt, type ObjectMap, objectList, parseObjectMap, SHIPPED_MAPS, shippedObjectMap } from './index';

const signal = new AbortController().signal;
const tap = { wire() {} };
const at = (time: string) => Date.parse(`${time}Z`);

const asked = async (rig: Rig, object: ObjectName): Promise<Value | undefined> => {
  const { answer } = await rig.meter.perform({ do: 'read', object }, signal, tap);
  return 'value' in answer ? answer.value : undefined;
};

/** A meter that has lived a day: rows in its logs, an outage, a table, an MPAN. */
async function livedMeter(variant: 'twin' | 'single'): Promise<Rig> {
  const rig = await referenceRigMaker(exampleOf(variant, { outageEntries: 'flagged' }), {}).make({
    name: 'by hand',
    start: at('2026-02-27T20:00:00'),
  });
  await rig.meter.open(signal, tap);
  const secondary = variant === 'twin' ? { secondary: { activeMw: -7_000_000, reactiveMvar: 400_000 } } : {};
  const until = (ms: number) => ({ untilMs: rig.bench.now() + ms });
  await rig.bench.perform(
    { do: 'flow', elements: { primary: { activeMw: 3_000_000 }, ...secondary }, ...until(30 * 3_600_000) },
    signal,
  );
  await rig.bench.perform({ do: 'supply', on: false }, signal);
  await rig.bench.perform({ do: 'wait', ...until(7_200_000) }, signal);
  await rig.bench.perform({ do: 'supply', on: true }, signal);
  await rig.bench.perform({ do: 'wait', ...until(86_400_000) }, signal);
  const invoke = (object: string, argument: string) =>
    rig.meter.perform({ do: 'invoke', object, method: 'change', argument }, signal, tap);
  await invoke('import.supplier', 'another supplier');
  await rig.meter.perform({ do: 'write', object: 'primary.export.mpan', value: { octets: '31'.repeat(13) } }, signal, tap);
  await rig.meter.perform({ do: 'write', object: 'secondary.export.table.passive', value: TABLE }, signal, tap);
  await rig.meter.perform(
    { do: 'write', object: 'secondary.export.table.activation', value: at('2026-06-01T00:00:00') },
    signal,
    tap,
  );
  return rig;
}

const TABLE = {
  seasons: [
    { name: 'summer', start: '*-04-01', week: 'all' },
    { name: 'winter', start: '2026-10-01', week: 'all' },
  ],
  weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 2, 2] }],
  days: [
    {
      id: 1,
      actions: [
        { at: '00:00:00', rate: 1 },
        { at: '16:30:05', rate: 4 },
      ],
    },
    { id: 2, actions: [] },
  ],
  specialDays: [{ date: '*-12-25', day: 2 }],
};

const dateTimeData = (ms: number): Data => ({ type: 'octet-string', value: dateTimeOctets(dateTimeOf(ms)) });

/** Through the octets of an A-XDR data and back. */
const overTheWire = (one: Data | undefined) => one && decode(data, encode(data, one));

describe.each(SHIPPED_MAPS)('the object map %s', (shipped) => {
  const map = shippedObjectMap(shipped);

  it('places every object that the suite can name', () => {
    expect(OBJECTS.filter(({ name }) => !map.find(name)).map(({ name }) => name)).toEqual([]);
  });

  it.each(['twin', 'single'] as const)('carries whatever a %s meter answers through octets and back', async (variant) => {
    const rig = await livedMeter(variant);
    let carried = 0;
    for (const { name, kind } of OBJECTS) {
      const value = kind === 'view' ? undefined : await asked(rig, name);
      if (value === undefined) continue;
      const object = map.named(name);
      expect([name, object.valueOf(object.dataOf(value).map(overTheWire))]).toEqual([name, value]);
      carried++;
    }
    expect(carried).toBeGreaterThan(variant === 'twin' ? 38 : 25);
  });

  it('lists for an association what it may do, and reads its names back from that list', async () => {
    const rig = await livedMeter('twin');
    const names = (await asked(rig, 'association.view')) as ObjectName[];
    const rights = (name: ObjectName) => (names.includes(name) ? { read: true, write: false, invoke: true } : undefined);
    const listed = listedObjects(overTheWire(objectList(map.listed(rights)))!);
    expect(map.viewed(listed).sort()).toEqual([...names].sort());
  });

  it('lists nothing that an association has no right to', () => {
    const listed = map.listed((name) => (name === 'clock' ? { read: true, write: false, invoke: false } : undefined));
    expect(listed).toMatchObject([{ classId: 8, logicalName: '0-0:1.0.0.255', attributes: [{ id: 2, mode: 1 }], methods: [] }]);
    expect(map.viewed(listed)).toEqual(['clock']);
  });
});

describe('an object map', () => {
  const map = shippedObjectMap('default');
  const gbcs = shippedObjectMap('gbcs');

  it('places the proposals of DP184', () => {
    const nameOf = (name: string) => map.named(name).places.map(({ attribute }) => attribute.instanceId);
    expect(nameOf('secondary.export.total')).toEqual(['1-20:2.8.0.255']);
    expect(nameOf('secondary.export.rates')).toEqual([1, 2, 3, 4].map((rate) => `1-20:2.8.${rate}.255`));
    expect(nameOf('secondary.export.profile')).toEqual(['0-0:99.1.4.255']);
    expect(nameOf('secondary.export.mpan')).toEqual(['1-20:0.0.2.255']);
  });

  it('writes a row of {date-time, u32} in 21 octets, and one of {seconds, u32} in 12', () => {
    const octets = (of: ObjectMap) => {
      const row = { end: at('2026-01-01T00:30:00'), wh: 1500 };
      return encode(data, of.named('secondary.export.profile').dataOf([row])[0]!).length - 2;
    };
    expect([octets(map), octets(gbcs)]).toEqual([2 + 14 + 5, 2 + 5 + 5]);
  });

  it('finds the members of a collection of GBCS, and what a meter with one element lacks', () => {
    const u32 = (value: number): Data => ({ type: 'double-long-unsigned', value });
    const unit: Data = {
      type: 'structure',
      value: [
        { type: 'integer', value: 0 },
        { type: 'enum', value: 30 },
      ],
    };
    const collection: Data = { type: 'structure', value: [u32(123), unit, u32(45), unit, u32(6)] };
    const places = gbcs.at({ classId: 1, instanceId: '0-0:94.44.34.10', attributeId: 2 });
    const read = places.map(({ object, place }) => [object.name, object.valueOf([memberAt(collection, place)])]);
    expect(Object.fromEntries(read)).toEqual({
      'primary.import.total': 123,
      'reactive.import.total': 45,
      'secondary.import.total': 6,
    });
    expect(memberAt({ type: 'structure', value: [u32(123)] }, { member: 4 })).toBeUndefined();
  });

  it('takes any integer type for a number, and another kind of data for none', () => {
    const { places } = map.named('secondary.export.total');
    expect(places[0]!.shape.toValue({ type: 'long64-unsigned', value: 7n })).toBe(7);
    expect(() => places[0]!.shape.toValue({ type: 'visible-string', value: '7' })).toThrow(DecodeError);
  });

  it('carries every number that is no u32 too, for a faulty meter may show one', () => {
    const object = map.named('secondary.export.total');
    fc.assert(
      fc.property(fc.maxSafeInteger(), (wh) => {
        expect(object.valueOf(object.dataOf(wh).map(overTheWire))).toBe(wh);
      }),
    );
  });

  it('scales a number exactly', () => {
    const text = `schema: smets2-object-map/1
title: in kWh with three decimals, and in hundreds
objects:
  secondary.export.total: { class: 3, name: 1-20:2.8.0.255, attribute: 2, as: u32, scaler: 2 }
  primary.export.total: { class: 3, name: 1-0:2.8.0.255, attribute: 2, as: u32, scaler: -3 }
`;
    const scaled = parseObjectMap(text, 'scaled.yaml');
    expect(scaled.named('secondary.export.total').valueOf([{ type: 'double-long-unsigned', value: 17 }])).toBe(1700);
    expect(scaled.named('primary.export.total').valueOf([{ type: 'double-long-unsigned', value: 1234 }])).toBe(1.234);
  });

  it('sends a method to the object that its argument names, and finds the call again', () => {
    const opens = map.named('load.switch').invocations('open', 'secondary');
    const method = { classId: 70, instanceId: '0-20:96.3.10.255', methodId: 1 };
    expect(opens).toMatchObject([{ action: method }]);
    expect(map.callsOf(method)).toMatchObject([{ object: { name: 'load.switch' }, method: 'open', argument: 'secondary' }]);
    const [change] = map.named('tenancy').invocations('change', 'a tenant') as [{ set: never; value: Data }];
    expect(map.callsBySetting(change.set, change.value)).toMatchObject([
      { object: { name: 'tenancy' }, method: 'change', argument: 'a tenant' },
    ]);
  });

  it('says by name what it does not place', () => {
    const empty = parseObjectMap('schema: smets2-object-map/1\ntitle: nothing\nobjects: {}\n', 'empty.yaml');
    expect(() => empty.named('secondary.export.total')).toThrow(/places no object secondary.export.total/);
    expect(() => map.named('clock').invocations('reset', undefined)).toThrow(EncodeError);
  });

  it('repeats what a meter abbreviates, and keeps a field that a row lacks', () => {
    const { shape } = map.named('primary.export.profile').places[0]!;
    const row = (end: number, activeWh: number, reactive: Data): Data => ({
      type: 'structure',
      value: [dateTimeData(end), { type: 'double-long-unsigned', value: activeWh }, reactive],
    });
    const abbreviated: Data = {
      type: 'array',
      value: [row(0, 5, { type: 'double-long-unsigned', value: 7 }), row(1_800_000, 6, { type: 'null-data', value: null })],
    };
    expect(shape.toValue(abbreviated)).toEqual([
      { end: 0, activeWh: 5, reactiveVarh: 7 },
      { end: 1_800_000, activeWh: 6, reactiveVarh: 7 },
    ]);
    const flagged = [{ end: 0, activeWh: 0, reactiveVarh: 0, flagged: true }];
    expect(shape.toValue(overTheWire(shape.toData(flagged))!)).toEqual(flagged);
  });

  it('carries a row that has members more or fewer than the map describes, for a faulty meter may have one', () => {
    const { shape } = map.named('daily.export').places[0]!;
    const carried = (row: { [field: string]: Value }) => shape.toValue(overTheWire(shape.toData([row]))!);
    expect(carried({ at: 0, wh: 5, secondaryWh: 7, note: 'x' })).toEqual([
      { at: 0, wh: 5, 'member 3': 7, 'member 4': { octets: `0903${Buffer.from('"x"').toString('hex')}` } },
    ]);
    expect(carried({ at: 0 })).toEqual([{ at: 0 }]);
    const shared = map.named('primary.export.profile').places[0]!.shape;
    const moved = shared.toData([{ end: 0, activeWh: 5, secondaryWh: 7 }]);
    expect(shared.toValue(overTheWire(moved)!)).toEqual([{ end: 0, activeWh: 5, reactiveVarh: 7 }]);
    expect(() => shape.toValue({ type: 'array', value: [{ type: 'structure', value: [] }] })).toThrow(DecodeError);
  });

  it('carries a number with decimals, for a faulty meter may show one', () => {
    const object = map.named('secondary.export.total');
    expect(object.valueOf(object.dataOf(12.345).map(overTheWire))).toBe(12.345);
    expect(object.valueOf([{ type: 'float32', value: 0.5 }])).toBe(0.5);
    expect(() => object.valueOf([{ type: 'float64', value: Number.NaN }])).toThrow(DecodeError);
  });

  it('refuses a file with line, column and what was expected there', () => {
    const refusal = (text: string) => {
      try {
        parseObjectMap(`schema: smets2-object-map/1\ntitle: mine\nobjects:\n${text}`, 'mine.yaml');
      } catch (error) {
        if (error instanceof UsageError) return error.message;
        throw error;
      }
      return 'taken';
    };
    expect(refusal('  clok: { class: 8, name: 0-0:1.0.0.255, attribute: 2, as: clock }')).toMatch(
      /^mine.yaml:4:3: objects.clok: expected the name of an object; did you mean "clock"\?$/,
    );
    expect(refusal('  clock: { class: 8, name: 1.0.0, attribute: 2, as: clock }')).toMatch(
      /^mine.yaml:4:28: objects.clock.name: expected a logical name like 1-20:2.8.0.255/,
    );
    expect(refusal('  clock: { class: 8, attribute: 2, as: clock }')).toMatch(/^mine.yaml:4:10: objects.clock: name is missing$/);
    expect(refusal('  tenancy: { class: 1, name: 0-0:1.1.1.1, attribute: 2, as: code }')).toMatch(
      /codes is missing; code needs it/,
    );
    expect(refusal('  clock: { class: 8, name: 0-0:1.0.0.255, attribute: 2, as: clok }')).toMatch(/did you mean "clock"/);
  });

  it.each<[string, string, RegExp]>([
    [
      'two objects in one attribute',
      '  import.mpan: { class: 1, name: 0-0:1.1.1.1, attribute: 2, as: octets }\n  primary.export.mpan: { class: 1, name: 0-0:1.1.1.1, attribute: 2, as: octets }',
      /^mine.yaml:5:24: objects\["primary.export.mpan"\]: stands where import.mpan stands; give each a place of its own$/,
    ],
    [
      'two objects in one member',
      '  import.mpan: { class: 1, name: 0-0:1.1.1.1, attribute: 2, at: 1, as: octets }\n  primary.export.mpan: { class: 1, name: 0-0:1.1.1.1, attribute: 2, at: 1, as: octets }',
      /^mine.yaml:5:24: .*stands where import.mpan stands/,
    ],
    [
      'a value where the unit of another stands',
      '  primary.import.total: { class: 1, name: 0-0:1.1.1.1, attribute: 2, at: 0, as: u32, unit: 30, unitAt: 1 }\n  primary.export.total: { class: 1, name: 0-0:1.1.1.1, attribute: 2, at: 1, as: u32 }',
      /^mine.yaml:5:25: .*stands where primary.import.total stands/,
    ],
    [
      'a member of what another reads whole',
      '  import.mpan: { class: 1, name: 0-0:1.1.1.1, attribute: 2, as: octets }\n  primary.export.mpan: { class: 1, name: 0-0:1.1.1.1, attribute: 2, at: 1, as: octets }',
      /^mine.yaml:5:24: .*stands where import.mpan stands/,
    ],
    [
      'a rate twice',
      '  secondary.export.rates: { class: 3, list: [{ name: 1-20:2.8.1.255, attribute: 2, as: u32 }, { name: 1-20:2.8.1.255, attribute: 2, as: u32 }] }',
      /^mine.yaml:4:95: .*list\[1\]: stands where secondary.export.rates stands/,
    ],
    [
      'an object where one of the base stands, and points at its own',
      'base: default\nobjects:\n  secondary.export.total: { class: 3, name: 1-0:2.8.0.255, attribute: 2, as: u32 }',
      /^mine.yaml:5:27: .*stands where primary.export.total of the base map default stands/,
    ],
    [
      'an object twice',
      '  clock: { class: 8, name: 0-0:1.0.0.255, attribute: 2, as: clock }\n  clock: { class: 8, name: 0-0:1.0.0.254, attribute: 2, as: clock }',
      /^mine.yaml:5:3: this key stands twice in one mapping; keep one$/,
    ],
    [
      'a code twice',
      '  variant: { class: 1, name: 0-0:96.1.9.255, attribute: 2, as: code, codes: { A: 1, B: 1 } }',
      /^mine.yaml:4:77: .*codes: two names have one code; keep one/,
    ],
    [
      'a column twice',
      '  daily.export: { class: 7, name: 0-0:98.1.10.255, attribute: 2, as: rows, columns: [{ field: at, as: date-time, captures: { class: 8, name: 0-0:1.0.0.255 } }, { field: at, as: u32, captures: { class: 3, name: 1-0:2.8.0.255 } }] }',
      /^mine.yaml:4:\d+: .*columns\[1\]\.field: a column before is at already/,
    ],
  ])('refuses %s, and says where', (_, objects, says) => {
    const text = objects.startsWith('base') ? objects : `objects:\n${objects}`;
    expect(() => parseObjectMap(`schema: smets2-object-map/1\ntitle: mine\n${text}`, 'mine.yaml')).toThrow(
      expect.objectContaining({ message: expect.stringMatching(says) }),
    );
  });
});
