import type { Rig } from '../../adapters/ports';
import { inLaboratory } from '../../adapters/reference/laboratory';
import { ANY_START_MS } from '../../adapters/reference/reference-rig';
import { PortError } from '../../trace/errors';
import { MemoryTrace } from '../../trace/sink';
import type { RecordOf, Stimulus, TraceRecord } from '../../trace/vocabulary';
import { referenceStage } from '../reference-plays.fixture';
import { generatedScenarios } from '../scenarios/generated';
import { scriptedScenarios } from '../scenarios/scripted';
import { conducted, MINUTE, ofSteps, START, scenario, wait } from './conducted.fixture';
import { DISCOVERY, discover, EVERY_OBJECT, play } from './play';

const at = (iso: string) => Date.parse(iso);

const rest: Stimulus = { do: 'flow', elements: { primary: { activeMw: 0 }, secondary: { activeMw: 0 } } };

describe('a trace', () => {
  it.each(scriptedScenarios().map((one) => [one.name, one] as const))(
    'writes each intent before what comes of it, and numbers every record: %s',
    async (_, one) => {
      const { records, outcome } = await conducted(one);
      expect(outcome).toBe('played');
      expect(records.map(({ seq }) => seq)).toEqual(records.map((_, i) => i + 1));
      expect([records[0]!.kind, records.at(-1)]).toMatchObject(['opened', { kind: 'closed', outcome: 'played' }]);
      const intents = new Set<number>();
      for (const record of records) {
        if (record.kind === 'stimulus') intents.add(record.seq);
        if ('of' in record) expect(intents).toContain(record.of);
      }
      const resolved = records.filter((record) => record.kind === 'stimulus' && ['flow', 'wait'].includes(record.stimulus.do));
      for (const record of resolved) expect(records[record.seq]?.kind).toBe('effect');
    },
  );

  it('is octet for octet the same where the same scenario is played again', async () => {
    for (const one of [...scriptedScenarios(), ...generatedScenarios(referenceStage().meter, 184, 10)]) {
      const [first, second] = [await conducted(one), await conducted(one)];
      expect(JSON.stringify(second.records)).toBe(JSON.stringify(first.records));
    }
  });

  it('says what is played, on what, and where it begins', async () => {
    const { records } = await conducted(scenario([], { preset: { 'secondary.export.total': 7 } }));
    expect(records[0]).toMatchObject({
      kind: 'opened',
      atMs: START,
      schema: 'smets2-trace/1',
      scenario: { name: 'some', title: 'Some scenario', kind: 'scripted', start: START, preset: { 'secondary.export.total': 7 } },
      scenarioHash: 'hash',
      rig: 'reference meter',
      time: 'virtual',
    });
  });

  it('gives bench time without a gap: each effect begins where the last one ended', async () => {
    for (const one of scriptedScenarios()) {
      const effects = (await conducted(one)).of('effect');
      for (const [i, { when }] of effects.entries()) expect(when.fromMs).toBe(effects[i - 1]?.when.toMs ?? when.fromMs);
    }
  });
});

describe('a long read', () => {
  const profile = 'secondary.export.profile';

  it('lets the bench go on until its end, and its answer comes after that', async () => {
    const { of } = await conducted(
      scenario([
        { do: 'flow', elements: { secondary: { activeMw: -3_600_000 } } },
        { do: 'read', object: profile, until: { after: 60 * MINUTE } },
      ]),
    );
    const [read] = ofSteps(of('stimulus')).filter(({ stimulus }) => stimulus.do === 'read');
    const [effect] = of('effect').filter((one) => one.of === read!.seq);
    const [answer] = of('observation').filter((one) => one.of === read!.seq);
    const window = { fromMs: START, toMs: START + 60 * MINUTE };
    expect([read!.untilMs, effect!.when, answer!.when]).toEqual([window.toMs, window, window]);
    expect(effect!.seq).toBeLessThan(answer!.seq);
    expect(effect!.energy).toEqual({ primary: {}, secondary: { export: Array(2).fill(String(3_600_000n * 3_600_000n)) } });
    const { answer: rows } = answer as { answer: { value: unknown[] } };
    expect(rows.value).toHaveLength(2);
  });

  it('that the link cuts is trouble, and the bench has gone on', async () => {
    const cut = (rig: Rig): Rig => ({
      ...rig,
      meter: {
        ...rig.meter,
        perform: (stimulus, ...rest) =>
          stimulus.do === 'read' && stimulus.untilMs !== undefined
            ? Promise.reject(new PortError('link', 'no-answer', 'cut'))
            : rig.meter.perform(stimulus, ...rest),
      },
    });
    const { of, outcome } = await conducted(scenario([{ do: 'read', object: profile, until: { after: MINUTE } }]), { wrap: cut });
    const [read] = ofSteps(of('stimulus'));
    expect(outcome).toBe('played');
    expect(of('trouble')).toMatchObject([{ of: read!.seq, whose: 'link', code: 'no-answer' }]);
    expect(of('effect').filter((one) => one.of === read!.seq)).toHaveLength(1);
  });
});

describe('an anchor that is played', () => {
  const ends = (records: RecordOf<'stimulus'>[]) => ofSteps(records).flatMap(({ untilMs }) => (untilMs ? [untilMs] : []));

  it('is a boundary of meter time: on a clock that is 9 s fast the bench stops 9 s earlier', async () => {
    const steps: Stimulus[] = [
      { do: 'wait', until: { next: 'halfHour' } },
      { do: 'flow', elements: { secondary: { activeMw: -1000 } }, until: { next: 'midnight', plus: 1000 } },
      { do: 'wait', until: { next: 'monthEnd', plus: -1000 } },
      { do: 'wait', until: { at: at('2026-04-01T12:00:00Z') } },
    ];
    const expected = ['2026-03-03T10:30:00Z', '2026-03-04T00:00:01Z', '2026-03-31T23:59:59Z', '2026-04-01T12:00:00Z'].map(at);
    expect(ends((await conducted(scenario(steps))).of('stimulus'))).toEqual(expected);
    const fast = await conducted(scenario(steps), { behaviour: { clockOffsetMs: 9000 } });
    expect(ends(fast.of('stimulus'))).toEqual(expected.map((ms) => ms - 9000));
  });

  it('follows a clock that was set', async () => {
    const { of } = await conducted(
      scenario([
        { do: 'setClock', to: { after: 15 * MINUTE } },
        { do: 'wait', until: { next: 'halfHour' } },
      ]),
    );
    const set = ofSteps(of('stimulus')).find(({ stimulus }) => stimulus.do === 'setClock');
    expect(set).toMatchObject({ meterMs: START + 15 * MINUTE });
    expect(ends(of('stimulus'))).toEqual([START + 8 * MINUTE]);
    expect(of('clock').map(({ meterMs, when }) => meterMs - when.toMs)).toEqual([0, 0, 15 * MINUTE, 15 * MINUTE]);
  });

  it('follows a clock that lost its time without supply', async () => {
    const { of } = await conducted(
      scenario([
        { do: 'supply', on: false },
        wait(40 * MINUTE),
        { do: 'supply', on: true },
        { do: 'wait', until: { next: 'halfHour' } },
      ]),
      { behaviour: { clockReserveMs: 10 * MINUTE } },
    );
    // 10:07 + 10 min of reserve = 10:17 when supply returns: 13 min to the half hour.
    expect(of('clock')[2]).toMatchObject({ meterMs: START + 10 * MINUTE, status: 'invalid' });
    expect(ends(of('stimulus')).at(-1)).toBe(START + 53 * MINUTE);
  });

  it('is a rate switch of the table that was activated', async () => {
    const table = {
      seasons: [{ name: 'all', start: '*-01-01', week: 'all' }],
      weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
      days: [
        {
          id: 1,
          actions: [
            { at: '00:00:00', rate: 1 },
            { at: '16:10:00', rate: 2 },
          ],
        },
      ],
      specialDays: [],
    };
    const { of, outcome } = await conducted(
      scenario([
        { do: 'write', object: 'secondary.export.table.passive', value: table },
        { do: 'write', object: 'secondary.export.table.activation', value: at('2026-03-03T12:00:00Z') },
        { do: 'wait', until: { next: 'activation' } },
        { do: 'wait', until: { next: 'rateSwitch' } },
      ]),
    );
    expect(outcome).toBe('played');
    expect(ends(of('stimulus'))).toEqual([at('2026-03-03T12:00:00Z'), at('2026-03-03T16:10:00Z')]);
  });

  it('that has passed is trouble of the tool, and ends the scenario', async () => {
    const { outcome, of, records } = await conducted(
      scenario([wait(MINUTE), { do: 'wait', until: { at: START } }, wait(MINUTE)]),
    );
    expect(outcome).toBe('failed');
    expect(of('trouble')).toMatchObject([{ whose: 'tool', code: 'UsageError' }]);
    expect(of('trouble')[0]!.text).toBe(
      'step 2 waits for a moment that is 60000 ms past; put it later or the step before earlier',
    );
    expect(records.at(-1)).toMatchObject({ kind: 'closed', outcome: 'failed' });
    expect(ofSteps(of('stimulus'))).toHaveLength(1);
  });

  it('may be this very moment', async () => {
    const { outcome, of } = await conducted(scenario([{ do: 'wait', until: { at: START } }]));
    expect([outcome, of('effect')[0]!.when]).toEqual(['played', { fromMs: START, toMs: START }]);
  });

  it('to a rate switch that nobody can know is trouble of the tool', async () => {
    const { outcome, of } = await conducted(scenario([{ do: 'wait', until: { next: 'rateSwitch' } }]));
    expect([outcome, of('trouble')[0]]).toMatchObject(['failed', { whose: 'tool', code: 'UsageError' }]);
  });
});

describe('the readings around the steps', () => {
  const part = (records: RecordOf<'stimulus'>[], wanted: string) =>
    records.filter((one) => one.part === wanted).map(({ stimulus }) => ('object' in stimulus ? stimulus.object : stimulus.do));
  const observe = ['secondary.export.total', 'secondary.export.profile', 'power.events', 'secondary.export.mpan'];

  it('are the clock and what is observed, the logs only at the end, when they hold something', async () => {
    const { of } = await conducted(scenario([], { observe }));
    expect(part(of('stimulus'), 'baseline')).toEqual(['clock', 'secondary.export.total', 'secondary.export.mpan']);
    expect(part(of('stimulus'), 'closing')).toEqual(['flow', 'wait', 'clock', ...observe]);
  });

  it('leave out what discovery did not find', async () => {
    const { of } = await conducted(scenario([], { observe }), {}, new Set(['clock', 'secondary.export.mpan']));
    expect(part(of('stimulus'), 'baseline')).toEqual(['clock', 'secondary.export.mpan']);
    expect(part(of('stimulus'), 'closing')).toEqual(['flow', 'wait', 'clock', 'secondary.export.mpan']);
  });

  it('of everything are of all that discovery found', async () => {
    const stage = referenceStage();
    const { present } = await discover(stage);
    const { of } = await conducted(scenario([], { observe: 'everything' }), {}, present);
    expect(part(of('stimulus'), 'closing').slice(3)).toEqual([...present].filter((name) => name !== 'clock'));
    expect(present.has('daily.secondary-export')).toBe(false);
  });

  it.each([{}, { registerRefreshMs: 10_000, startUpMs: 0 }])('are at rest, past the half hour, under %j', async (choices) => {
    const { of } = await conducted(scenario([{ do: 'flow', elements: { secondary: { activeMw: -3_600_000 } } }, wait(MINUTE)]), {
      choices,
    });
    const { meter } = referenceStage({ choices });
    const restMs = meter.choices.registerRefreshMs + meter.choices.startUpMs + 1000;
    const closing = of('observation').at(-1)!;
    expect(closing.when.toMs).toBe(at('2026-03-03T10:30:00Z') + restMs);
    const last = of('effect').at(-1)!;
    expect(last.energy).toEqual({ primary: {}, secondary: {} });
    expect(last.when.toMs - last.when.fromMs).toBeGreaterThanOrEqual(restMs);
  });

  it('give supply back first where the script left it off', async () => {
    const { of, outcome } = await conducted(scenario([{ do: 'supply', on: false }, wait(MINUTE)]));
    expect(part(of('stimulus'), 'closing')).toEqual(['flow', 'supply', 'clock', 'wait', 'clock', 'secondary.export.total']);
    expect([outcome, of('trouble')]).toEqual(['played', []]);
  });

  it('ask a log for the rows since the scenario began, in meter time', async () => {
    const profile: Stimulus = { do: 'read', object: 'secondary.export.profile' };
    const { of } = await conducted(
      scenario([
        wait(60 * MINUTE),
        profile,
        { do: 'setClock', to: { after: 30 * MINUTE } },
        profile,
        { do: 'setClock', to: { after: -120 * MINUTE } },
        profile,
        { ...profile, range: { toMs: 5 } },
      ]),
    );
    const ranges = ofSteps(of('stimulus')).flatMap(({ range }) => (range ? [range] : []));
    const began = { fromMs: at('2026-03-03T10:00:00Z') };
    expect(ranges).toEqual([began, began, { fromMs: at('2026-03-03T09:30:00Z') }, { toMs: 5 }]);
  });

  it('are all there is of discovery: each object once, and nothing flows', async () => {
    const { of } = await conducted(DISCOVERY);
    expect(of('effect')).toEqual([]);
    expect(new Set(of('stimulus').map(({ part }) => part))).toEqual(new Set(['baseline']));
    expect(of('stimulus')).toHaveLength(EVERY_OBJECT.size);
    expect(of('opened')[0]!.atMs).toBe(ANY_START_MS);
  });
});

describe('a clock', () => {
  it.each<[string, Stimulus[], number]>([
    ['is read before and after it is set', [{ do: 'setClock', to: { after: MINUTE } }], 4],
    [
      'is read before supply goes and when it returns',
      [{ do: 'supply', on: false }, wait(MINUTE), { do: 'supply', on: true }],
      4,
    ],
    [
      'is not read for supply that is off already',
      [
        { do: 'supply', on: false },
        { do: 'supply', on: false },
        { do: 'supply', on: true },
      ],
      4,
    ],
    ['is not read again for supply that never went', [{ do: 'supply', on: true }], 2],
    ['is not read again for a flow', [rest], 2],
  ])('%s', async (_, steps, times) => {
    expect((await conducted(scenario(steps))).of('clock')).toHaveLength(times);
  });

  it('is read before and after firmware is activated', async () => {
    const { of } = await conducted(
      scenario([
        { do: 'write', object: 'firmware.image', value: 'dp184' },
        { do: 'invoke', object: 'firmware', method: 'activate' },
      ]),
    );
    expect(of('clock')).toHaveLength(4);
  });
});

describe('a bench on which requests take a second', () => {
  const exporting: Stimulus = { do: 'flow', elements: { secondary: { activeMw: -1_000_000 } } };
  const slowly = async (steps: Stimulus[], behaviour = {}) => {
    const stage = referenceStage({ behaviour });
    const sink = new MemoryTrace();
    await play(scenario(steps), { ...stage, maker: inLaboratory(stage.maker) }, EVERY_OBJECT, sink);
    return sink.records;
  };
  const kinds = <K extends TraceRecord['kind']>(records: readonly TraceRecord[], kind: K) =>
    records.filter((record): record is RecordOf<K> => record.kind === kind);

  it('is asked what flowed meanwhile, before the answer is written', async () => {
    const records = await slowly([exporting, { do: 'read', object: 'variant' }]);
    const answer = kinds(records, 'observation').find(({ object }) => object === 'variant')!;
    const exported = { secondary: { export: ['499000000', '501000000'] } };
    expect(records.slice(answer.seq - 4, answer.seq - 1)).toMatchObject([
      { kind: 'effect', of: answer.of, energy: exported },
      { kind: 'effect', of: answer.of, energy: exported },
      { kind: 'effect', of: answer.of, when: { fromMs: answer.when.toMs, toMs: answer.when.toMs } },
    ]);
  });

  it('leaves no time unaccounted for, answers or none', async () => {
    const off: Stimulus[] = [
      { do: 'supply', on: false },
      { do: 'read', object: 'variant' },
      wait(MINUTE),
      { do: 'supply', on: true },
    ];
    const effects = kinds(await slowly([exporting, ...off, { do: 'setClock', to: { after: 0 } }]), 'effect');
    expect(effects.slice(1).map(({ when }) => when.fromMs)).toEqual(effects.slice(0, -1).map(({ when }) => when.toMs));
    expect(effects.length).toBeGreaterThan(20);
  });

  it('begins the script at its date in meter time, however long it took to read what is observed', async () => {
    const records = await slowly([exporting], { clockOffsetMs: -60_000 });
    const [step] = ofSteps(kinds(records, 'stimulus'));
    // The clock was read half a second before the end of its request.
    expect(step!.atMs).toBe(START + 60_000 + 500);
  });
});

describe('a bench in real time', () => {
  it('is brought to rest before anything is read, for longer than registers lag', async () => {
    const real = (rig: Rig): Rig => ({
      name: rig.name,
      meter: rig.meter,
      bench: {
        time: 'wall',
        capabilities: rig.bench.capabilities,
        now: () => rig.bench.now(),
        perform: (stimulus, signal) => rig.bench.perform(stimulus, signal),
      },
    });
    const { records, of } = await conducted(scenario([]), { choices: { registerRefreshMs: 10_000 }, wrap: real });
    const [rest, wait] = of('stimulus');
    expect(rest!.stimulus).toEqual({ do: 'flow', elements: { primary: { activeMw: 0 }, secondary: { activeMw: 0 } } });
    expect(wait!.untilMs).toBe(START + 11_000);
    const firstRead = records.findIndex(({ kind }) => kind === 'clock' || kind === 'observation');
    expect(records[firstRead]!.atMs).toBe(START + 11_000);
  });
});
