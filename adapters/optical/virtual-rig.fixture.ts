import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { virtualRig as rigOf, type VirtualRigOptions } from '../../cli/virtual-rig';
import type { Declaration } from '../../declaration/declaration';
import type { Rig, RigMaker } from '../ports';
import { referenceRigMaker } from '../reference';
import type { Mode } from '../virtual/serve';

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
 * Serves a virtual meter at a TCP port or on a pty, and puts our client before it, in virtual time. A bench of `flow` and
 * `supply` alone takes the meter as it stands.
 */
export async function virtualRig(
  declaration: Declaration,
  mode: Mode,
  port: 'pty' | { tcp: number } = { tcp: 0 },
  options: Partial<VirtualRigOptions> = {},
): Promise<VirtualRig> {
  const folder = mkdtempSync(join(tmpdir(), 'virtual-'));
  const meter = referenceRigMaker(declaration);
  const { maker, access, close } = await rigOf({ declaration, meter, mode, port, folder, ...options });
  let last: Rig | undefined;
  const { adapter, port: line, link, silenceMs, secrets, sideChannel } = access;
  const connection = { adapter, port: line, link, silenceMs, secrets, sideChannel, ...options.declared };
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
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}
