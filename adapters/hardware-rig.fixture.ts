import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { mapOf } from '../cli/on-the-wire';
import { declared, rigMaker } from '../cli/rig';
import { PortError, UsageError } from '../trace/errors';
import type { Ms } from '../trace/vocabulary';
import { readSecrets } from './optical/secrets';
import { wireRigMaker } from './optical/wire-rig';
import type { Bench, BenchReply, BenchStimulus, RigMaker } from './ports';

/** Stands beside a meter and lets time pass: nothing flows for a test, and no supply is cut. */
class Bystander implements Bench {
  readonly capabilities: ReadonlySet<string> = new Set();
  readonly time = 'wall';
  private saidMs = Date.now();

  now(): Ms {
    return Math.max(this.saidMs, Date.now());
  }

  async perform(stimulus: BenchStimulus, signal: AbortSignal): Promise<BenchReply> {
    signal.throwIfAborted();
    if (stimulus.do === 'flow' || stimulus.do === 'supply')
      throw new PortError('bench', 'bystander', `nobody is there for ${stimulus.do}`);
    const fromMs = this.saidMs;
    if (stimulus.do === 'wait') await sleep(Math.max(0, stimulus.untilMs - this.now()), undefined, { signal });
    this.saidMs = this.now();
    return [{ when: { fromMs, toMs: this.saidMs }, from: 'set-point' }];
  }
}

/**
 * The meter of a `meter.yaml`. Behind a link of `simulate` it is moved over the side channel; any other is only read, while time passes,
 * and `moved` is false.
 */
export function hardwareRig(file: string): { maker: RigMaker; moved: boolean } {
  const files = declared({ meter: file });
  const { connection } = files.meter;
  if (connection.adapter !== 'optical') throw new UsageError(`${file}: SMETS2_METER names no meter on a wire`);
  if (existsSync(connection.sideChannel ?? `${connection.port}.bench`)) return { maker: rigMaker(files), moved: true };
  const bystander = new Bystander();
  const { capabilities, time } = bystander;
  const bench = { name: 'nobody', capabilities, time, fresh: false, make: async () => bystander } as const;
  const secrets = readSecrets(process.env, connection.secrets);
  const maker = wireRigMaker({ declaration: files.meter, access: connection, map: mapOf(connection), secrets, bench });
  return { maker, moved: false };
}
