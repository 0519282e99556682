import fc from 'fast-check';
import { objectNamed } from '../declaration/objects';
import { PortError, UsageError } from '../trace/errors';
import { ELEMENTS, type Element, type EnergyBounds, type Flows, type Ms, type ObjectName, type Way } from '../trace/vocabulary';
import type { BenchInterval, BenchReply, BenchStimulus, MeterReply, MeterStimulus, Rig, Tap } from './ports';

const KILOWATT = 1_000_000;
const REGISTER = 'secondary.export.total';
const PROFILE = 'secondary.export.profile';
const UNKNOWN = 'secondary.export.phase-of-the-moon';

/** Both ports of a rig, asked one thing at a time as the conductor asks them. */
class Ports {
  private readonly signal = new AbortController().signal;
  private readonly tap: Tap = { wire: () => {} };

  private constructor(readonly rig: Rig) {}

  static async on(rig: Rig): Promise<Ports> {
    const ports = new Ports(rig);
    await rig.meter.open(ports.signal, ports.tap);
    return ports;
  }

  get now(): Ms {
    return this.rig.bench.now();
  }

  async bench(stimulus: BenchStimulus): Promise<BenchReply> {
    return this.rig.bench.perform(stimulus, this.signal);
  }

  async meter(stimulus: MeterStimulus): Promise<MeterReply> {
    return this.rig.meter.perform(stimulus, this.signal, this.tap);
  }

  /** The interval that was asked for. */
  async last(stimulus: BenchStimulus): Promise<BenchInterval> {
    return (await this.bench(stimulus)).at(-1)!;
  }

  supply(on: boolean): Promise<BenchInterval> {
    return this.last({ do: 'supply', on });
  }

  flow(elements: Flows, forMs?: Ms): Promise<BenchInterval> {
    return this.last({ do: 'flow', elements, ...(forMs !== undefined && { untilMs: this.now + forMs }) });
  }

  wait(forMs: Ms): Promise<BenchInterval> {
    return this.last({ do: 'wait', untilMs: this.now + forMs });
  }

  read(object: ObjectName): Promise<MeterReply> {
    return this.meter({ do: 'read', object });
  }
}

const boundsOf = (energy: EnergyBounds | undefined, way: Way) => (energy?.[way] ?? ['0', '0']).map(BigInt) as [bigint, bigint];
const energyIn = ({ energy }: BenchInterval, element: Element, way: Way) => boundsOf(energy?.[element], way);
const noEnergy = (reply: BenchInterval) =>
  ELEMENTS.every((element) => (['import', 'export'] as const).every((way) => energyIn(reply, element, way)[1] === 0n));

/** `exact`: times and energies have no width. */
interface Exactness {
  exact: boolean;
}

const NAME = /^[a-z]+(-[a-z]+)*$/;

/** What a meter keeps that is only read, while nothing but time passes: no harm to one of flesh and blood. */
export function readContract(name: string, make: () => Promise<Rig>, { exact, passMs = 90_000 }: Exactness & { passMs?: Ms }) {
  const onRig = async () => Ports.on(await make());

  describe(`the meter of ${name}, only read`, () => {
    it('answers within a window of bench time, and takes at least one attempt', async () => {
      const ports = await onRig();
      const before = ports.now;
      const { answer, when, attempts } = await ports.read(REGISTER);
      expect(answer).toEqual({ value: expect.any(Number) });
      expect(attempts).toBeGreaterThanOrEqual(1);
      expect(before <= when.fromMs && when.fromMs <= when.toMs && when.toMs <= ports.now).toBe(true);
    });

    it('tells the time that passes on the bench', async () => {
      const ports = await onRig();
      const clock = async () => {
        const { answer, when } = await ports.read('clock');
        return { ms: ('value' in answer ? (answer.value as { meterMs: Ms }) : { meterMs: 0 }).meterMs, when };
      };
      const first = await clock();
      await ports.wait(passMs);
      const second = await clock();
      const passed = second.ms - first.ms;
      // A clock that shows whole seconds may be one off at either end.
      expect(passed).toBeGreaterThanOrEqual(second.when.fromMs - first.when.toMs - (exact ? 0 : 1000));
      expect(passed).toBeLessThanOrEqual(second.when.toMs - first.when.fromMs + (exact ? 0 : 1000));
    });

    it('answers a long read of no length', async () => {
      const ports = await onRig();
      const { answer } = await ports.meter({ do: 'read', object: PROFILE, untilMs: ports.now });
      expect(answer).toEqual({ value: expect.any(Array) });
    });

    it('stops when it is told to, without an answer', async () => {
      const { rig } = await onRig();
      const stopped = AbortSignal.abort();
      const ask = async () => rig.meter.perform({ do: 'read', object: REGISTER }, stopped, { wire: () => {} });
      const move = async () => rig.bench.perform({ do: 'wait', untilMs: rig.bench.now() + 1000 }, stopped);
      await expect(ask()).rejects.toMatchObject({ name: 'AbortError' });
      await expect(move()).rejects.toMatchObject({ name: 'AbortError' });
    });

    it('answers a read of an object that no meter has with a refusal', async () => {
      const ports = await onRig();
      const { answer } = await ports.read(UNKNOWN);
      expect(answer).toEqual({ refused: { code: expect.any(Number), name: expect.stringMatching(NAME) } });
    });
  });
}

/** What every rig keeps, whatever stands behind its two ports. */
export function portContract(name: string, make: () => Promise<Rig>, { exact }: Exactness) {
  readContract(name, make, { exact });
  const onRig = async () => Ports.on(await make());

  describe(`the bench of ${name}`, () => {
    it('gives windows that follow one another, and never runs backward', async () => {
      const ports = await onRig();
      let lastMs = ports.now;
      const replies = [
        await ports.flow({ secondary: { activeMw: -KILOWATT } }),
        await ports.wait(1000),
        await ports.flow({ primary: { activeMw: KILOWATT } }, 2000),
        await ports.supply(false),
        await ports.wait(0),
        await ports.supply(true),
        await ports.wait(1),
      ];
      for (const { when } of replies) {
        expect(when.fromMs).toBeGreaterThanOrEqual(lastMs);
        expect(when.toMs).toBeGreaterThanOrEqual(when.fromMs);
        if (exact) expect(when.fromMs).toBe(lastMs);
        lastMs = when.toMs;
      }
      expect(ports.now).toBeGreaterThanOrEqual(lastMs);
    });

    it.each([1, 999, 60_000, 1_800_001])('waits to the millisecond: %d ms', async (ms) => {
      const ports = await onRig();
      const untilMs = ports.now + ms;
      const { when } = await ports.last({ do: 'wait', untilMs });
      expect(when.toMs).toBe(untilMs);
      if (exact) expect(ports.now).toBe(untilMs);
    });

    it('holds a flow until it is changed, and changes one element without the other', async () => {
      const ports = await onRig();
      await ports.flow({ primary: { activeMw: KILOWATT }, secondary: { activeMw: -2 * KILOWATT } });
      const both = await ports.wait(10_000);
      await ports.flow({ primary: { activeMw: 0 } });
      const one = await ports.wait(10_000);
      const [kwh, twice] = [10_000n * BigInt(KILOWATT), 20_000n * BigInt(KILOWATT)];
      for (const [reply, primary] of [
        [both, kwh],
        [one, 0n],
      ] as const) {
        const [lo, hi] = energyIn(reply, 'primary', 'import');
        expect({ primary, lo, hi, holds: lo <= primary && primary <= hi }).toMatchObject({ holds: true });
        const [least, most] = energyIn(reply, 'secondary', 'export');
        expect({ least, most, holds: least <= twice && twice <= most }).toMatchObject({ holds: true });
      }
    });

    it('gives no energy of an instant, nor of a direction that did not flow', async () => {
      const ports = await onRig();
      expect(noEnergy(await ports.flow({ secondary: { activeMw: -KILOWATT } }))).toBe(true);
      const reply = await ports.wait(1000);
      expect(energyIn(reply, 'secondary', 'import')).toEqual([0n, 0n]);
      expect(energyIn(reply, 'primary', 'export')).toEqual([0n, 0n]);
    });

    it('gives the same energy for a time in one piece as in many', async () => {
      const power = fc.integer({ min: -23_000, max: 23_000 }).map((watts) => watts * 1000);
      await fc.assert(
        fc.asyncProperty(
          power,
          fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 2, maxLength: 6 }),
          async (mw, pieces) => {
            const way = mw < 0 ? 'export' : 'import';
            const sumOver = async (waits: Ms[]) => {
              const ports = await onRig();
              await ports.flow({ secondary: { activeMw: mw } });
              let [lo, hi] = [0n, 0n];
              for (const ms of waits) {
                const [least, most] = energyIn(await ports.wait(ms), 'secondary', way);
                [lo, hi] = [lo + least, hi + most];
              }
              return { lo, hi };
            };
            const whole = await sumOver([pieces.reduce((sum, ms) => sum + ms, 0)]);
            const split = await sumOver(pieces);
            expect(split.lo <= whole.hi && whole.lo <= split.hi).toBe(true);
            if (exact) expect(split).toEqual(whole);
          },
        ),
        { numRuns: 25, seed: 184 },
      );
    });

    it('lets nothing flow without supply, and says whether it is there', async () => {
      const ports = await onRig();
      await ports.flow({ primary: { activeMw: KILOWATT }, secondary: { activeMw: -KILOWATT } }, 1000);
      expect((await ports.supply(false)).supply).toBe(false);
      expect(noEnergy(await ports.wait(60_000))).toBe(true);
      expect(noEnergy(await ports.flow({ secondary: { activeMw: -2 * KILOWATT } }, 60_000))).toBe(true);
      expect((await ports.supply(true)).supply).toBe(true);
      expect(energyIn(await ports.wait(1000), 'secondary', 'export')[1]).toBeGreaterThan(0n);
    });

    it('accounts for all time that passes, also while the meter is asked, in intervals that follow one another', async () => {
      const ports = await onRig();
      let accountedMs = ports.now;
      const account = (reply: BenchReply) => {
        for (const { when } of reply) {
          expect(when.fromMs).toBe(accountedMs);
          accountedMs = when.toMs;
        }
      };
      account(await ports.bench({ do: 'flow', elements: { secondary: { activeMw: -KILOWATT } } }));
      await ports.read(REGISTER);
      const { when } = await ports.read('clock');
      const report = await ports.bench({ do: 'report' });
      account(report);
      expect(accountedMs).toBeGreaterThanOrEqual(when.toMs);
      const flowed = report.reduce((sum, interval) => sum + energyIn(interval, 'secondary', 'export')[1], 0n);
      expect(flowed).toBeGreaterThanOrEqual(BigInt(KILOWATT) * BigInt(when.toMs - when.fromMs));
      await ports.read(REGISTER);
      account(await ports.bench({ do: 'supply', on: false }));
      account(await ports.bench({ do: 'wait', untilMs: ports.now + 1000 }));
    });

    it('refuses a moment that has passed, as a fault of whoever asks', async () => {
      const ports = await onRig();
      await ports.wait(10_000);
      await expect(ports.wait(-1)).rejects.toThrow(UsageError);
      await expect(ports.flow({ secondary: { activeMw: 0 } }, -1)).rejects.toThrow(UsageError);
    });
  });

  describe(`the meter of ${name}`, () => {
    it.each<[string, MeterStimulus]>([
      ['a write of an object that no meter has', { do: 'write', object: UNKNOWN, value: 0 }],
      ['a method of an object that no meter has', { do: 'invoke', object: UNKNOWN, method: 'reset' }],
      ['a write of a register', { do: 'write', object: REGISTER, value: 0 }],
      ['a reset of a register', { do: 'invoke', object: REGISTER, method: 'reset' }],
    ])('answers %s with a refusal that has a code and a name', async (_, stimulus) => {
      const ports = await onRig();
      expect(objectNamed(UNKNOWN)).toBeUndefined();
      const { answer } = await ports.meter(stimulus);
      expect(answer).toEqual({ refused: { code: expect.any(Number), name: expect.stringMatching(NAME) } });
    });

    it('gives reads of one snapshot the values of one instant', async () => {
      const ports = await onRig();
      await ports.flow({ secondary: { activeMw: -20 * KILOWATT } }, 60_000);
      const [first, second] = [await ports.read(REGISTER), await ports.read(REGISTER)];
      if (first.snapshot !== undefined && first.snapshot === second.snapshot) expect(second.answer).toEqual(first.answer);
      await ports.wait(60_000);
      const later = await ports.read(REGISTER);
      expect(later.answer).not.toEqual(first.answer);
      expect(later.snapshot === undefined || later.snapshot !== first.snapshot).toBe(true);
    });

    it('goes on with a long read while the bench goes on, and gives what it would have given at once', async () => {
      const ports = await onRig();
      await ports.flow({ secondary: { activeMw: -KILOWATT } }, 7_200_000);
      const [fromMs, untilMs] = [ports.now, ports.now + 60_000];
      const range = { fromMs: 0, toMs: fromMs };
      const pending = ports.meter({ do: 'read', object: PROFILE, range, untilMs });
      await ports.bench({ do: 'wait', untilMs });
      const { answer, when } = await pending;
      expect(fromMs <= when.fromMs && when.fromMs <= when.toMs && when.toMs <= ports.now).toBe(true);
      expect(answer).toEqual((await ports.meter({ do: 'read', object: PROFILE, range })).answer);
    });

    it('does not finish a long read without supply, which is trouble of the link', async () => {
      const ports = await onRig();
      const pending = ports.meter({ do: 'read', object: PROFILE, untilMs: ports.now + 60_000 });
      const failing = expect(pending).rejects.toMatchObject({ whose: 'link' });
      await ports.bench({ do: 'supply', on: false });
      await ports.wait(60_000);
      await failing;
    });

    it('does not answer without supply, which is trouble of the link', async () => {
      const ports = await onRig();
      await ports.bench({ do: 'supply', on: false });
      const asking = ports.read(REGISTER);
      await expect(asking).rejects.toThrow(PortError);
      await expect(asking).rejects.toMatchObject({ whose: 'link' });
      await ports.bench({ do: 'supply', on: true });
      expect((await ports.read(REGISTER)).answer).toEqual({ value: expect.any(Number) });
    });

    it.each<[string, MeterStimulus]>([
      ['clock.set', { do: 'setClock', meterMs: Date.parse('2026-03-02T12:00:00Z') }],
      ['write.mpan', { do: 'write', object: 'import.mpan', value: { octets: '31'.repeat(13) } }],
      ['write.table', { do: 'write', object: 'secondary.import.table.activation', value: 'never' }],
      ['write.prepayment', { do: 'write', object: 'prepayment.debt', value: { milliPence: 1 } }],
      ['invoke.switch', { do: 'invoke', object: 'load.switch', method: 'open' }],
    ])('does by %s what it says that it can', async (capability, stimulus) => {
      const ports = await onRig();
      const { answer } = await ports.meter(stimulus);
      expect('value' in answer).toBe(ports.rig.meter.capabilities.has(capability));
    });
  });
}
