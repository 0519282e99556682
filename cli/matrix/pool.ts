import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';

/** What a thread is sent, and what it sends back. */
export interface Task<J> {
  at: number;
  job: J;
}
export type Reply<R> = { at: number; row: R } | { at: number; failed: string };

export interface PoolSettings<R> {
  signal: AbortSignal;
  threads?: number;
  /** Told of every row in the order of the jobs, as soon as it and all before it are done. */
  done?(row: R, at: number): void;
}

/** Does jobs on threads, one at a time on each; the rows come in the order of the jobs. Throws what a job threw, as text. */
export async function overThreads<J, R>(makeThread: () => Worker, jobs: readonly J[], settings: PoolSettings<R>): Promise<R[]> {
  const { signal, threads = availableParallelism(), done } = settings;
  signal.throwIfAborted();
  const rows: R[] = [];
  const finished = new Set<number>();
  const workers: Worker[] = [];
  let [sent, told] = [0, 0];
  const tell = () => {
    for (; finished.has(told); told++) done?.(rows[told]!, told);
  };
  const work = new Promise<R[]>((resolve, reject) => {
    if (jobs.length === 0) return resolve(rows);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    const next = (worker: Worker) => {
      if (sent < jobs.length) worker.postMessage({ at: sent, job: jobs[sent++]! } satisfies Task<J>);
    };
    for (let i = 0; i < Math.min(threads, jobs.length); i++) {
      const worker = makeThread();
      workers.push(worker);
      worker.on('error', reject);
      worker.on('message', (reply: Reply<R>) => {
        if ('failed' in reply) return reject(new Error(reply.failed));
        rows[reply.at] = reply.row;
        finished.add(reply.at);
        tell();
        if (finished.size === jobs.length) resolve(rows);
        else next(worker);
      });
      next(worker);
    }
  });
  return work.finally(() => Promise.all(workers.map((worker) => worker.terminate())));
}
