import type { RigMaker } from '../adapters/ports';
import type { Declaration } from '../declaration/declaration';
import { PortError } from '../trace/errors';
import { examine, type Outcome } from './doctor/check';
import { meterChecks } from './doctor/meter';
import { told } from './doctor/told';
import { accessOf, mapOf, sessionOf } from './on-the-wire';
import type { Output } from './output';

/** Without these no scenario can be played; whatever else is not as declared is for the report. */
const NEEDED = new Set(['bench', 'echo', 'management']);
/** Of the way, not of the meter. */
const WAY = new Set([...NEEDED, 'public', 'clock']);

/**
 * Looks at a meter on a wire as `doctor` does before a run begins: false where it cannot, each reason said with what to do next. What the
 * meter has and lacks is told in a line; the run judges it. `file` is its declaration.
 */
export async function lookFirst(
  { meter, maker, file }: { meter: Declaration; maker: RigMaker; file: string },
  output: Output,
  signal: AbortSignal,
): Promise<boolean> {
  const access = accessOf(meter);
  if (!access) return true;
  const outcomes = await examine(
    [() => freshMeter(maker), ...meterChecks({ declaration: meter, access, map: mapOf(access), session: sessionOf(access) })],
    signal,
    () => undefined,
  );
  // In virtual time the clock is where the bench puts it.
  const looked = maker.time === 'virtual' ? outcomes.filter(({ what }) => what !== 'clock') : outcomes;
  const notWell = looked.filter(({ state }) => state !== 'ok');
  for (const outcome of notWell.filter(({ what }) => WAY.has(what))) output.text(told(outcome));
  if (notWell.some(({ what, state }) => NEEDED.has(what) && state === 'broken')) {
    output.line(`\nNothing was played: the meter cannot be reached. "doctor ${file}" looks at the way step by step.`);
    return false;
  }
  const others = notWell.filter(({ what }) => !WAY.has(what)).map(({ what }) => what);
  if (others.length > 0)
    output.line(`not as declared, or not to be read: ${others.join(', ')}; "doctor ${file}" says more, and the run judges it`);
  return true;
}

/** A bench that makes a meter for each scenario makes one to look at: the last may have been left without supply. */
async function freshMeter(maker: RigMaker): Promise<Outcome[]> {
  if (!maker.fresh) return [];
  try {
    await maker.make({ name: 'first look', start: 'any' });
    return [];
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return [
      {
        what: 'bench',
        state: 'broken',
        found: error.message,
        next: 'start the virtual meter, or name another bench with --bench',
      },
    ];
  }
}
