import type { Choices } from '../../declaration/choices';
import type { Variant } from '../../declaration/declaration';
import { exampleOf } from '../../declaration/example-meter.fixture';
import { UsageError } from '../../trace/errors';
import type { Answer, Flows, Ms, ObjectName, Presets, Range, Value } from '../../trace/vocabulary';
import type { BenchInterval, BenchStimulus, MeterReply, MeterStimulus, Rig } from '../ports';
import type { Behaviour } from './behaviour';
import type { Fault } from './fault';
import { referenceRigMaker } from './reference-rig';

export interface SpecimenOptions {
  choices?: Partial<Choices>;
  variant?: Variant;
  behaviour?: Partial<Behaviour>;
  faults?: Fault[];
  start?: Ms;
  preset?: Presets;
}

/** A reference meter on its bench, to be played with by hand, step by step, through both ports. */
export class Specimen {
  private constructor(readonly rig: Rig) {}

  static async make({
    choices = {},
    variant = 'twin',
    behaviour = {},
    faults = [],
    start,
    preset = {},
  }: SpecimenOptions = {}): Promise<Specimen> {
    const maker = referenceRigMaker(exampleOf(variant, choices), { faults, behaviour });
    return new Specimen(await maker.make({ name: 'by hand', start: start ?? 'any', preset }));
  }

  get now(): Ms {
    return this.rig.bench.now();
  }

  /** Powers in W by element, held for so long. */
  flow(watts: { primary?: number; secondary?: number }, forMs: Ms): BenchInterval {
    const elements: Flows = {};
    if (watts.primary !== undefined) elements.primary = { activeMw: Math.round(watts.primary * 1000) };
    if (watts.secondary !== undefined) elements.secondary = { activeMw: Math.round(watts.secondary * 1000) };
    return this.flows(elements, forMs);
  }

  flows(elements: Flows, forMs: Ms): BenchInterval {
    return this.bench({ do: 'flow', elements, untilMs: this.now + forMs });
  }

  wait(forMs: Ms): BenchInterval {
    return this.bench({ do: 'wait', untilMs: this.now + forMs });
  }

  supply(on: boolean): BenchInterval {
    return this.bench({ do: 'supply', on });
  }

  private bench(stimulus: BenchStimulus): BenchInterval {
    return synchronous(this.rig.bench.perform(stimulus, signal)).at(-1)!;
  }

  ask(stimulus: MeterStimulus): MeterReply {
    return synchronous(this.rig.meter.perform(stimulus, signal, tap));
  }

  write(object: ObjectName, value: Value): Answer {
    return this.ask({ do: 'write', object, value }).answer;
  }

  invoke(object: ObjectName, method: string, argument?: Value): Answer {
    return this.ask({ do: 'invoke', object, method, ...(argument === undefined ? {} : { argument }) }).answer;
  }

  setClock(meterMs: Ms): Answer {
    return this.ask({ do: 'setClock', meterMs }).answer;
  }

  answer(object: ObjectName, range?: Range): Answer {
    return this.ask({ do: 'read', object, ...(range ? { range } : {}) }).answer;
  }

  /** The value of an object. Throws where the meter refuses. */
  read<V = Value>(object: ObjectName, range?: Range): V {
    const answer = this.answer(object, range);
    if ('refused' in answer) throw new UsageError(`read ${object}: refused, ${answer.refused.name}`);
    return answer.value as V;
  }

  /** The rows of a profile as end stamp (ISO, to the minute) and fields. */
  rows(object: ObjectName, range?: Range): [end: string, row: Record<string, Value>][] {
    return this.read<Record<string, Value>[]>(object, range).map(({ end, ...row }) => [
      new Date(end as Ms).toISOString().slice(0, 16),
      row,
    ]);
  }
}

const { signal } = new AbortController();
const tap = { wire: () => {} };

function synchronous<T>(reply: T | Promise<T>): T {
  if (reply instanceof Promise) throw new UsageError('the reference rig answers at once; this reply is a promise');
  return reply;
}
