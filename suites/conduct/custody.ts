import type { RigMaker } from '../../adapters/ports';
import type { Declaration } from '../../declaration/declaration';
import { ConformanceError, PortError } from '../../trace/errors';
import type { TraceView } from '../../trace/view';
import type { Ms, ObjectName, Scenario } from '../../trace/vocabulary';
import { interventionsIn, touchedBy } from './interventions';
import { comeToRest, Restoration } from './restoration';
import { identityOf, RESTORE_FILE, type RestoreFile, type SavedValue } from './restore-file';
import { jsonText, type RunDirectory } from './run-directory';

/** How long a restoration may take, ms: long enough for tables at 9,600 baud, short enough for who waits to go home. */
export const RESTORE_WITHIN_MS: Ms = 120_000;

const touchedIn = (scenarios: readonly Pick<Scenario, 'steps'>[]) =>
  new Set(scenarios.flatMap(({ steps }) => steps.flatMap(touchedBy)));

/** A meter that is somebody's in the hands of a run: what is to be changed is saved before, and put back after. */
export class Custody {
  private values: SavedValue[] = [];
  private savedAt = '';
  private readonly unknown = new Set<ObjectName>();
  private atRest = true;

  constructor(
    private readonly run: Pick<RunDirectory, 'write'>,
    private readonly meter: Declaration,
    private readonly maker: RigMaker,
    private readonly withinMs: Ms = RESTORE_WITHIN_MS,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Keeps what discovery read of all that those scenarios may change, on the disk before any of them is played. */
  save(discovery: TraceView, scenarios: readonly Scenario[]): void {
    for (const object of touchedIn(scenarios)) {
      const value = valueIn(discovery, object);
      if (value === undefined) continue;
      if (value === 'unknown') this.unknown.add(object);
      else this.values.push({ object, state: 'saved', ...value });
    }
    this.savedAt = this.now().toISOString();
    if (this.values.length > 0) this.write();
  }

  /** A maker whose rigs may be used for the scenario: none where it changes what could not be read before. */
  makerFor(scenario: Scenario): RigMaker {
    const missing = [...touchedIn([scenario])].filter((object) => this.unknown.has(object));
    if (missing.length === 0) return this.maker;
    const problem = `${missing.join(', ')} could not be read before the run, so what the scenario changes could not be put back`;
    return { ...this.maker, make: () => Promise.reject(new PortError('link', 'not-saved', problem)) };
  }

  /** Puts back what a scenario may have changed, so that the next one finds the meter as the run did. */
  async after(scenario: Scenario, outcome: 'played' | 'stopped' | 'failed'): Promise<void> {
    this.atRest = outcome === 'played';
    // Who has stopped the run waits for its end, where everything is put back.
    if (outcome === 'stopped' || interventionsIn(scenario).size === 0) return;
    const touched = touchedIn([scenario]);
    await this.restored(this.values.filter(({ object }) => touched.has(object)));
  }

  /** Puts everything back, and says in the file what became of it. */
  async end(): Promise<void> {
    if (this.values.length === 0) {
      if (!this.atRest) await this.restored([]);
      return;
    }
    this.values = await this.restored(this.values);
    this.write(this.now().toISOString());
  }

  private restored(values: SavedValue[]): Promise<SavedValue[]> {
    return restoredOn(this.maker, values, { atRest: this.atRest, withinMs: this.withinMs });
  }

  private write(triedAt?: string) {
    const file: RestoreFile = {
      schema: 'smets2-restore/1',
      meter: identityOf(this.meter.meter),
      savedAt: this.savedAt,
      values: this.values,
      ...(triedAt !== undefined && { triedAt }),
    };
    this.run.write(RESTORE_FILE, jsonText(file));
  }
}

/** Puts values back on the one meter of a maker. Throws nothing for the meter, the link or the bench. */
export async function restoredOn(
  maker: RigMaker,
  values: readonly SavedValue[],
  { atRest, withinMs, signal }: { atRest: boolean; withinMs: Ms; signal?: AbortSignal },
): Promise<SavedValue[]> {
  const inTime = () => AbortSignal.any([AbortSignal.timeout(withinMs), ...(signal ? [signal] : [])]);
  try {
    const rig = await maker.make({ name: 'restoration', start: 'any' });
    // A bench that is gone, or a person who has left, keeps nobody from asking the meter.
    if (!atRest) await comeToRest(rig.bench, inTime()).catch(failed);
    return await new Restoration(rig, inTime()).putBack(values);
  } catch (error) {
    const because = failed(error);
    return values.map(({ object, value }) => ({ object, value, state: 'unreached', because }));
  }
}

/** Why something could not be done, where that is nobody's mistake in this program. */
function failed(error: unknown): string {
  if (error instanceof ConformanceError) return error.message;
  if (error instanceof DOMException) return 'there was no time left';
  throw error;
}

/** Undefined: the meter does not have it, or lets nobody read it. `unknown`: it could not be asked. */
function valueIn(discovery: TraceView, object: ObjectName): Pick<SavedValue, 'value'> | 'unknown' | undefined {
  if (object === 'clock') {
    const clock = discovery.of('clock').at(-1);
    return clock ? { value: { aheadMs: clock.meterMs - Math.round((clock.when.fromMs + clock.when.toMs) / 2) } } : 'unknown';
  }
  const observation = discovery.observations(object).at(-1);
  if (!observation) return 'unknown';
  return 'value' in observation.answer ? { value: observation.answer.value } : undefined;
}
