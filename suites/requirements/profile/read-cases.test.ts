import { DAY, HandTrace, HOUR, MINUTE } from '../hand-trace.fixture';
import { logSpans } from '../upgrade/upgrade-logs';
import { ordered } from './read-cases';

const ROWS = 'secondary.export.profile';
const START = Date.parse('2026-03-03T10:00:00Z');
const rows = (...hours: number[]) => hours.map((hour) => ({ end: START + hour * HOUR, wh: 1 }));

describe('a read whose stamps have to rise', () => {
  const count = (trace: HandTrace) => ordered(trace.evidence()).length;
  const begun = () => new HandTrace(START).pass(5 * HOUR);
  const setBy = (trace: HandTrace, ms: number) => trace.setClock(trace.now + ms).pass(MINUTE);

  it('has two rows or more', () => {
    expect(count(begun().read(ROWS, rows(1)))).toBe(0);
    expect(count(begun().read(ROWS, rows(1, 2)))).toBe(1);
    expect(count(begun().read(ROWS, rows(2, 1)))).toBe(1);
  });

  it('came before the clock ever went back', () => {
    expect(count(setBy(begun(), -HOUR).read(ROWS, rows(1, 2)))).toBe(0);
    expect(count(setBy(begun().read(ROWS, rows(1, 2)), -HOUR).read(ROWS, rows(1, 2)))).toBe(1);
    expect(count(setBy(begun(), HOUR).read(ROWS, rows(1, 2)))).toBe(1);
  });
});

describe('the reads of a log on both sides of an upgrade', () => {
  const LOG = 'daily.import';
  const upgraded = (first: object | undefined, second: object | undefined, between = (trace: HandTrace) => trace) => {
    const trace = new HandTrace(START).pass(MINUTE).read(LOG, [], first).pass(MINUTE);
    between(trace.invoke('firmware', 'activate')).pass(DAY).read(LOG, [], second);
    return logSpans(trace.evidence(), LOG, 'any').length;
  };
  const range = { fromMs: START, toMs: START + DAY };

  it('ask for all of it', () => {
    expect(upgraded({}, {})).toBe(1);
    for (const part of [undefined, { fromMs: range.fromMs }, { toMs: range.toMs }, range]) {
      expect(upgraded(part, {})).toBe(0);
      expect(upgraded({}, part)).toBe(0);
    }
  });

  it('have no clock set between them', () => {
    expect(upgraded({}, {}, (trace) => trace.setClock(trace.now + MINUTE))).toBe(0);
  });
});
