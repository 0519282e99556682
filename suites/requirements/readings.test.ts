import type { Ms, Scenario, Stimulus } from '../../trace/vocabulary';
import { ReferencePlays } from '../reference-plays.fixture';
import { rowsOf } from './profile/log-reads';
import { acceptedWrites, readings, writtenValue } from './readings';

const at = (iso: string): Ms => Date.parse(`2026-03-03T${iso}Z`);
const PROFILE = 'secondary.export.profile';
const reading = (object: string): Stimulus => ({ do: 'read', object });
const until = (iso: string): Stimulus => ({ do: 'wait', until: { at: at(iso) } });
const octets = (text: string) => ({ octets: Buffer.from(text).toString('hex') });

const scenario = (name: string, steps: Stimulus[]): Scenario => ({
  name,
  title: name,
  kind: 'scripted',
  start: at('10:00:00'),
  observe: ['secondary.export.total'],
  steps: [{ do: 'flow', elements: { secondary: { activeMw: -3_600_000 } } }, ...steps],
});

const plays = new ReferencePlays();

describe('the rows of a log', () => {
  it.each([
    ['10:30:00', false],
    ['10:30:00.999', false],
    ['10:30:01', true],
    ['10:45:00', true],
  ])('are asked for once they are due and the visible log may lag no more: read at %s', async (time, due) => {
    const evidence = await plays.evidence(scenario(`read at ${time}`, [until(time), reading(PROFILE)]));
    const rows = rowsOf(evidence, PROFILE, 'wh');
    expect(rows.covering(at('10:30:00')) !== undefined).toBe(due);
    expect(rows.covering(at('11:00:00'))).toBeUndefined();
  });

  it('are asked for only within the range of a read', async () => {
    const range = { fromMs: at('11:00:00'), toMs: at('11:30:00') };
    const steps: Stimulus[] = [until('12:15:00'), { do: 'read', object: PROFILE, range }];
    const evidence = await plays.evidence(scenario('read in a range', steps));
    const rows = rowsOf(evidence, PROFILE, 'wh');
    const ends = ['10:30:00', '11:00:00', '11:30:00', '12:00:00'].map(at);
    expect(ends.map((end) => rows.covering(end) !== undefined)).toEqual([false, true, true, false]);
    expect(ends.map((end) => rows.at(end).map(({ wh }) => wh))).toEqual([[], [1800], [1800], []]);
  });

  it('are those of the newest read, and name the observation that held them', async () => {
    const steps = [until('10:31:00'), reading(PROFILE), until('11:01:00'), reading(PROFILE)];
    const evidence = await plays.evidence(scenario('read twice', steps));
    const rows = rowsOf(evidence, PROFILE, 'wh');
    const reads = readings(evidence, PROFILE).map(({ record }) => record.seq);
    expect(reads).toHaveLength(2);
    expect([...rows.all()].map(({ endMs, seq }) => [endMs, seq])).toEqual([
      [at('10:30:00'), reads[1]],
      [at('11:00:00'), reads[1]],
    ]);
  });
});

describe('the readings of an object', () => {
  it('are its answered reads, each true at some instant since the refresh time before it', async () => {
    const evidence = await plays.evidence(scenario('refused', [until('10:10:00'), reading('daily.secondary-export')]));
    expect(readings(evidence, 'daily.secondary-export')).toEqual([]);
    const [first] = readings<number>(evidence, 'secondary.export.total');
    expect([first!.value, first!.window]).toEqual([0, { fromMs: at('10:00:00') - 1000, toMs: at('10:00:00') }]);
  });

  it('are no writes of it; those are told apart, accepted and refused', async () => {
    const object = 'secondary.export.mpan';
    const write = (value: string): Stimulus => ({ do: 'write', object, value: octets(value) });
    const steps = [write('1030006718997'), reading(object), write('10300067189970')];
    const evidence = await plays.evidence(scenario('writes', steps));
    expect(readings(evidence, object).map(({ value }) => value)).toEqual([octets('1030006718997')]);
    const accepted = acceptedWrites(evidence, object);
    expect(accepted.map((record) => writtenValue(evidence, record))).toEqual([octets('1030006718997')]);
  });
});
