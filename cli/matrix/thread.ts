/** Entry of a thread of the fault matrix: does the jobs that it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Declaration } from '../../declaration/declaration';
import { type Job, perform, type RowOf } from './jobs';
import type { Reply, Task } from './pool';

const reference = workerData as Declaration;
const { signal } = new AbortController();

parentPort?.on('message', async ({ at, job }: Task<Job>) => {
  const reply = await perform(job, reference, signal).then(
    (row): Reply<RowOf<Job>> => ({ at, row }),
    (error): Reply<RowOf<Job>> => ({ at, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  parentPort?.postMessage(reply);
});
