import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { objectNamed } from '../../declaration/objects';
import { DecodeError, EncodeError, PortError, UsageError } from '../../trace/errors';
import type { Answer, Ms, ObjectName, Range, Value } from '../../trace/vocabulary';
import { type Data, raw, type SelectiveAccess } from '../dlms';
import { listedObjects, type MappedObject, memberAt, type ObjectMap } from '../dlms/object-map';
import type { MeterReply, MeterStimulus, MeterUnderTest, Tap } from '../ports';
import { Asking } from './asking';
import { readAtTick } from './clock-tick';
import { notInMap, withCollections } from './collections';
import { rangeAccess, within } from './range-access';
import type { Pace, Session } from './session';

export interface CosemMeterOptions {
  map: ObjectMap;
  session: Session;
  capabilities: Iterable<string>;
  bench: BenchTime;
}

/**
 * What a meter has to know of the bench: its time, and for a long read when it has gone on. A bench that is moved is accompanied, so
 * that it stops where a block is due, until the function that it gives is called.
 */
export interface BenchTime {
  readonly time?: 'virtual' | 'wall';
  now(): Ms;
  accompany?(): () => void;
  reached?(atMs: Ms, signal: AbortSignal): Promise<void>;
}

type Answered = Pick<MeterReply, 'answer' | 'attempts'>;

const VIEW = 'association.view';

/** The meter under test behind a wire: objects by the object map, asked for in a session. */
export class CosemMeter implements MeterUnderTest {
  readonly capabilities: ReadonlySet<string>;
  private readonly map: ObjectMap;

  constructor(private readonly options: CosemMeterOptions) {
    this.capabilities = new Set(options.capabilities);
    this.map = options.map;
  }

  async open(signal: AbortSignal, tap: Tap): Promise<void> {
    await this.options.session.granted('management', signal, tap);
  }

  async perform(stimulus: MeterStimulus, signal: AbortSignal, tap: Tap): Promise<MeterReply> {
    signal.throwIfAborted();
    const { bench } = this.options;
    // In virtual time no second passes while it is waited for.
    const ticks = stimulus.do === 'read' && stimulus.object === 'clock' && bench.time === 'wall';
    const once = () => this.once(stimulus, signal, tap);
    return ticks ? readAtTick(once, () => bench.now(), signal) : once();
  }

  close(): Promise<void> {
    return this.options.session.close();
  }

  /** The window of a reply goes from when what decided it was asked for, connections and lost answers before that left out. */
  private async once(stimulus: MeterStimulus, signal: AbortSignal, tap: Tap): Promise<MeterReply> {
    const { bench, session } = this.options;
    const by = (stimulus.do === 'setClock' ? undefined : stimulus.as) ?? 'management';
    const long = stimulus.do === 'read' && stimulus.untilMs !== undefined ? longRead(bench, stimulus.untilMs, signal) : undefined;
    const asking = new Asking(session, by, signal, tap, { now: () => bench.now(), ...(long && { pace: long.pace }) });
    try {
      const reply = await this.answer(stimulus, asking);
      const toMs = bench.now();
      return { ...reply, when: { fromMs: Math.min(asking.sinceMs, toMs), toMs } };
    } finally {
      long?.release();
    }
  }

  private async answer(stimulus: MeterStimulus, asking: Asking): Promise<Answered> {
    const name = stimulus.do === 'setClock' ? 'clock' : stimulus.object;
    const object = this.map.find(name);
    if (!object) return this.unplaced(name);
    switch (stimulus.do) {
      case 'read':
        return this.read(object, stimulus.range, asking);
      case 'setClock':
        return this.write(object, stimulus.meterMs, asking);
      case 'write':
        if (stimulus.raw !== undefined) return this.writeRaw(object, stimulus.raw, asking);
        return this.write(object, stimulus.value, asking);
      case 'invoke':
        return this.invoke(object, stimulus.method, stimulus.argument, asking);
    }
  }

  /** What no meter has is refused; an object that only this map leaves out says nothing about the meter. */
  private unplaced(name: ObjectName): Answered {
    if (objectNamed(name)) throw notInMap(`the object map "${this.map.title}" places no object ${name}; add it to the map`);
    return { answer: { refused: { code: 4, name: 'object-undefined' } }, attempts: 1 };
  }

  private async read(object: MappedObject, asked: Range | undefined, asking: Asking): Promise<Answered> {
    const range = asked ?? (object.rows?.asksColumns ? {} : undefined);
    const selects = range && object.rows && (await asking.grants('selective-access'));
    const { parts, attempts } = await this.parts(object, selects ? rangeAccess(range, object.rows) : undefined, asking);
    if ('refused' in parts) return { answer: parts, attempts };
    const value = understood(object.name, () => this.valueOf(object, parts));
    return { answer: { value: range && !selects ? within(value, range) : value }, attempts };
  }

  /** The data of every place, each attribute asked for once; a place that the meter must have and lacks is refused. */
  private async parts(object: MappedObject, selection: SelectiveAccess | undefined, asking: Asking) {
    const keys = object.places.map(({ attribute }) => Object.values(attribute).join(' '));
    const distinct = [...new Set(keys)];
    const attributes = distinct.map((key) => object.places[keys.indexOf(key)]!.attribute);
    const { parts, attempts } = await asking.get(attributes, selection);
    const data: (Data | undefined)[] = [];
    for (const [i, place] of object.places.entries()) {
      const part = parts[distinct.indexOf(keys[i]!)];
      const found = part && 'data' in part ? understood(object.name, () => memberAt(part.data, place)) : undefined;
      if (found === undefined && !place.optional) {
        const refused = part && 'refused' in part ? part.refused : { code: 4, name: 'object-undefined' };
        return { parts: { refused }, attempts };
      }
      data.push(found);
    }
    return { parts: data, attempts };
  }

  private valueOf(object: MappedObject, data: (Data | undefined)[]): Value {
    if (object.name === VIEW && data[0]) return this.map.viewed(listedObjects(data[0]));
    return object.valueOf(data);
  }

  private async write(object: MappedObject, value: Value, asking: Asking): Promise<Answered> {
    const data = sayable(object.name, () => object.dataOf(value));
    const parts = object.places.flatMap((place, i) => (data[i] === undefined ? [] : [{ place, value: data[i] }]));
    const attributes = await withCollections(object.name, parts, asking);
    try {
      return await asking.set(attributes);
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      return this.readBack(object, value, error, asking);
    }
  }

  /** Octets in place of the data of a SET. Where the answer is lost nothing tells whether they were taken. */
  private writeRaw({ name, places }: MappedObject, hex: string, asking: Asking): Promise<Answered> {
    const [place, ...others] = places;
    if (!place || others.length > 0 || place.member !== undefined)
      throw new UsageError(`write ${name}: raw octets stand for one attribute, and the object map gives it another shape`);
    const value = raw(Uint8Array.from(Buffer.from(hex, 'hex'))) as unknown as Data;
    return asking.set([{ attribute: place.attribute, value }]);
  }

  /** The answer to a write was lost: what stands in the meter now may tell whether it was done. */
  private async readBack(object: MappedObject, value: Value, lost: PortError, asking: Asking): Promise<Answered> {
    if (object.places.length === 0) throw lost;
    const { answer, attempts } = await this.read(object, undefined, asking);
    if ('value' in answer && isDeepStrictEqual(answer.value, value)) return { answer: { value: null }, attempts: attempts + 1 };
    const problem = `the answer to a write of ${object.name} was lost, and reading it back does not tell whether it was done`;
    throw new PortError('link', 'undecided', `${problem}: ${lost.message}`, { cause: lost });
  }

  private async invoke(object: MappedObject, method: string, argument: Value | undefined, asking: Asking): Promise<Answered> {
    let most = 1;
    for (const call of sayable(object.name, () => object.invocations(method, argument))) {
      const { answer, attempts } =
        'set' in call
          ? await asking.set([{ attribute: call.set, value: call.value }])
          : await asking.act(call.action, call.parameters);
      most = Math.max(most, attempts);
      if ('refused' in answer) return { answer, attempts: most };
    }
    return { answer: { value: null } satisfies Answer, attempts: most };
  }
}

/** The blocks of a long read are taken evenly over its time: the first at once, the last at the end, while the bench goes on. */
function longRead(bench: BenchTime, untilMs: Ms, signal: AbortSignal) {
  const fromMs = bench.now();
  const release = bench.accompany?.() ?? (() => {});
  const pace: Pace = async (block, of) => {
    const share = Math.min(1, (block - 1) / (of - 1));
    const atMs = fromMs + Math.floor((untilMs - fromMs) * share);
    await (bench.reached?.(atMs, signal) ?? sleep(Math.max(0, atMs - bench.now()), undefined, { signal }));
  };
  return { pace, release };
}

/** What the meter said, as a value. What cannot be understood is no answer; its octets stand in the trace. */
function understood<T>(name: ObjectName, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    const problem = `${name}: the meter holds ${cause.got} where the object map expects ${cause.expected}`;
    throw new PortError('link', 'unexpected-data', problem, { cause });
  }
}

function sayable<T>(name: ObjectName, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    if (!(cause instanceof EncodeError)) throw cause;
    throw notInMap(`${name}: ${cause.message}`, { cause });
  }
}
