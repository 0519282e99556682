import { join } from 'node:path';
import type { z } from 'zod';
import { simulatedBenchMaker } from '../adapters/bench/simulated-maker';
import { type ObjectMap, shippedObjectMap } from '../adapters/dlms/object-map';
import { readSecrets } from '../adapters/optical/secrets';
import { wireRigMaker } from '../adapters/optical/wire-rig';
import type { RigMaker } from '../adapters/ports';
import { demoKeys } from '../adapters/virtual/demo-keys';
import { type Mode, type ServeOptions, serveMeter } from '../adapters/virtual/serve';
import { keysOf, type LinkTarget, sideChannelOf } from '../adapters/virtual/stable-link';
import { type MeterMaker, VirtualMeter } from '../adapters/virtual/virtual-meter';
import { type Access, accessShape } from '../declaration/access';
import type { Declaration } from '../declaration/declaration';

export interface VirtualRigOptions {
  declaration: Declaration;
  /** What is served: the reference meter or a faulty one. */
  meter: MeterMaker;
  mode: Mode;
  port: 'pty' | { tcp: number };
  /** Where link, socket and keys stand; what was there of a meter before it is removed, the keys stay. */
  folder: string;
  /** Where its objects stand; the default map where left out. */
  map?: ObjectMap;
  /** What an access path declares besides. */
  declared?: Partial<z.input<typeof accessShape>>;
  /** The wire between them, and the security that the meter demands. */
  serving?: Pick<Partial<ServeOptions>, 'wire' | 'security'>;
  /** What the bench can do, where it is less than the meter lets it. */
  capabilities?: readonly string[];
  /** A relay may lie between client and meter over TCP: given the meter's address, it gives its own. */
  through?(address: string): Promise<string>;
}

/** A virtual meter on a wire of this process, moved in virtual time, and our client before it. */
export interface VirtualRig {
  maker: RigMaker;
  access: Access;
  /** Ends both; throws what the meter's end failed with. */
  close(): Promise<void>;
}

/** Nothing lies between the two ends but a kernel: a silence is one soon. */
const SILENCE_MS = 150;

export async function virtualRig(options: VirtualRigOptions): Promise<VirtualRig> {
  const { declaration, meter, mode, port, folder, map, capabilities, through, declared, serving } = options;
  const link = join(folder, 'meter');
  const placed = map ?? shippedObjectMap('default');
  const end = new AbortController();
  const virtual = await VirtualMeter.now(meter);
  let served: Promise<void> = Promise.resolve();
  const target = await new Promise<LinkTarget>((resolve, reject) => {
    served = serveMeter(
      virtual,
      { port, link, mode, baud: 9600, keys: demoKeys(keysOf(link)), map: placed, ...serving },
      end.signal,
      resolve,
    );
    served.catch(reject);
  });
  const access = accessShape.parse({
    adapter: 'optical',
    port: 'pty' in target ? target.pty : `tcp:${through ? await through(target.tcp) : target.tcp}`,
    link: mode === 'e' ? 'mode-e' : mode,
    silenceMs: SILENCE_MS,
    secrets: keysOf(link),
    sideChannel: sideChannelOf(link),
    ...declared,
  });
  const bench = simulatedBenchMaker({
    socket: sideChannelOf(link),
    time: 'virtual',
    capabilities: capabilities ? new Set(capabilities) : virtual.maker.benchCapabilities,
  });
  return {
    maker: wireRigMaker({ declaration, access, map: placed, secrets: readSecrets({}, keysOf(link)), bench }),
    access,
    async close() {
      end.abort();
      await served;
    },
  };
}
