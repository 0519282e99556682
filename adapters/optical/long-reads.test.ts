import { exampleMeter } from '../../declaration/example-meter.fixture';
import type { Value } from '../../trace/vocabulary';
import { decodeApdu } from '../dlms';
import { Unwrapper } from '../dlms/wrapper';
import { type VirtualRig, virtualRig } from './virtual-rig.fixture';

const HALF_HOUR = 1_800_000;
const PROFILE = 'secondary.export.profile';

describe('a read that is to last', () => {
  let rig: VirtualRig;
  const signal = new AbortController().signal;
  beforeAll(async () => {
    rig = await virtualRig(exampleMeter(), 'wrapper');
  });
  afterAll(() => rig.close());

  /** Two days of rows, and a read of them over the next half hour; when its blocks were asked for. */
  async function longRead(forMs: number) {
    const { meter, bench } = await rig.make();
    const blocksMs: number[] = [];
    const unwrapper = new Unwrapper();
    const tap = {
      wire: (way: 'tx' | 'rx', octets: Uint8Array) => {
        if (way === 'rx') return;
        for (const one of unwrapper.push(octets)) {
          if (!('message' in one)) continue;
          const { kind } = decodeApdu('client', one.message.apdu);
          if (kind === 'get-request-normal' || kind === 'get-request-next') blocksMs.push(bench.now());
        }
      },
    };
    await meter.open(signal, tap);
    await bench.perform({ do: 'wait', untilMs: bench.now() + 96 * HALF_HOUR }, signal);
    const fromMs = bench.now();
    const untilMs = fromMs + forMs;
    const pending = meter.perform({ do: 'read', object: PROFILE, range: { toMs: fromMs }, untilMs }, signal, tap);
    const intervals = await bench.perform({ do: 'wait', untilMs }, signal);
    const reply = await pending;
    const again = await meter.perform({ do: 'read', object: PROFILE, range: { toMs: fromMs } }, signal, tap);
    return { reply, again, fromMs, untilMs, blocksMs: blocksMs.map((ms) => ms - fromMs), intervals };
  }

  it('takes its blocks evenly over its time, the first at once and the last at its end, while the bench goes on', async () => {
    const { reply, again, fromMs, untilMs, blocksMs, intervals } = await longRead(20 * 60_000);
    const rows = ('value' in reply.answer ? reply.answer.value : []) as Value[];
    expect(rows).toHaveLength(96);
    expect(reply.answer).toEqual(again.answer);
    expect(reply.when).toEqual({ fromMs, toMs: untilMs });
    // 96 rows of 21 octets in blocks of 512; the read that follows is one of its own, at the end.
    const paced = blocksMs.slice(0, -1);
    expect(paced).toEqual([0, 300_000, 600_000, 900_000, 1_200_000].slice(0, paced.length));
    expect(intervals).toHaveLength(1);
    expect(intervals[0]!.when).toEqual({ fromMs, toMs: untilMs });
  });

  it('is over at once where it is to last no time', async () => {
    const { reply, again, fromMs } = await longRead(0);
    expect(reply.answer).toEqual(again.answer);
    expect(reply.when).toEqual({ fromMs, toMs: fromMs });
  });
});
