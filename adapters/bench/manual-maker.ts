import type { Most, Setting } from '../../declaration/manual-bench';
import type { Element } from '../../trace/vocabulary';
import type { Bench, BenchLimits, RigMaker } from '../ports';
import { wallClock } from './bench-clock';
import type { Desk } from './desk';
import { ManualBench } from './manual';

export interface ManualOptions {
  capabilities: ReadonlySet<string>;
  setting: Setting;
  most?: Most | undefined;
  elements: readonly Element[];
  desk: Desk;
}

/** The bench of a person, one for the whole run: what stands at the end of a scenario still stands when the next begins. */
export function manualBenchMaker({ most, ...options }: ManualOptions) {
  const bench = new ManualBench({ ...options, clock: wallClock() });
  const pace: Pick<RigMaker, 'settingMs' | 'limits'> = {
    settingMs: options.setting.seconds * 1000,
    ...(most && { limits: limitsOf(most) }),
  };
  const make = async (): Promise<Bench> => bench;
  return { name: 'manual bench', capabilities: options.capabilities, time: 'wall' as const, fresh: false, ...pace, make };
}

const MILLI = 1000;

function limitsOf(most: Most): BenchLimits {
  const limits: BenchLimits = {};
  for (const element of ['primary', 'secondary'] as const) {
    const given = most[element];
    if (given)
      limits[element] = { importMw: given.importW * MILLI, exportMw: given.exportW * MILLI, reactiveMvar: given.vars * MILLI };
  }
  return limits;
}
