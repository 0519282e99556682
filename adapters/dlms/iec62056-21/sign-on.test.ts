import fc from 'fast-check';
import { PortError } from '../../../trace/errors';
import { hexOf, octetsOf } from '../laws.fixture';
import { eachSharedJson } from '../shared.fixture';
import { encodeSignOn, type SignOnBaud, type SignOnMessage } from './messages';
import { type MeterOptions, MeterSignOn } from './meter-sign-on';
import { type ReaderOptions, ReaderSignOn } from './reader-sign-on';
import type { LineSetting, SignOn, SignOnEvent } from './sign-on';

type End = 'reader' | 'meter';

const METER: MeterOptions = {
  line: 'meter',
  manufacturer: 'GRX',
  ident: '\\2DP184',
  mostBaud: 9600,
  data: () => '1.8.0(000123*kWh)\r\n',
  challenge: '4711',
  hdlc: true,
};

/** Both ends on one line in virtual time. Octets sent at one setting and received at another come out as something else; `lost`: transmissions that never arrive. */
function play(
  reader: ReaderSignOn,
  meter: MeterSignOn,
  { lost = [], garbledAt = [] }: { lost?: number[]; garbledAt?: SignOnBaud[] } = {},
) {
  const ends: Record<End, SignOn> = { reader, meter };
  const set: Partial<Record<End, LineSetting>> = {};
  const told: { by: End; event: SignOnEvent; atMs: number }[] = [];
  const due: { atMs: number; work: () => void }[] = [];
  let nowMs = 0;
  let sent = 0;
  const follow = (by: End, events: SignOnEvent[]) => {
    for (const event of events) {
      told.push({ by, event, atMs: nowMs });
      if (event.event === 'retune') set[by] = event.line;
      if (event.event !== 'transmit') continue;
      const to = by === 'reader' ? 'meter' : 'reader';
      const line = set[by]!;
      const atMs = nowMs + (event.octets.length * 10_000) / line.baud;
      if (lost.includes(sent++)) continue;
      due.push({
        atMs,
        work: () => {
          ends[by].sent(nowMs);
          const heard = set[to]!;
          const right = heard.baud === line.baud && heard.framing === line.framing && !garbledAt.includes(line.baud);
          follow(to, ends[to].receive(right ? event.octets : event.octets.map((octet) => (octet ^ 0x55) & 0x7f), nowMs));
        },
      });
    }
  };
  follow('meter', meter.open());
  follow('reader', reader.open(0));
  for (let steps = 0; ; steps++) {
    if (steps === 2_000) throw new Error('still not quiet');
    due.sort((a, b) => a.atMs - b.atMs);
    const wake = (['reader', 'meter'] as const)
      .map((end) => ({ end, atMs: ends[end].wakeAtMs ?? Number.POSITIVE_INFINITY }))
      .sort((a, b) => a.atMs - b.atMs)[0]!;
    const first = due[0];
    if (!first && wake.atMs === Number.POSITIVE_INFINITY) break;
    nowMs = Math.max(nowMs, Math.min(first?.atMs ?? Number.POSITIVE_INFINITY, wake.atMs));
    if (first && first.atMs <= wake.atMs) due.shift()!.work();
    else follow(wake.end, ends[wake.end].wake(nowMs));
  }
  const of = (end: End) => told.filter(({ by }) => by === end).map(({ event }) => event);
  return { told, set, reader: of('reader'), meter: of('meter'), last: of('reader').at(-1)! };
}

const reader = (more: Partial<ReaderOptions> = {}) => new ReaderSignOn({ line: 'probe', purpose: 'hdlc', ...more });
const meter = (more: Partial<MeterOptions> = {}) => new MeterSignOn({ ...METER, ...more });
const transmitted = (events: SignOnEvent[]) =>
  events.flatMap((event) => (event.event === 'transmit' ? [Buffer.from(event.octets).toString('latin1')] : []));

describe('a sign-on', () => {
  it('in mode E goes to HDLC at the rate offered, the option select repeated at that rate', () => {
    const { reader: ours, meter: theirs, last, set } = play(reader(), meter());
    expect(transmitted(ours)).toEqual(['/?!\r\n', '\x06252\r\n']);
    expect(transmitted(theirs)).toEqual(['/GRX5\\2DP184\r\n', '\x06252\r\n']);
    expect(last).toEqual({ event: 'signed-on', purpose: 'hdlc', line: { baud: 9600, framing: '8N1' }, confirmed: true });
    expect(set).toEqual({ reader: { baud: 9600, framing: '8N1' }, meter: { baud: 9600, framing: '8N1' } });
    expect(ours).toContainEqual({ event: 'identified', manufacturer: 'GRX', ident: '\\2DP184', baud: 9600, hdlc: true });
  });

  it('in mode C reads the data out, or goes to programming mode with what the meter challenges with', () => {
    expect(play(reader({ purpose: 'readout' }), meter()).last).toEqual({ event: 'read-out', data: '1.8.0(000123*kWh)\r\n!\r\n' });
    const { last } = play(reader({ purpose: 'programming' }), meter());
    expect(last).toEqual({ event: 'signed-on', purpose: 'programming', line: { baud: 9600, framing: '7E1' }, challenge: '4711' });
  });

  it('takes its reaction time before each answer: 200 ms, or 20 where the third letter is small', () => {
    for (const [manufacturer, ms] of [
      ['GRX', 200],
      ['GRx', 20],
    ] as const) {
      const { told } = play(reader(), meter({ manufacturer }));
      const times = told.filter(({ event }) => event.event === 'transmit').map(({ atMs }) => atMs);
      const octets = [5, 14, 6];
      const gaps = times.slice(1).map((at, i) => at - times[i]! - (octets[i]! * 10_000) / 300);
      for (const gap of gaps) expect(gap).toBeCloseTo(ms, 6);
    }
  });

  it('goes no faster than the reader may', () => {
    expect(play(reader({ mostBaud: 2400 }), meter()).last).toMatchObject({ line: { baud: 2400 } });
    expect(play(reader({ mostBaud: 300 }), meter()).last).toMatchObject({ line: { baud: 300 }, confirmed: true });
  });

  it('reaches the meter that it calls by its address, leading zeros aside, and no other', () => {
    expect(play(reader({ address: '00123' }), meter({ address: '123' })).last.event).toBe('signed-on');
    const { last } = play(reader({ address: '124' }), meter({ address: '123' }));
    expect(last.event === 'failed' && last.error.message).toMatch(/^probe: no identification within 5\d{3} ms, not one octet$/);
  });

  it('asks twice more where no identification comes', () => {
    expect(play(reader(), meter(), { lost: [0, 1] }).last.event).toBe('signed-on');
    const { reader: ours } = play(reader(), meter(), { lost: [0, 1, 2] });
    expect(transmitted(ours)).toHaveLength(3);
    expect(ours.at(-1)?.event).toBe('failed');
  });

  it('takes a meter that does not repeat the option select at its word', () => {
    expect(play(reader(), meter(), { lost: [3] }).last).toMatchObject({ event: 'signed-on', confirmed: false });
  });

  it('goes back to 300 baud for the data of a meter that missed the option select', () => {
    const { last, set } = play(reader({ purpose: 'readout' }), meter(), { lost: [2] });
    expect(last.event).toBe('read-out');
    expect(set.reader).toEqual({ baud: 300, framing: '7E1' });
  });

  it('signs on again one rate lower where the faster rate comes out garbled, down to where it is understood', () => {
    const { reader: ours, last } = play(reader({ purpose: 'readout' }), meter(), { garbledAt: [9600, 4800] });
    expect(last.event).toBe('read-out');
    const tuned = ours.flatMap((event) => (event.event === 'retune' ? [event.line.baud] : []));
    expect(tuned.filter((baud) => baud !== 300)).toEqual([9600, 4800, 2400]);
  });

  it('asks for a block again whose check character is wrong', () => {
    const end = reader({ purpose: 'readout' });
    const events = [...end.open(0), ...end.receive(encodeSignOn(identification), 500), ...end.wake(700)];
    const block = encodeSignOn({ kind: 'block', command: '', data: '1(2)!\r\n' });
    events.push(...end.receive(block.with(2, 0x41), 1_000), ...end.receive(block, 1_500));
    expect(transmitted(events)).toEqual(['/?!\r\n', '\x06050\r\n', '\x15']);
    expect(events.at(-1)).toEqual({ event: 'read-out', data: '1(2)!\r\n' });
  });

  it('ends as refused where the meter breaks off, and as unsupported where it is of another mode', () => {
    const end = reader({ purpose: 'programming' });
    end.open(0);
    end.receive(encodeSignOn(identification), 500);
    end.wake(700);
    const events = end.receive(encodeSignOn({ kind: 'block', command: 'B0' }), 1_000);
    expect(events.at(-1)).toMatchObject({ event: 'failed', error: { code: 'refused' } });
    const other = reader();
    other.open(0);
    expect(other.receive(encodeSignOn({ ...identification, baud: 'C' }), 500)).toMatchObject([
      { event: 'failed', error: { code: 'unsupported' } },
    ]);
  });

  it('can be taken back to one rate lower by whoever finds HDLC dumb at the rate agreed', () => {
    const end = reader();
    end.open(0);
    end.receive(encodeSignOn(identification), 500);
    end.wake(700);
    end.receive(encodeSignOn({ kind: 'select', protocol: '2', baud: '5', mode: '2' }), 900);
    expect(transmitted(end.fallBack(5_000))).toEqual(['/?!\r\n']);
    end.receive(encodeSignOn(identification), 5_500);
    expect(transmitted(end.wake(5_700))).toEqual(['\x06242\r\n']);
  });

  it('does not wait long for a line that babbles and ends no message', () => {
    const end = reader();
    const events = end.open(0);
    let nowMs = 0;
    while (!events.some(({ event }) => event === 'failed') && nowMs < 600_000) {
      nowMs += 100;
      events.push(...end.receive(octetsOf('2f'), nowMs), ...(nowMs >= end.wakeAtMs! ? end.wake(nowMs) : []));
    }
    expect(nowMs).toBeLessThan(100_000);
  });

  it('ends, whatever the meter sends', () => {
    const some = fc.oneof(
      fc.uint8Array({ maxLength: 30 }).map((octets) => octets.map((octet) => octet & 0x7f)),
      fc
        .constantFrom(
          '/',
          '\x02',
          '\x01P0\x02',
          '\x15',
          '\x06',
          '/GRX5\r\n',
          '/GRX6\\2\r\n',
          '\x06252\r\n',
          '\x01P0\x02()\x03\x60',
        )
        .map((text) => Uint8Array.from(Buffer.from(text, 'latin1'))),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('hdlc', 'programming', 'readout'),
        fc.array(some, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(10, 100, 1_000),
        (purpose, babble, everyMs) => {
          const end = reader({ purpose });
          const events = end.open(0);
          let nowMs = 0;
          for (let i = 0; !events.some(({ event }) => event === 'failed' || event === 'signed-on' || event === 'read-out'); i++) {
            if (nowMs > 3_600_000) throw new Error('still signing on after an hour');
            nowMs += everyMs;
            events.push(...end.receive(babble[i % babble.length]!, nowMs));
            if (end.wakeAtMs !== undefined && end.wakeAtMs <= nowMs) events.push(...end.wake(nowMs));
          }
          for (const event of events) if (event.event === 'failed') expect(event.error).toBeInstanceOf(PortError);
        },
      ),
    );
  });

  eachSharedJson<{ dir: 'client' | 'meter'; hex: string }[]>(
    'wire',
    (file) => `${file}: fed with the meter's part, our reader signs on with the octets of theirs`,
    (recording) => {
      const signOn = recording.filter(({ hex }) => !hex.startsWith('7e'));
      const end = reader();
      const events = end.open(0);
      signOn.forEach(({ dir, hex }, i) => {
        const nowMs = i * 1_000;
        events.push(...(dir === 'client' ? end.wake(nowMs) : end.receive(octetsOf(hex), nowMs)));
      });
      const ours = events.flatMap((event) => (event.event === 'transmit' ? [hexOf(event.octets)] : []));
      expect(ours).toEqual(signOn.flatMap(({ dir, hex }) => (dir === 'client' ? [hex] : [])));
      expect(events.at(-1)).toMatchObject({ event: 'signed-on', confirmed: true });
    },
    'mode-e',
  );
});

const identification: SignOnMessage & { kind: 'identification' } = {
  kind: 'identification',
  manufacturer: 'GRX',
  baud: '5',
  ident: '',
};
