import type { Choices } from '../../declaration/choices';
import { HandTrace, HOUR, MINUTE, SECOND } from './hand-trace.fixture';
import type { BetweenNeed } from './requirement';
import { spans } from './spans';

const REGISTER = 'secondary.export.total';
const RATES = 'secondary.export.rates';
const START = Date.parse('2026-03-03T10:00:00Z');

describe('a span with energy in it', () => {
  const FLOWED: BetweenNeed = { between: REGISTER, where: [{ flow: 'export', element: 'secondary', atLeastWh: 10 }] };
  const count = (trace: HandTrace, choices: Partial<Choices> = {}) => spans(trace.evidence(choices), FLOWED).length;
  /** 12 Wh and as many more as the bench leaves open. */
  const unsure = (trace: HandTrace, hiWh: number) => trace.roughly(HOUR, 12, hiWh).pass(MINUTE).read(REGISTER, 20);
  const begun = () => new HandTrace(START).pass(MINUTE);
  const off = (trace: HandTrace) => trace.supply(false).pass(MINUTE).supply(true);

  it('holds what surely flowed', () => {
    expect(count(begun().read(REGISTER, 0).pass(HOUR, 10).pass(MINUTE).read(REGISTER, 10))).toBe(1);
    expect(count(begun().read(REGISTER, 0).pass(HOUR, 9).pass(MINUTE).read(REGISTER, 9))).toBe(0);
    expect(count(begun().read(REGISTER, 0).roughly(HOUR, 9, 30).pass(MINUTE).read(REGISTER, 20))).toBe(0);
  });

  it('counts where only bench and class leave more open than flowed', () => {
    expect(count(unsure(begun().read(REGISTER, 0), 60))).toBe(1);
  });

  it('does not where the declaration may be what leaves it open', () => {
    expect(count(unsure(off(begun().read(REGISTER, 0)), 60))).toBe(0);
    expect(count(unsure(begun().read(REGISTER, 0).invoke('firmware', 'activate'), 60))).toBe(0);
    expect(count(unsure(begun().read(REGISTER, 0), 60), { energyBucketMwh: 1 })).toBe(0);
  });

  it('does so again a start-up after the outage, and as long as registers may lag', () => {
    const later = (ms: number) => unsure(off(begun()).pass(ms).read(REGISTER, 0), 60);
    expect(count(later(6000), { startUpMs: 5000 })).toBe(0);
    expect(count(later(6001), { startUpMs: 5000 })).toBe(1);
  });

  it('takes no outage after it for one within it', () => {
    const trace = unsure(begun().read(REGISTER, 0), 60).pass(SECOND);
    expect(count(off(trace))).toBe(1);
  });
});

describe('a reading alongside', () => {
  const ALONGSIDE: BetweenNeed = { between: RATES, where: [{ lastsMinutes: 1 }], alongside: REGISTER };
  const values = (trace: HandTrace) =>
    spans(trace.evidence(), ALONGSIDE).map(({ alongside }) => [alongside?.from.value, alongside?.to.value]);
  const rates = (trace: HandTrace) => trace.read(RATES, [0, 0, 0, 0]);

  it('is the nearest with nothing counted between', () => {
    const trace = rates(new HandTrace(START).pass(MINUTE).read(REGISTER, 1)).pass(HOUR, 5).pass(MINUTE);
    expect(values(rates(trace.read(REGISTER, 6)))).toEqual([[1, 6]]);
    expect(values(trace)).toEqual([[1, 6]]);
  });

  it('may come before or after', () => {
    const trace = rates(new HandTrace(START).pass(MINUTE)).read(REGISTER, 1).pass(HOUR, 5).pass(MINUTE);
    expect(values(rates(trace).read(REGISTER, 6))).toEqual([[1, 6]]);
  });

  it('is none across a flow', () => {
    const begun = () => rates(new HandTrace(START).pass(MINUTE).read(REGISTER, 1));
    expect(values(rates(begun().pass(HOUR, 5).pass(MINUTE)))).toEqual([]);
    expect(values(rates(begun().pass(HOUR, 5).pass(MINUTE)).pass(HOUR, 5).read(REGISTER, 11))).toEqual([]);
  });
});
