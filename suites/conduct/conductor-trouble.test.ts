import type { MeterReply, MeterStimulus, Rig } from '../../adapters/ports';
import { PortError } from '../../trace/errors';
import type { Stimulus } from '../../trace/vocabulary';
import { conducted, MINUTE, ofSteps, START, scenario, wait } from './conducted.fixture';

/** A rig whose meter does something else instead, wherever `instead` gives it something to do. */
const withMeter =
  (instead: (stimulus: MeterStimulus) => (() => MeterReply) | undefined) =>
  (rig: Rig): Rig => ({
    name: rig.name,
    bench: rig.bench,
    meter: {
      capabilities: rig.meter.capabilities,
      open: (signal, tap) => rig.meter.open(signal, tap),
      close: () => rig.meter.close(),
      perform: (stimulus, signal, tap) => instead(stimulus)?.() ?? rig.meter.perform(stimulus, signal, tap),
    },
  });

const failing = (object: string, error: () => unknown) =>
  withMeter((stimulus) => {
    if (stimulus.do !== 'read' || stimulus.object !== object) return undefined;
    return () => {
      throw error();
    };
  });

const read: Stimulus = { do: 'read', object: 'secondary.export.total' };

describe('a meter that does not answer', () => {
  it('is trouble of the link below the intent, and play goes on', async () => {
    const silent = failing('secondary.export.total', () => new PortError('link', 'no-answer', 'no octet in 5 s'));
    const { outcome, of } = await conducted(scenario([read, wait(MINUTE)]), { wrap: silent });
    expect(outcome).toBe('played');
    const [baseline, step, closing] = of('stimulus').filter(
      ({ stimulus }) => stimulus === read || ('object' in stimulus && stimulus.object === read.object),
    );
    expect(of('trouble')).toMatchObject(
      [baseline, step, closing].map((intent) => ({ whose: 'link', code: 'no-answer', text: 'no octet in 5 s', of: intent!.seq })),
    );
    expect(of('observation')).toEqual([]);
    expect(of('effect').length).toBeGreaterThan(1);
  });

  it('is trouble of the bench where the adapter says so', async () => {
    const lost = failing('secondary.export.total', () => new PortError('bench', 'EIO', 'the relay is gone'));
    const { of } = await conducted(scenario([]), { wrap: lost });
    expect(of('trouble')[0]).toMatchObject({ whose: 'bench', code: 'EIO' });
  });

  it('to its release is trouble of the link after a play that stands', async () => {
    const stuck = (rig: Rig): Rig => ({
      ...withMeter(() => undefined)(rig),
      meter: {
        ...withMeter(() => undefined)(rig).meter,
        close: async () => {
          throw new PortError('link', 'no-answer', 'no answer to the release');
        },
      },
    });
    const { outcome, of } = await conducted(scenario([wait(MINUTE)]), { wrap: stuck });
    expect([outcome, of('trouble').length, of('closed').map((record) => record.outcome)]).toEqual(['played', 1, ['played']]);
  });

  it('to a reading of its clock is trouble of the link, and play goes on', async () => {
    const silent = failing('clock', () => new PortError('link', 'no-answer', 'no octet in 5 s'));
    const { outcome, of } = await conducted(scenario([wait(MINUTE)]), { wrap: silent });
    expect([outcome, of('clock'), of('trouble').length]).toEqual(['played', [], 2]);
  });

  it('because its supply is off, is trouble of the link', async () => {
    const { outcome, of } = await conducted(
      scenario([{ do: 'supply', on: false }, read, wait(MINUTE), { do: 'supply', on: true }, read]),
    );
    const [off, on] = ofSteps(of('stimulus')).filter(({ stimulus }) => stimulus.do === 'read' && stimulus.object !== 'clock');
    expect(outcome).toBe('played');
    expect(of('trouble')).toMatchObject([{ whose: 'link', of: off!.seq }]);
    expect(of('observation').some((one) => one.of === on!.seq)).toBe(true);
  });

  it('with anything but a port error is trouble of the tool, and ends the scenario', async () => {
    const broken = failing('secondary.export.total', () => new TypeError('x is undefined'));
    const { outcome, of, records } = await conducted(scenario([wait(MINUTE)]), { wrap: broken });
    expect([outcome, of('effect')]).toEqual(['failed', []]);
    expect(of('trouble')).toMatchObject([{ whose: 'tool', code: 'unexpected', text: 'x is undefined' }]);
    expect(records.at(-1)).toMatchObject({ kind: 'closed', outcome: 'failed' });
  });

  it('when it is opened, ends the scenario before anything was asked, and is closed all the same', async () => {
    let closed = 0;
    const wrap = (rig: Rig): Rig => ({
      ...rig,
      bench: rig.bench,
      meter: {
        ...rig.meter,
        open: async () => {
          throw new PortError('link', 'ENOENT', 'no such port');
        },
        close: async () => {
          closed++;
        },
      },
    });
    const { outcome, records } = await conducted(scenario([]), { wrap });
    expect([outcome, closed]).toEqual(['failed', 1]);
    expect(records.map(({ kind }) => kind)).toEqual(['opened', 'trouble', 'closed']);
    expect(records[1]).toMatchObject({ whose: 'link', code: 'ENOENT' });
  });
});

describe('a meter that refuses', () => {
  it('is an answer in the trace, and play goes on', async () => {
    const { outcome, of } = await conducted(
      scenario([{ do: 'write', object: 'secondary.export.total', value: 0 }, wait(MINUTE)]),
    );
    expect([outcome, of('trouble')]).toEqual(['played', []]);
    const refusals = of('observation').filter(({ answer }) => 'refused' in answer);
    expect(refusals).toMatchObject([{ object: 'secondary.export.total', answer: { refused: { name: 'read-write-denied' } } }]);
  });

  it('a reading of its clock leaves the answer in the trace, and no clock record', async () => {
    const refused = { code: 3, name: 'read-write-denied' };
    const when = { fromMs: START, toMs: START };
    const denied = withMeter((stimulus) =>
      stimulus.do === 'read' && stimulus.object === 'clock' ? () => ({ answer: { refused }, when, attempts: 1 }) : undefined,
    );
    const { outcome, of } = await conducted(scenario([]), { wrap: denied });
    expect([outcome, of('clock')]).toEqual(['played', []]);
    expect(of('observation').filter(({ object }) => object === 'clock')).toMatchObject([
      { answer: { refused } },
      { answer: { refused } },
    ]);
  });

  it('a dated activation leaves nothing to wait for', async () => {
    const { outcome, of } = await conducted(
      scenario([
        { do: 'write', object: 'secondary.export.table.activation', value: 'tomorrow' },
        { do: 'wait', until: { next: 'activation' } },
      ]),
    );
    expect([outcome, of('trouble')[0]?.text]).toEqual(['failed', 'next: activation: no table is waiting to be activated']);
  });
});

describe('a run that is stopped', () => {
  it.each(['before it begins', 'in the middle of its steps', 'while it closes'])(
    '%s leaves a closed trace without trouble',
    async (when) => {
      const stop = new AbortController();
      const reads = { 'before it begins': 0, 'in the middle of its steps': 2, 'while it closes': 3 }[when]!;
      let seen = 0;
      const counting = withMeter((stimulus) => {
        if (stimulus.do === 'read' && stimulus.object !== 'clock' && ++seen === reads) stop.abort();
        return undefined;
      });
      if (reads === 0) stop.abort();
      const { outcome, of, records } = await conducted(scenario([wait(MINUTE), read, wait(MINUTE)]), {
        signal: stop.signal,
        wrap: counting,
      });
      expect([outcome, of('trouble')]).toEqual(['stopped', []]);
      expect(records.at(-1)).toMatchObject({ kind: 'closed', outcome: 'stopped' });
      expect(of('observation')).toHaveLength(Math.max(0, reads - 1));
    },
  );
});

it('a rig that cannot be made is trouble of the bench in a trace of its own, and no meter is blamed', async () => {
  const absent = scenario([wait(MINUTE)], { preset: { 'secondary.export.total': 10 } });
  const { outcome, records } = await conducted(absent, { behaviour: { firmware: 'pre-dp184' } });
  expect(outcome).toBe('failed');
  expect(records.map(({ kind }) => kind)).toEqual(['opened', 'trouble', 'closed']);
  expect(records[1]).toMatchObject({ whose: 'bench', code: 'no-register' });
});
