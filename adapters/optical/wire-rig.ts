import type { Access } from '../../declaration/access';
import type { Declaration } from '../../declaration/declaration';
import type { Ms, Scenario } from '../../trace/vocabulary';
import type { ObjectMap } from '../dlms/object-map';
import type { Bench, BenchLimits, Rig, RigMaker } from '../ports';
import { CosemMeter } from './cosem-meter';
import { FrameLength } from './frame-length';
import { openAccessPort } from './open-port';
import type { Secrets } from './secrets';
import { Session } from './session';

type Fresh = Pick<Scenario, 'name' | 'start' | 'preset' | 'before' | 'firmware'>;

/** The bench that stands before a meter on a wire. */
export interface BenchMaker {
  readonly name: string;
  readonly capabilities: ReadonlySet<string>;
  readonly time: 'virtual' | 'wall';
  /** As a `RigMaker` says it. */
  readonly fresh: boolean;
  readonly settingMs?: Ms;
  readonly limits?: BenchLimits;
  /** Prepares it for a scenario, and the meter where the bench can. */
  make(fresh: Fresh): Promise<Bench>;
}

export interface WireRigOptions {
  declaration: Declaration;
  access: Access;
  map: ObjectMap;
  secrets: Secrets;
  bench: BenchMaker;
}

/** About how long a request takes on a wire in real time, ms. */
const REQUEST_MS: Ms = 500;

/** Puts a meter on a wire before a bench; each scenario has a session of its own. */
export function wireRigMaker({ declaration, access, map, secrets, bench: maker }: WireRigOptions): RigMaker {
  const name = `meter ${declaration.meter.id} by ${access.link} at ${access.port}, ${maker.name}`;
  const capabilities = new Set<string>(declaration.capabilities);
  // What a line has shown in one scenario holds for the next.
  const frames = new FrameLength(access.infoField);
  return {
    name,
    fresh: maker.fresh,
    meterCapabilities: capabilities,
    benchCapabilities: maker.capabilities,
    time: maker.time,
    requestMs: maker.time === 'virtual' ? 0 : REQUEST_MS,
    ...(maker.settingMs !== undefined && { settingMs: maker.settingMs }),
    ...(maker.limits && { limits: maker.limits }),
    async make(fresh): Promise<Rig> {
      const bench = await maker.make(fresh);
      const session = new Session(access, secrets, (signal) => openAccessPort(access, signal), frames);
      return { name, bench, meter: new CosemMeter({ map, session, capabilities, bench }) };
    },
  };
}
