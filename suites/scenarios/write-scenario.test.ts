import fc from 'fast-check';
import { OBJECTS } from '../../declaration/objects';
import {
  ASSOCIATIONS,
  BOUNDARIES,
  type LifeStep,
  type Scenario,
  type Stimulus,
  type Value,
  type When,
} from '../../trace/vocabulary';
import { parseScenario } from './scenario-file';
import { INVOKABLE } from './scenario-schema';
import { writeScenario } from './write-scenario';

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** As the types ask: what is undefined is left out. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)) as T;

const name = fc.constantFrom(...OBJECTS.map((object) => object.name), ...INVOKABLE, 'x-maker.object_1');
const observed = fc.constantFrom(...OBJECTS.map((object) => object.name), 'x-own');
const register = fc.constantFrom('secondary.export.total', 'primary.import.total', 'x-own.register');
const presetWh = fc.integer({ min: -0xffff_ffff, max: 0xffff_ffff });
const instant = fc.integer({ min: 0, max: Date.parse('9999-12-31T23:59:59.999Z') });
const duration = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map((minutes) => minutes * 60_000),
  fc.integer({ min: 0, max: 36_525 * 86_400_000 }),
);
const shift = fc.oneof(
  duration,
  duration.map((ms) => 0 - ms),
);
const power = fc.oneof(
  fc.integer({ min: -23_000, max: 23_000 }).map((watts) => watts * 1000),
  fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
);
const when = (after: fc.Arbitrary<number>): fc.Arbitrary<When> =>
  fc.oneof(
    fc.record({ at: instant }),
    fc.record({ after }),
    fc.record({ next: fc.constantFrom(...BOUNDARIES), plus: optional(shift) }).map(given) as fc.Arbitrary<When>,
  );
const flow = fc.record({ activeMw: power, reactiveMvar: optional(power) }).map(given);
const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text));
const text = fc.string({ unit: 'binary' });
const hex = fc.uint8Array({ maxLength: 20 }).map((octets) => Buffer.from(octets).toString('hex'));
const octets = fc.oneof(
  hex,
  hex.map((digits) => digits.toUpperCase()),
  text.map((readable) => Buffer.from(readable).toString('hex')),
  fc.constant('31303330303036373138393937'),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    text,
    octets.map((digits) => ({ octets: digits })),
    fc.record({ text }),
    fc.record({ literal: tie('value') }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constantFrom('true', 'no', '<<', 'null', 'a.b', '1', '-', 'text', 'octets')), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));

const association = fc.constantFrom(...ASSOCIATIONS);
const stimulus = fc
  .oneof(
    fc.record({
      do: fc.constant('flow'),
      elements: fc.record({ primary: optional(flow), secondary: optional(flow) }).map(given),
      until: optional(when(duration)),
    }),
    fc.record({ do: fc.constant('supply'), on: fc.boolean() }),
    fc.record({ do: fc.constant('wait'), until: when(duration) }),
    fc.record({ do: fc.constant('setClock'), to: when(shift) }),
    fc.record({ do: fc.constant('write'), object: name, value, raw: optional(octets), as: optional(association) }),
    fc.record({
      do: fc.constant('invoke'),
      object: name,
      method: fc.oneof(line, fc.constantFrom('open', 'null', '1')),
      argument: optional(value),
      as: optional(association),
    }),
    fc.record({
      do: fc.constant('read'),
      object: name,
      range: optional(fc.record({ fromMs: optional(instant), toMs: optional(instant) }).map(given)),
      until: optional(when(duration)),
      as: optional(association),
    }),
  )
  .map((step) => given(step) as Stimulus);

const after = fc.integer({ min: 0, max: 100 * 86_400_000 }).map((ms) => ({ after: ms }));
const lifeStep = fc
  .oneof(
    fc.record({
      do: fc.constant('flow'),
      elements: fc.record({ primary: optional(flow), secondary: optional(flow) }).map(given),
      until: optional(after),
    }),
    fc.record({ do: fc.constant('supply'), on: fc.constant(true) }),
    fc.record({ do: fc.constant('wait'), until: after }),
  )
  .map((step) => given(step) as LifeStep);

const scenario = fc
  .record({
    name: fc.stringMatching(/^[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}$/),
    title: line,
    kind: fc.constantFrom('scripted', 'generated', 'loaded', 'frozen', 'discovery'),
    start: fc.oneof(fc.constant('any'), instant),
    preset: optional(
      fc
        .tuple(
          fc.dictionary(register, presetWh, { noNullPrototype: true }),
          optional(fc.tuple(presetWh, presetWh, presetWh, presetWh)),
        )
        .map(([registers, rates]) => ({ ...registers, ...(rates && { 'secondary.export.rates': rates }) })),
    ),
    before: optional(fc.array(lifeStep, { minLength: 1, maxLength: 6 })),
    firmware: optional(fc.constant('today' as const)),
    onlyIf: optional(
      fc
        .record({
          registerModulusWh: optional(fc.constantFrom(4_294_967_296, 100_000_000)),
          exportMpanLayout: optional(fc.constantFrom('own-object', 'combined-26')),
          displaySecondaryExport: optional(fc.constant('no')),
          startUpMs: optional(fc.integer({ min: 0, max: 5000 })),
        })
        .map(given),
    ),
    observe: fc.oneof(fc.constant('everything'), fc.array(observed, { maxLength: 3 })),
    steps: fc.array(stimulus, { maxLength: 12 }),
    origin: optional(fc.record({ family: line, seed: fc.integer(), path: text, sizeBefore: fc.nat() })),
  })
  .map((fields) => given(fields) as Scenario);

describe('a written scenario', () => {
  it('is read back as the same scenario', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        expect(parseScenario(writeScenario(one), 'written.yaml')).toEqual(one);
      }),
      { numRuns: 1000, seed: 184 },
    );
  });

  it('is written as a person would write it', () => {
    const one: Scenario = {
      name: 'shrunk-1',
      title: 'The "smallest" case',
      kind: 'frozen',
      start: Date.UTC(2026, 5, 21),
      preset: { 'secondary.export.total': 4294967290 },
      firmware: 'today',
      observe: ['secondary.export.total', 'secondary.export.rates'],
      steps: [
        {
          do: 'flow',
          elements: { primary: { activeMw: 300_000 }, secondary: { activeMw: -2_400_000 } },
          until: { after: 1_800_000 },
        },
        {
          do: 'flow',
          elements: { secondary: { activeMw: 4600, reactiveMvar: -1_200_000 } },
          until: { next: 'halfHour', plus: -1000 },
        },
        { do: 'flow', elements: { secondary: { activeMw: 0 } } },
        { do: 'wait', until: { after: 90_000 } },
        { do: 'setClock', to: { after: -3_600_000 } },
        { do: 'setClock', to: { at: Date.UTC(2026, 5, 21, 5, 30, 0, 250) } },
        { do: 'supply', on: false },
        { do: 'read', object: 'secondary.export.profile', range: { toMs: Date.UTC(2026, 5, 22) } },
        { do: 'write', object: 'secondary.export.mpan', value: { octets: '31303330303036373138393937' } },
        { do: 'write', object: 'x-raw', value: { octets: 'ff00' }, raw: '0902ff00' },
        { do: 'invoke', object: 'load.switch', method: 'open' },
      ],
      origin: { family: 'household', seed: 7, path: '3:1', sizeBefore: 41 },
    };
    expect(writeScenario(one)).toBe(`schema: smets2-scenario/1
name: shrunk-1
title: "The \\"smallest\\" case"
kind: frozen
origin: { family: "household", seed: 7, path: "3:1", sizeBefore: 41 }
start: 2026-06-21T00:00:00Z
preset: { secondary.export.total: 4294967290 }
firmware: today
observe: [secondary.export.total, secondary.export.rates]
steps:
  - flow: { primary: 300 W, secondary: -2.4 kW }
    for: 30 min
  - flow: { secondary: { active: 4600 mW, reactive: -1.2 kvar } }
    until: { next: halfHour, plus: -1 s }
  - flow: { secondary: 0 W }
  - wait: 90 s
  - setClock: { after: -1 h }
  - setClock: 2026-06-21T05:30:00.250Z
  - supply: off
  - read: secondary.export.profile
    range: { to: 2026-06-22T00:00:00Z }
  - write: secondary.export.mpan
    value: { text: "1030006718997" }
  - write: x-raw
    value: { octets: "ff00" }
    raw: "0902ff00"
  - invoke: load.switch
    method: open
`);
  });

  it('of 5,000 steps is read back whole', () => {
    const start = Date.UTC(2026, 0, 1);
    const steps: Stimulus[] = Array.from({ length: 5_000 }, (_, index) => ({
      do: 'flow',
      elements: { secondary: { activeMw: -3_600_000 - index } },
      until: { at: start + index * 1000 },
    }));
    const one: Scenario = { name: 'load', title: 'Load', kind: 'loaded', start, observe: [], steps };
    expect(parseScenario(writeScenario(one), 'load.yaml')).toEqual(one);
  });
});
