import { HandTrace, MINUTE } from '../hand-trace.fixture';
import { REGISTER_REQUIREMENTS } from './register';
import { REGISTER } from './register-span';

const START_MS = Date.parse('2026-03-03T10:00:00Z');

/** Export that the bench knows only roughly, between two looks at the register at rest. */
const roughly = (loWh: number, hiWh: number, observedWh: number) => {
  const before = new HandTrace(START_MS).pass(MINUTE).read(REGISTER, 1000);
  const from = before.records.length;
  const after = before
    .roughly(MINUTE, loWh, hiWh)
    .pass(MINUTE)
    .read(REGISTER, 1000 + observedWh);
  return { trace: after, records: [from, after.records.length] };
};

describe('a movement of the register', () => {
  it.each([
    // The accuracy class, 1 %, widens both ends: the register moves by 98 to 195, or by 98 to 196 Wh. At least 98 Wh flowed.
    [99, 193, 150, 'within'],
    [99, 194, 150, 'undecided'],
    [99, 194, 97, 'beyond'],
    [99, 194, 197, 'beyond'],
  ])('known to be %d to %d Wh decides nothing where that is wider than what flowed: %d is %s', (lo, hi, observed, outcome) => {
    expect(roughly(lo, hi, observed).trace.outcomes(REGISTER_REQUIREMENTS, 'register.counts-export')).toEqual([outcome]);
  });

  it('names its two readings, the first first', () => {
    const { trace, records } = roughly(99, 120, 110);
    expect(trace.findings(REGISTER_REQUIREMENTS, 'register.counts-export')).toMatchObject([{ records, outcome: 'within' }]);
  });
});
