import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { MeterStimulus, Rig } from '../../adapters/ports';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import { OBJECTS } from '../../declaration/objects';
import { EMPTY_TABLE, type SwitchingTable } from '../../declaration/switching-table';
import { TimeoutError } from '../../trace/errors';
import { readTrace } from '../../trace/read-trace';
import type { ObjectName, Scenario, Stimulus, Value } from '../../trace/vocabulary';
import { legalTable } from '../scenarios/generated/table-grammar';
import { conductRun, type RunSettings } from './conduct-run';
import { scenario } from './conducted.fixture';
import { INTERVENTION_NAMES, type Intervention, interventionOf, touchedBy } from './interventions';
import { inputsOn, type KeptMeter, keptMeter } from './kept-meter.fixture';
import { planRun } from './plan';
import { left, lost, type RestoreFile, readRestoreFile } from './restore-file';
import type { RunDirectory } from './run-directory';

const MPAN = 'secondary.export.mpan';
const PASSIVE = 'secondary.export.table.passive';
const ACTIVE = 'secondary.export.table.active';
const ACTIVATION = 'secondary.export.table.activation';
const octets = (text: string) => ({ octets: Buffer.from(text).toString('hex') });
const OURS = octets('1030006718997');
const ANOTHER = octets('1012345678902');
const oneRate = (rate: number): SwitchingTable => ({
  seasons: [{ name: 's', start: '*-01-01', week: 'w' }],
  weeks: [{ name: 'w', days: [1, 1, 1, 1, 1, 1, 1] }],
  days: [{ id: 1, actions: [{ at: '00:00:00', rate }] }],
  specialDays: [],
});
const asValue = (table: SwitchingTable) => table as unknown as Value;
const write = (object: ObjectName, value: Value): Stimulus => ({ do: 'write', object, value });
const scripts = (...all: Stimulus[][]): Scenario[] =>
  all.map((steps, i) => scenario(steps, { name: `script-${i + 1}`, start: 'any', observe: [MPAN] }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'custody-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ran {
  run: RunDirectory;
  file: RestoreFile | undefined;
}

/** Plays scenarios on the meter, everything allowed unless told. */
async function ran(
  meter: KeptMeter,
  scenarios: Scenario[],
  settings: Partial<RunSettings> = {},
  allowed: readonly Intervention[] = INTERVENTION_NAMES,
): Promise<Ran> {
  const inputs = inputsOn(meter, { scenarios, allowed });
  const signal = new AbortController().signal;
  const run = await conductRun(planRun(inputs), { folder, meter: exampleMeter(), maker: meter.maker, signal, ...settings });
  return { run, file: readRestoreFile(run.path) };
}

const meterWithMpan = async (wrap?: (rig: Rig) => Rig) => {
  const meter = await keptMeter(wrap);
  expect(meter.ask({ do: 'write', object: MPAN, value: OURS })).toEqual({ value: null });
  return meter;
};
const states = (file: RestoreFile | undefined) =>
  Object.fromEntries((file?.values ?? []).map(({ object, state }) => [object, state]));

describe('a meter that is somebody’s, after a run', () => {
  it('holds what it held, and the run says of each value what became of it', async () => {
    const meter = await meterWithMpan();
    meter.ask({ do: 'write', object: PASSIVE, value: asValue(oneRate(2)) });
    meter.ask({ do: 'write', object: ACTIVATION, value: 'immediate' });
    meter.ask({ do: 'write', object: PASSIVE, value: asValue(oneRate(3)) });
    const touched = [MPAN, ACTIVE, PASSIVE, ACTIVATION, 'load.switch', 'load.limit', 'tenancy'];
    const before = touched.map(meter.read);
    const { file } = await ran(
      meter,
      scripts(
        [write(MPAN, ANOTHER), write('load.limit', { thresholdW: 1234 })],
        [write(PASSIVE, asValue(oneRate(4))), write(ACTIVATION, 'immediate'), write(PASSIVE, asValue(EMPTY_TABLE))],
        [
          { do: 'invoke', object: 'load.switch', method: 'open', argument: 'secondary' },
          { do: 'invoke', object: 'tenancy', method: 'change', argument: 'somebody else' },
        ],
      ),
    );
    expect(touched.map(meter.read)).toEqual(before);
    // Each scenario found the meter as it was: at the end nothing is left to be done.
    expect(new Set(Object.values(states(file)))).toEqual(new Set(['unchanged']));
    expect(Object.keys(states(file)).sort()).toEqual([...touched].sort());
  });

  it('holds what it held whatever was done to it', async () => {
    const table = legalTable(Date.parse('2026-03-02T00:00:00Z')).map(asValue);
    const step: fc.Arbitrary<Stimulus> = fc.oneof(
      fc.constantFrom(OURS, ANOTHER, octets('short')).map((value) => write(MPAN, value)),
      table.map((value) => write(PASSIVE, value)),
      fc
        .constantFrom<Value>('immediate', 'never', Date.parse('2026-03-02T01:00:00Z'), Date.parse('2029-01-01T00:00:00Z'))
        .map((value) => write(ACTIVATION, value)),
      fc
        .tuple(fc.constantFrom('open', 'close'), fc.constantFrom('primary', 'secondary'))
        .map(([method, argument]): Stimulus => ({ do: 'invoke', object: 'load.switch', method, argument })),
      fc.integer({ min: 0, max: 20_000 }).map((thresholdW) => write('load.limit', { thresholdW })),
      fc.constantFrom('credit', 'prepayment').map((mode) => write('prepayment.balance', { mode, milliPence: 70 })),
      fc.integer({ min: -90_000, max: 90_000_000 }).map((after): Stimulus => ({ do: 'setClock', to: { after } })),
      fc.boolean().map((on): Stimulus => ({ do: 'supply', on })),
      fc.integer({ min: 1, max: 4_000_000 }).map((after): Stimulus => ({ do: 'wait', until: { after } })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const meter = await meterWithMpan();
        meter.ask({ do: 'write', object: PASSIVE, value: asValue(oneRate(2)) });
        meter.ask({ do: 'write', object: ACTIVATION, value: 'immediate' });
        const touched = [...new Set(steps.flatMap(touchedBy))].filter((name) => name !== 'clock');
        const before = touched.map(meter.read);
        const { file } = await ran(meter, scripts(steps));
        expect(touched.map(meter.read)).toEqual(before);
        expect([...left(file ?? NOTHING), ...lost(file ?? NOTHING)]).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('has its clock put right by the time that has passed', async () => {
    const meter = await meterWithMpan();
    const { file } = await ran(meter, scripts([{ do: 'setClock', to: { after: 86_400_000 } }]));
    const rig = await meter.maker.make({ name: 'now', start: 'any' });
    const { meterMs } = meter.read('clock') as { meterMs: number };
    expect(Math.abs(meterMs - rig.bench.now())).toBeLessThanOrEqual(2000);
    expect(states(file)).toEqual({ clock: 'unchanged' });
  });

  it.each([
    [-2001, 0],
    [-2000, -2000],
    [2000, 2000],
    [2001, 0],
  ])('has its clock put right where it stands %d ms off, more than a wire makes of it', async (after, leftMs) => {
    const meter = await meterWithMpan();
    await ran(meter, scripts([{ do: 'setClock', to: { after } }]));
    const rig = await meter.maker.make({ name: 'now', start: 'any' });
    expect((meter.read('clock') as { meterMs: number }).meterMs - rig.bench.now()).toBe(leftMs);
  });

  it('has in force what it would have by now where a saved date has passed', async () => {
    const meter = await meterWithMpan();
    const dueMs = (meter.read('clock') as { meterMs: number }).meterMs + 3_600_000;
    meter.ask({ do: 'write', object: PASSIVE, value: asValue(oneRate(3)) });
    meter.ask({ do: 'write', object: ACTIVATION, value: dueMs });
    const { file } = await ran(meter, scripts([write(ACTIVATION, 'never'), { do: 'wait', until: { after: 7_200_000 } }]));
    expect([ACTIVE, PASSIVE, ACTIVATION].map(meter.read)).toEqual([oneRate(3), oneRate(3), 'never']);
    expect(states(file)[ACTIVATION]).toBe('overtaken');
  });

  it('says what the meter does not take back, and does not leave it for later', async () => {
    const meter = await keptMeter();
    const { file } = await ran(meter, scripts([write(MPAN, OURS)]));
    expect(file!.values).toEqual([
      {
        object: MPAN,
        value: { octets: '' },
        state: 'refused',
        holds: OURS,
        because: 'the meter answered type-unmatched',
      },
    ]);
    expect(left(file!)).toEqual([]);
  });
});

const NOTHING: RestoreFile = {
  schema: 'smets2-restore/1',
  meter: { manufacturer: '', model: '', serial: '' },
  savedAt: '',
  values: [],
};

/** The rig, told of everything before it is asked. */
const watched =
  (told: (stimulus: MeterStimulus) => void) =>
  (rig: Rig): Rig => ({
    name: rig.name,
    bench: rig.bench,
    meter: {
      ...rig.meter,
      perform: (stimulus, signal, tap) => {
        told(stimulus);
        return rig.meter.perform(stimulus, signal, tap);
      },
    },
  });

async function expectRest({ maker }: KeptMeter) {
  const { bench } = await maker.make({ name: 'after', start: 'any' });
  const [after] = await bench.perform({ do: 'wait', untilMs: bench.now() + 1000 }, new AbortController().signal);
  expect(after.energy).toEqual({ primary: {}, secondary: {} });
}

describe('a run on a meter that is somebody’s', () => {
  it('has saved what it will change before it changes anything', async () => {
    let saved: RestoreFile | undefined;
    const meter = await meterWithMpan(
      watched((stimulus) => {
        if (stimulus.do === 'write' && stimulus.value !== OURS) saved ??= readRestoreFile(join(folder, readdirSync(folder)[0]!));
      }),
    );
    await ran(meter, scripts([write(MPAN, ANOTHER)]));
    expect(saved?.values).toEqual([{ object: MPAN, value: OURS, state: 'saved' }]);
  });

  it('puts back what it changed when it is stopped, and brings the bench to rest', async () => {
    const stop = new AbortController();
    const wait: Stimulus = { do: 'wait', until: { after: 1000 } };
    const meter = await meterWithMpan(
      watched((stimulus) => {
        if (stimulus.do === 'write' && stimulus.object === 'load.limit') stop.abort();
      }),
    );
    const flow: Stimulus = { do: 'flow', elements: { secondary: { activeMw: -1_000_000 } } };
    const steps = [write(MPAN, ANOTHER), flow, write('load.limit', { thresholdW: 1 }), wait];
    const { file, run } = await ran(meter, scripts(steps), { signal: stop.signal });
    expect(run.manifest?.outcome).toBe('stopped');
    expect(meter.read(MPAN)).toEqual(OURS);
    expect(states(file)).toEqual({ [MPAN]: 'restored', 'load.limit': 'unchanged' });
    await expectRest(meter);
  });

  it('brings the bench to rest after a scenario that trouble has ended', async () => {
    const meter = await meterWithMpan();
    const flow: Stimulus = { do: 'flow', elements: { secondary: { activeMw: -1_000_000 } } };
    // No activation is waiting.
    const { run } = await ran(meter, scripts([write(MPAN, ANOTHER), flow, { do: 'wait', until: { next: 'activation' } }]));
    expect(run.manifest?.outcome).toBe('finished');
    await expectRest(meter);
  });

  it('puts back what it changed when something of ours breaks', async () => {
    const meter = await meterWithMpan();
    const broken = ran(meter, scripts([write(MPAN, ANOTHER)]), {
      progress: {
        ended: ({ name }) => {
          if (name === 'script-1') throw new RangeError('the disk is full');
        },
      },
    });
    await expect(broken).rejects.toThrow('the disk is full');
    expect(meter.read(MPAN)).toEqual(OURS);
  });

  it('ends in time before a meter that never answers again, with the rest for later', async () => {
    let deaf = false;
    const deafened = (rig: Rig): Rig => ({
      name: rig.name,
      bench: rig.bench,
      meter: {
        ...rig.meter,
        perform: async (stimulus, signal, tap) => {
          const reply = await rig.meter.perform(stimulus, signal, tap);
          if (stimulus.do === 'write') deaf = true;
          if (deaf && stimulus.do === 'read')
            await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
          return reply;
        },
      },
    });
    const stop = new AbortController();
    const meter = await meterWithMpan(deafened);
    deaf = false;
    const steps: Stimulus[] = [write(MPAN, ANOTHER), { do: 'read', object: MPAN }];
    const progress: RunSettings['progress'] = {
      recorded: (record) => {
        if (deaf && record.kind === 'stimulus') setImmediate(() => stop.abort());
      },
    };
    const { file } = await ran(meter, scripts(steps), { signal: stop.signal, progress, restoreWithinMs: 50 });
    expect(left(file!)).toEqual([{ object: MPAN, value: OURS, state: 'unreached', because: 'there was no time left' }]);
  });

  it('plays nothing that was not allowed, and says what would', async () => {
    const meter = await meterWithMpan();
    const planned = planRun(
      inputsOn(meter, {
        scenarios: scripts([write(MPAN, ANOTHER), { do: 'supply', on: false }], [write(MPAN, OURS)]),
        allowed: ['write'],
      }),
    );
    expect(planned.plan.scenarios.map(({ cannotRun }) => cannotRun)).toEqual([
      undefined,
      'it does to the meter what was not allowed: supply (1); --allow supply plays it',
      undefined,
    ]);
    expect(planned.plan.allowed).toEqual(['write']);
  });

  it('leaves no file where nothing is changed, nor on a meter made for each scenario', async () => {
    const meter = await meterWithMpan();
    const reads = await ran(meter, scripts([{ do: 'read', object: MPAN }]));
    const fresh = await ran({ ...meter, maker: { ...meter.maker, fresh: true } }, scripts([write(MPAN, ANOTHER)]));
    expect([reads.file, fresh.file]).toEqual([undefined, undefined]);
    expect(fresh.run.plan.allowed).toBeUndefined();
    expect(existsSync(fresh.run.file('restore.json'))).toBe(false);
  });

  it('does not play what it could not put back, for the value could not be read', async () => {
    let silent = true;
    const meter = await meterWithMpan((rig) => ({
      name: rig.name,
      bench: rig.bench,
      meter: {
        ...rig.meter,
        perform: (stimulus, signal, tap) => {
          if (silent && stimulus.do === 'read' && stimulus.object === MPAN) throw new TimeoutError('/dev/probe', 'answer', 3000);
          return rig.meter.perform(stimulus, signal, tap);
        },
      },
    }));
    const { run } = await ran(meter, scripts([write(MPAN, ANOTHER)]), {
      progress: { ended: () => (silent = false) },
    });
    const { records } = readTrace(run.file('traces/script-1.ndjson'), run.planHash);
    expect(records.map(({ kind }) => kind)).toEqual(['opened', 'trouble', 'closed']);
    expect(records[1]).toMatchObject({ whose: 'link', code: 'not-saved' });
    expect(meter.read(MPAN)).toEqual(OURS);
  });
});

describe('an intervention', () => {
  it.each<[Intervention | undefined, Stimulus]>([
    [undefined, { do: 'flow', elements: {} }],
    [undefined, { do: 'read', object: MPAN }],
    [undefined, { do: 'supply', on: true }],
    ['supply', { do: 'supply', on: false }],
    ['clock', { do: 'setClock', to: { after: 0 } }],
    ['write', write(MPAN, OURS)],
    ['write', write(PASSIVE, 'nonsense')],
    ['write', write('x-object-of-a-maker', 1)],
    ['activate', write(ACTIVATION, 'never')],
    ['activate', write('firmware.image', 'dp184')],
    ['activate', { do: 'invoke', object: 'firmware', method: 'activate' }],
    ['reset', write('secondary.export.total', 0)],
    ['reset', { do: 'invoke', object: 'import.maxDemand', method: 'reset' }],
    ['reset', { do: 'invoke', object: 'secondary.export.profile', method: 'capture' }],
    ['switch', { do: 'invoke', object: 'load.switch', method: 'open' }],
    ['life-cycle', { do: 'invoke', object: 'tenancy', method: 'change', argument: 'another' }],
  ])('is of class %s: %j', (name, step) => expect(interventionOf(step)).toBe(name));

  it('of any object that the suite can name is of some class', () => {
    for (const { name } of OBJECTS)
      for (const step of [write(name, null), { do: 'invoke', object: name, method: 'any' } as const])
        expect(INTERVENTION_NAMES).toContain(interventionOf(step));
  });
});
