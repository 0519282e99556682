import type { ObjectName, RecordKind, RecordOf, TraceRecord } from './vocabulary';

/** A trace as judges read it: indexed once by kind and by object; wire records only by number. */
export class TraceView {
  readonly opened: RecordOf<'opened'>;
  private readonly byKind = new Map<RecordKind, TraceRecord[]>();
  private readonly byObject = new Map<ObjectName, RecordOf<'observation'>[]>();
  private readonly stimuli = new Map<number, RecordOf<'stimulus'>>();
  private count = 0;

  /** Throws a RangeError where the records do not begin with `opened`. */
  constructor(records: Iterable<TraceRecord>) {
    let opened: RecordOf<'opened'> | undefined;
    for (const record of records) {
      this.count++;
      opened ??= record.kind === 'opened' ? record : undefined;
      if (record.kind === 'wire') continue;
      append(this.byKind, record.kind, record);
      if (record.kind === 'observation') append(this.byObject, record.object, record);
      if (record.kind === 'stimulus') this.stimuli.set(record.seq, record);
    }
    if (!opened) throw new RangeError('a trace begins with its opened record');
    this.opened = opened;
  }

  get scenario() {
    return this.opened.scenario;
  }

  /** Number of records, wire included. */
  get length(): number {
    return this.count;
  }

  of<K extends RecordKind>(kind: K): readonly RecordOf<K>[] {
    return (this.byKind.get(kind) ?? []) as RecordOf<K>[];
  }

  /** Every observation of the object, refused ones too, in the order of the trace. */
  observations(object: ObjectName): readonly RecordOf<'observation'>[] {
    return this.byObject.get(object) ?? [];
  }

  /** The stimulus record that another record hangs below. */
  stimulus(seq: number): RecordOf<'stimulus'> | undefined {
    return this.stimuli.get(seq);
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
