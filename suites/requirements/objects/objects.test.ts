import type { Answer } from '../../../trace/vocabulary';
import { HandTrace, MINUTE } from '../hand-trace.fixture';
import { OBJECTS_REQUIREMENTS } from './objects';

const REGISTER = 'secondary.export.total';
const refused = (code: number, name: string): Answer => ({ refused: { code, name } });
const ABSENT = refused(4, 'object-undefined');
const BUSY = refused(2, 'temporary-failure');
const begun = () => new HandTrace(Date.parse('2026-03-03T10:00:00Z')).pass(MINUTE);
const told = (trace: HandTrace) =>
  trace
    .findings(OBJECTS_REQUIREMENTS, 'objects.present')
    .filter(({ says }) => says === `${REGISTER} is there`)
    .map(({ observed, outcome, records }) => [observed, outcome, records]);

describe('objects.present', () => {
  it('takes an object that answers, or that is merely busy, as there', () => {
    expect(told(begun().read(REGISTER, 5))).toEqual([['there', 'within', [7]]]);
    expect(told(begun().refusedRead(REGISTER, BUSY))).toEqual([['there', 'within', [7]]]);
  });

  it('names the first read that says it is absent, and else the last one', () => {
    const trace = begun().read(REGISTER, 5).refusedRead(REGISTER, ABSENT).read(REGISTER, 6);
    expect(told(trace)).toEqual([['refused: object-undefined', 'beyond', [9]]]);
    expect(told(begun().read(REGISTER, 5).read(REGISTER, 6))).toEqual([['there', 'within', [9]]]);
  });

  it('says nothing of an object that nobody read', () => {
    expect(told(begun())).toEqual([]);
  });
});
