import { MeterClock } from './meter-clock';

describe('MeterClock', () => {
  it('keeps its offset from bench time until it is set', () => {
    const clock = new MeterClock(9000, 'reliable', 1000);
    expect(clock.meterMs(5000)).toBe(14_000);
    expect(clock.benchMs(14_000)).toBe(5000);
    clock.set(100_000, 6000);
    expect(clock.meterMs(7000)).toBe(101_000);
  });

  it('runs through an outage within its reserve', () => {
    const clock = new MeterClock(0, 'reliable', 1000);
    clock.supplyLost(5000);
    expect(clock.stopsAtMs).toBe(6000);
    clock.supplyReturned(5999);
    expect([clock.meterMs(7000), clock.status, clock.stopsAtMs]).toEqual([7000, 'reliable', Number.POSITIVE_INFINITY]);
  });

  it('stands still beyond its reserve and is invalid until it is set', () => {
    const clock = new MeterClock(0, 'reliable', 1000);
    clock.supplyLost(5000);
    clock.reserveExhausted(6000);
    expect([clock.meterMs(8000), clock.benchMs(9000)]).toEqual([6000, Number.POSITIVE_INFINITY]);
    clock.supplyReturned(9000);
    expect([clock.meterMs(9500), clock.status]).toEqual([6500, 'invalid']);
    clock.set(9600, 9600);
    expect([clock.meterMs(9600), clock.status]).toEqual([9600, 'reliable']);
  });
});
