import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { InternalError, LinkError, TimeoutError } from '../trace/errors';
import type { BytePort } from './byte-port';
import { monotonicMs } from './monotonic';

/** A port under test and what its octets go to and come from; the same port where a plug leads its output back to its input. */
export interface Line {
  near: BytePort;
  far: BytePort;
  /** Takes the far end away, as if unplugged. */
  sever?: () => Promise<void>;
  /** Lets go of everything, ports and servers. */
  release(): Promise<void>;
}

/** Long enough on any machine; only a fault waits as long. */
const PATIENCE_MS = 60_000;
const text = (octets: Uint8Array) => Buffer.from(octets).toString('latin1');
const octets = (written: string) => Uint8Array.from(Buffer.from(written, 'latin1'));
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

async function readAll(port: BytePort, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let left = length; left > 0; left -= parts.at(-1)!.length)
    parts.push((await port.read({ responseMs: PATIENCE_MS, max: left })).octets);
  return Uint8Array.from(Buffer.concat(parts));
}

/** What everything that is a BytePort does, whatever carries its octets. */
export function contract(open: () => Promise<Line>, { severs = true, holdsBack = true } = {}) {
  let line: Line;
  let near: BytePort;
  let far: BytePort;
  beforeEach(async () => {
    line = await open();
    ({ near, far } = line);
  });
  afterEach(() => line.release());

  it('carries every value of an octet both ways, in order', async () => {
    const all = Uint8Array.from({ length: 256 }, (_, at) => at);
    await near.write(all);
    expect(await readAll(far, 256)).toEqual(all);
    await far.write(all);
    expect(await readAll(near, 256)).toEqual(all);
  });

  it('does writes in the order asked, though none was waited for', async () => {
    const writes = ['one ', 'two ', 'three '].map((word) => near.write(octets(word)));
    expect(text(await readAll(far, 14))).toBe('one two three ');
    await Promise.all(writes);
  });

  it('sends what the octets were when asked, whatever becomes of them', async () => {
    const mine = octets('before');
    const first = near.write(octets('> '));
    const second = near.write(mine);
    mine.fill(0x78);
    expect(text(await readAll(far, 8))).toBe('> before');
    await Promise.all([first, second]);
  });

  it('keeps what arrives while nobody reads', async () => {
    await far.write(octets('early'));
    await sleep(20);
    expect(text(await readAll(near, 5))).toBe('early');
  });

  it('ends a burst at the most octets wanted and keeps the rest', async () => {
    await far.write(octets('abcdef'));
    expect(text((await near.read({ responseMs: PATIENCE_MS, interOctetMs: PATIENCE_MS, max: 4 })).octets)).toBe('abcd');
    expect(text((await near.read({ responseMs: PATIENCE_MS, interOctetMs: PATIENCE_MS, max: 2 })).octets)).toBe('ef');
  });

  it('gathers a burst until the silence that ends it', async () => {
    const reading = near.read({ responseMs: PATIENCE_MS, interOctetMs: 1000 });
    for (const octet of ['a', 'b', 'c']) await far.write(octets(octet));
    expect(text((await reading).octets)).toBe('abc');
  });

  it('tells two bursts apart by the silence between them, though both are there', async () => {
    await far.write(octets('first'));
    await sleep(1000);
    await far.write(octets('second'));
    await sleep(50);
    const first = await near.read({ responseMs: PATIENCE_MS, interOctetMs: 200 });
    const second = await near.read({ responseMs: PATIENCE_MS, interOctetMs: 200 });
    expect([text(first.octets), text(second.octets)]).toEqual(['first', 'second']);
    expect(second.fromMs).toBeGreaterThan(first.toMs);
  });

  it('stamps what it sends and receives by the monotonic clock', async () => {
    const before = monotonicMs();
    const sent = await far.write(octets('x'));
    const burst = await near.read({ responseMs: PATIENCE_MS });
    const stamps = [before, sent.fromMs, sent.toMs, monotonicMs()];
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
    expect(burst.fromMs).toBeGreaterThanOrEqual(sent.fromMs);
    expect(burst.toMs).toBeGreaterThanOrEqual(burst.fromMs);
    expect(burst.toMs).toBeLessThanOrEqual(monotonicMs());
  });

  it('says that no answer came in time, and reads what comes later', async () => {
    const error = await caught(near.read({ responseMs: 20 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ path: near.path, awaited: 'answer', withinMs: 20, code: 'timeout', whose: 'link' });
    await far.write(octets('late'));
    expect(text(await readAll(near, 4))).toBe('late');
  });

  it('hears what came in time though the program was busy past it', async () => {
    const reading = near.read({ responseMs: 500 });
    const writing = far.write(octets('in time'));
    // What was asked begins in its turn, without a turn of the event loop.
    for (let turn = 0; turn < 20; turn++) await undefined;
    const freeAtMs = monotonicMs() + 700;
    while (monotonicMs() < freeAtMs);
    expect(text((await reading).octets)).toMatch(/^i/);
    await writing;
  });

  it('looks once where it is not to wait', async () => {
    expect(await caught(near.read({ responseMs: 0 }))).toBeInstanceOf(TimeoutError);
    await far.write(octets('there'));
    expect(text(await readAll(near, 1))).toBe('t');
    expect(text((await near.read({ responseMs: 0, max: 4 })).octets)).toMatch(/^h/);
  });

  it('ends a read whose signal aborts, with its reason, and loses no octet', async () => {
    const stop = new AbortController();
    const reading = caught(near.read({ responseMs: PATIENCE_MS }, stop.signal));
    const reason = new Error('enough');
    stop.abort(reason);
    expect(await reading).toBe(reason);
    expect(await caught(near.read({ responseMs: PATIENCE_MS }, stop.signal))).toBe(reason);
    expect(await caught(near.write(octets('unsent'), stop.signal))).toBe(reason);
    await far.write(octets('kept'));
    expect(text(await readAll(near, 4))).toBe('kept');
  });

  it('refuses a second read while one waits', async () => {
    const stop = new AbortController();
    const reading = caught(near.read({ responseMs: PATIENCE_MS }, stop.signal));
    expect(await caught(near.read({ responseMs: PATIENCE_MS }))).toBeInstanceOf(InternalError);
    stop.abort();
    await reading;
  });

  it('discards what arrived and was not read, and nothing that comes after', async () => {
    await far.write(octets('stale'));
    expect(text(await readAll(near, 1))).toBe('s');
    await near.discard();
    await far.write(octets('fresh'));
    expect(text(await readAll(near, 5))).toBe('fresh');
  });

  it('carries a hundred thousand octets each way at once', async () => {
    const hash = (some: Uint8Array) => createHash('sha256').update(some).digest('hex');
    const there = Uint8Array.from(randomBytes(100_000));
    const back = Uint8Array.from(randomBytes(100_000));
    const both = near === far;
    const [atFar, atNear] = await Promise.all([
      readAll(far, there.length),
      both ? Promise.resolve(back) : readAll(near, back.length),
      near.write(there),
      both ? undefined : far.write(back),
    ]);
    expect(hash(atFar)).toBe(hash(there));
    expect(hash(atNear)).toBe(hash(back));
  });

  it('ends what is pending when it is closed, and is closed once', async () => {
    const reading = caught(near.read({ responseMs: PATIENCE_MS }));
    await Promise.all([near.close(), near.close()]);
    expect(await reading).toMatchObject({ code: 'ECANCELED', path: near.path });
    for (const after of [near.read({ responseMs: 0 }), near.write(octets('x'))])
      expect(await caught(after)).toBeInstanceOf(LinkError);
  });

  if (holdsBack) {
    // More than any kernel takes off our hands.
    const queue = () => new Uint8Array(64 << 20).fill(0x55);

    it('closes though nobody takes what is queued', async () => {
      const writing = caught(near.write(queue()));
      await sleep(20);
      await near.close();
      expect(await writing).toBeInstanceOf(LinkError);
    });

    it('ends a write whose signal aborts though nobody takes it', async () => {
      const stop = new AbortController();
      const writing = caught(near.write(queue(), stop.signal));
      const reason = new Error('enough');
      stop.abort(reason);
      expect(await writing).toBe(reason);
    });
  }

  if (severs) {
    it('says in mid-read that the other end is gone', async () => {
      const reading = caught(near.read({ responseMs: PATIENCE_MS }));
      await line.sever!();
      const error = await reading;
      expect(error).toBeInstanceOf(LinkError);
      expect(error).toMatchObject({ path: near.path, code: 'EIO', whose: 'link' });
      expect(await caught(near.read({ responseMs: PATIENCE_MS }))).toMatchObject({ code: 'EIO' });
    });

    it('gives what had come before the other end went', async () => {
      await far.write(octets('last words'));
      expect(text(await readAll(near, 1))).toBe('l');
      await line.sever!();
      expect(text(await readAll(near, 9))).toBe('ast words');
      expect(await caught(near.read({ responseMs: PATIENCE_MS }))).toMatchObject({ code: 'EIO' });
    });
  }
}
