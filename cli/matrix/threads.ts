import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Declaration } from '../../declaration/declaration';
import type { Job, RowOf } from './jobs';
import { overThreads, type PoolSettings } from './pool';

/** Does jobs of the fault matrix on threads of the built program. */
export function performAll<J extends Job>(
  jobs: readonly J[],
  reference: Declaration,
  settings: PoolSettings<RowOf<J>>,
): Promise<RowOf<J>[]> {
  return overThreads<J, RowOf<J>>(() => new Worker(join(__dirname, 'thread.js'), { workerData: reference }), jobs, settings);
}
