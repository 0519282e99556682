import { dirname, isAbsolute, join } from 'node:path';
import { Desk } from '../adapters/bench/desk';
import { manualBenchMaker } from '../adapters/bench/manual-maker';
import { simulatedBenchMaker } from '../adapters/bench/simulated-maker';
import { type ObjectMap, readObjectMap, SHIPPED_MAPS, type ShippedMap, shippedObjectMap } from '../adapters/dlms/object-map';
import { openAccessPort } from '../adapters/optical/open-port';
import { readSecrets } from '../adapters/optical/secrets';
import { Session } from '../adapters/optical/session';
import { type BenchMaker, wireRigMaker } from '../adapters/optical/wire-rig';
import type { RigMaker } from '../adapters/ports';
import type { Access } from '../declaration/access';
import { type Declaration, elementsOf } from '../declaration/declaration';
import type { BenchDeclaration } from '../declaration/read-bench';
import { UsageError } from '../trace/errors';

/** The access path of a meter on a wire; undefined for the model itself. */
export const accessOf = ({ connection }: Declaration): Access | undefined =>
  connection.adapter === 'optical' ? connection : undefined;

/** An object map by its name: a shipped one, or a file. */
export const mapNamed = (name: string): ObjectMap =>
  SHIPPED_MAPS.includes(name as ShippedMap) ? shippedObjectMap(name as ShippedMap) : readObjectMap(name);

/** The object map that an access path names. */
export const mapOf = ({ map }: Access): ObjectMap => mapNamed(map);

/** A declaration out of a file: an object map that it names stands beside it, wherever the command is run. */
export function besideIts(file: string, declaration: Declaration): Declaration {
  const access = accessOf(declaration);
  if (!access || SHIPPED_MAPS.includes(access.map as ShippedMap)) return declaration;
  return {
    ...declaration,
    connection: { ...access, map: isAbsolute(access.map) ? access.map : join(dirname(file), access.map) },
  };
}

/** A session with the meter of an access path, its secrets read. */
export const sessionOf = (access: Access): Session =>
  new Session(access, readSecrets(process.env, access.secrets), (signal) => openAccessPort(access, signal));

/** Puts a meter on a wire before its declared bench; a person at a manual one is asked at the desk. */
export function wireMaker(declaration: Declaration, access: Access, bench: BenchDeclaration, desk?: Desk): RigMaker {
  return wireRigMaker({
    declaration,
    access,
    map: mapOf(access),
    secrets: readSecrets(process.env, access.secrets),
    bench: benchMaker(declaration, access, bench, desk),
  });
}

function benchMaker(declaration: Declaration, access: Access, bench: BenchDeclaration, desk = new Desk()): BenchMaker {
  const capabilities = new Set<string>(bench.capabilities);
  const { kind, time, setting, most } = bench;
  if (kind === 'manual' && setting)
    return manualBenchMaker({ capabilities, setting, most, elements: elementsOf(declaration), desk });
  if (kind === 'simulated')
    return simulatedBenchMaker({ socket: access.sideChannel ?? `${access.port}.bench`, time, capabilities });
  throw new UsageError(
    `a bench of kind ${kind} is the reference meter's own; a meter on a wire needs one of kind simulated or manual: see examples/virtual-bench.yaml and examples/manual-bench.yaml`,
  );
}
