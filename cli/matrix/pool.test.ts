import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { overThreads } from './pool';

/** A thread that takes as many milliseconds as it is sent, and fails on a negative number. */
const THREAD = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ at, job }) => {
  if (job < 0) parentPort.postMessage({ at, failed: 'cannot wait ' + job + ' ms' });
  else setTimeout(() => parentPort.postMessage({ at, row: 2 * job }), job);
});`;
const thread = () => new Worker(THREAD, { eval: true });
const { signal } = new AbortController();

describe('jobs over threads', () => {
  it.each([1, 2, 9])('come back and are told in the order of the jobs: %d threads', async (threads) => {
    const told: [number, number][] = [];
    const rows = await overThreads<number, number>(thread, [40, 1, 20, 0], {
      signal,
      threads,
      done: (row, at) => told.push([at, row]),
    });
    expect(rows).toEqual([80, 2, 40, 0]);
    expect(told).toEqual([
      [0, 80],
      [1, 2],
      [2, 40],
      [3, 0],
    ]);
  });

  it('are nothing where there is none', async () => {
    expect(await overThreads(thread, [], { signal })).toEqual([]);
  });

  it('end with what one of them threw', async () => {
    await expect(overThreads<number, number>(thread, [1, -5, 1000], { signal, threads: 2 })).rejects.toThrow('cannot wait -5 ms');
  });

  it('end when they are told to', async () => {
    const stop = new AbortController();
    const work = overThreads<number, number>(thread, [60_000], { signal: stop.signal });
    await Promise.all([expect(work).rejects.toMatchObject({ name: 'AbortError' }), sleep(50).then(() => stop.abort())]);
  });

  it('do not begin where that was told before', async () => {
    await expect(overThreads<number, number>(thread, [60_000], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
