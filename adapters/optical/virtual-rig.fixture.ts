import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { accessShape } from '../../declaration/access';
import type { Declaration } from '../../declaration/declaration';
import { simulatedBenchMaker } from '../bench/simulated-maker';
import { shippedObjectMap } from '../dlms/object-map';
import { BENCH_CAPABILITIES, type Rig, type RigMaker } from '../ports';
import { referenceRigMaker } from '../reference';
import { demoKeys } from '../virtual/demo-keys';
import { type Mode, serveMeter } from '../virtual/serve';
import { keysOf, type LinkTarget, sideChannelOf } from '../virtual/stable-link';
import { VirtualMeter } from '../virtual/virtual-meter';
import { readSecrets } from './secrets';
import { wireRigMaker } from './wire-rig';

/** A virtual meter on a wire in this process, and makers of rigs before it. */
export interface VirtualRig {
  maker: RigMaker;
  /** `meter.yaml` of it, as a person would write it. */
  declarationText: string;
  /** A fresh meter; the rig made before is let go, for nothing in a test does it. */
  make(): Promise<Rig>;
  close(): Promise<void>;
}

/**
 * Serves a virtual meter at a TCP port or on a pty, and puts our client before it, in virtual time; `through`, a relay, may lie between
 * the two. A bench of `flow` and `supply` alone takes the meter as it stands.
 */
export async function virtualRig(
  declaration: Declaration,
  mode: Mode,
  port: 'pty' | { tcp: number } = { tcp: 0 },
  through: (address: string) => Promise<string> = async (address) => address,
  capabilities: readonly string[] = BENCH_CAPABILITIES,
): Promise<VirtualRig> {
  const folder = mkdtempSync(join(tmpdir(), 'virtual-'));
  const link = join(folder, 'meter');
  const keys = demoKeys(keysOf(link));
  const map = shippedObjectMap('default');
  const end = new AbortController();
  const meter = await VirtualMeter.now(referenceRigMaker(declaration));
  let served: Promise<void> = Promise.resolve();
  const target = await new Promise<LinkTarget>((resolve, reject) => {
    served = serveMeter(meter, { port, link, mode, baud: 9600, keys, map }, end.signal, resolve);
    served.catch(reject);
  });
  const access = accessShape.parse({
    adapter: 'optical',
    port: 'pty' in target ? target.pty : `tcp:${await through(target.tcp)}`,
    link: mode === 'e' ? 'mode-e' : mode,
    silenceMs: 150,
  });
  const bench = simulatedBenchMaker({
    socket: sideChannelOf(link),
    time: 'virtual',
    capabilities: new Set(capabilities),
  });
  const maker = wireRigMaker({ declaration, access, map, secrets: readSecrets({}, keysOf(link)), bench });
  let last: Rig | undefined;
  const { port: line, link: kind, silenceMs } = access;
  const connection = { adapter: 'optical', port: line, link: kind, silenceMs, secrets: keysOf(link) };
  return {
    maker,
    declarationText: stringify({ ...declaration, connection }),
    async make() {
      await last?.meter.close();
      last = await maker.make({ name: 'contract', start: 'any' });
      return last;
    },
    async close() {
      await last?.meter.close();
      end.abort();
      await served;
      rmSync(folder, { recursive: true });
    },
  };
}
