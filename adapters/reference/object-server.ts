import { elementsOf } from '../../declaration/declaration';
import { LIFE_CYCLE } from '../../declaration/objects';
import {
  type Answer,
  type Association,
  ELEMENTS,
  type Ms,
  type ObjectName,
  type Range,
  type Value,
  WAYS,
  type Way,
} from '../../trace/vocabulary';
import type { Fitting } from './behaviour';
import type { Esme } from './esme';
import type { LongRead } from './long-read';
import type { ProfileName } from './parts';
import { DONE, refused } from './refusals';
import { energyLog, log, mpan, rates, register, type ServedObject, state, tables, typed, unit } from './served-object';
import type { DrawnLog, StampedLog } from './stamped-log';

/** Serves the meter's objects by the names of declaration/objects.ts: reads, writes, invocations, refusals. */
export class ObjectServer {
  private objects: Map<ObjectName, ServedObject>;

  constructor(
    private readonly esme: Esme,
    private readonly fitting: Fitting,
  ) {
    this.objects = this.serve();
  }

  read(name: ObjectName, range?: Range, by: Association = 'management'): Answer {
    const object = this.objects.get(name);
    if (!object) return refused('object-undefined');
    if (!object.read || !this.esme.access.allows('read', name, 'read', by)) return refused('read-write-denied');
    if (!range) return object.read(by);
    return object.readRange ? object.readRange(range) : refused('scope-of-access-violated');
  }

  /** A read by block transfer between two instants of bench time; of what is no log, the answer at the first of them. */
  readLong(
    name: ObjectName,
    range: Range | undefined,
    fromMs: Ms,
    untilMs: Ms,
    by: Association = 'management',
  ): Answer | LongRead {
    const object = this.objects.get(name);
    if (!object?.readLong || !this.esme.access.allows('read', name, 'read', by)) return this.read(name, range, by);
    return object.readLong(range ?? {}, fromMs, untilMs);
  }

  /** Rows of a log that may be read, drawn one after the other while it goes on; undefined for what is no such log. */
  draw(name: ObjectName, range: Range, by: Association): DrawnLog | undefined {
    return this.esme.access.allows('read', name, 'read', by) ? this.objects.get(name)?.draw?.(range) : undefined;
  }

  write(name: ObjectName, value: Value, by: Association = 'management'): Answer {
    const object = this.objects.get(name);
    if (!object) return refused('object-undefined');
    if (!object.write || !this.esme.access.allows('write', name, object.write.needs, by)) return this.denied(name);
    return object.write.perform(value);
  }

  invoke(name: ObjectName, method: string, argument?: Value, by: Association = 'management'): Answer {
    const object = this.objects.get(name);
    if (!object) return refused('object-undefined');
    if (!object.methods || !this.esme.access.allows('invoke', name, object.methods.needs, by)) return this.denied(name);
    return object.methods.perform(method, argument) ?? refused('read-write-denied');
  }

  /** What an association may do with an object; undefined for one that the meter has not. The clock is set, not written. */
  rights(name: ObjectName, by: Association): { read: boolean; write: boolean; invoke: boolean } | undefined {
    const object = this.objects.get(name);
    if (!object) return undefined;
    const { access } = this.esme;
    const writes = name === 'clock' ? 'clock.set' : object.write?.needs;
    return {
      read: object.read !== undefined && access.allows('read', name, 'read', by),
      write: writes !== undefined && access.allows('write', name, writes, by),
      invoke: object.methods !== undefined && access.allows('invoke', name, object.methods.needs, by),
    };
  }

  private denied(object: ObjectName): Answer {
    this.esme.notice({ what: 'attemptDenied', object, atMs: this.esme.meterMs });
    return refused('read-write-denied');
  }

  setClock(meterMs: Ms): Answer {
    if (!this.esme.access.allows('write', 'clock', 'clock.set', 'management')) return refused('read-write-denied');
    if (!Number.isSafeInteger(meterMs) || meterMs < 0) return refused('type-unmatched');
    this.esme.setClock(meterMs);
    return DONE;
  }

  private serve(): Map<ObjectName, ServedObject> {
    const { esme } = this;
    const objects = new Map<ObjectName, ServedObject>([
      ...this.fitting.behaviour.extraObjects.map((name): [ObjectName, ServedObject] => [name, state(() => 0)]),
      ['clock', state(() => ({ meterMs: esme.meterMs, status: esme.clock.status }))],
      ['variant', state(() => esme.nameplate.letter)],
      ['firmware.version', state(() => esme.firmware.version)],
      ['association.view', state((by) => esme.access.view(this.objects, by))],
      ['firmware.image', { write: typed('firmware.activate', (value) => esme.firmware.load(value)) }],
      ['firmware', this.firmware()],
      ['primary.import.blocks', state(() => esme.metrology.blocks.values)],
      ['import.maxDemand', this.maxDemand('import')],
      ['export.maxDemand', this.maxDemand('export')],
      ['power.import.total', state(() => esme.activePower.importW(esme.measured, ELEMENTS))],
      ['power.import.primary', state(() => esme.activePower.importW(esme.measured, ['primary']))],
      [
        'load.limit',
        { ...state(() => esme.loadLimit.value), write: typed('write.load-limit', (value) => esme.writeLoadLimit(value)) },
      ],
      ['load.switch', this.loadSwitch()],
      ...this.prepayment(),
      ...this.logs(),
      ...this.mpans(),
      ...this.lifeCycle(),
    ]);
    for (const [name, one] of esme.metrology.registers) objects.set(name, register(one));
    for (const [name, one] of esme.metrology.rates) objects.set(name, rates(one));
    const secondaryExport = esme.metrology.registers.get('secondary.export.total');
    if (secondaryExport) objects.set('secondary.export.total.unit', unit(secondaryExport));
    for (const way of this.fitting.declaration.variant === 'twin' ? WAYS : []) {
      if (way === 'export' && !(esme.firmware.dp184 && this.fitting.choices.exportSwitchingTable === 'own')) continue;
      const served = tables(
        esme.tables[way],
        () => esme.meterMs,
        () => esme.activationWritten(),
      );
      for (const part of ['active', 'passive', 'activation'] as const)
        objects.set(`secondary.${way}.table.${part}`, served[part]);
    }
    return objects;
  }

  private logs(): [ObjectName, ServedObject][] {
    const { choices } = this.fitting;
    const { dp184 } = this.esme.firmware;
    const served: Record<ObjectName, boolean> = {
      'daily.secondary-export': dp184 && choices.exportSnapshots !== 'none',
      'billing.secondary-export': dp184 && choices.exportSnapshots === 'daily-and-billing',
    };
    return [...this.esme.stampedLogs]
      .filter(([name]) => served[name] ?? true)
      .map(([name, one]) => [name, this.servedLog(name, one)]);
  }

  /** Logs of energy take a row at `capture`, and those of snapshots all at once; logs of events have no such method. */
  private servedLog(name: ObjectName, of: StampedLog): ServedObject {
    const { logAccess: access } = this.esme;
    if (name === 'events' || name === 'power.events') return log(of, access);
    const profile = this.esme.profiles.byName.get(name as ProfileName);
    return energyLog(of, access, () => (profile ? profile.capture(this.esme.meterMs) : this.esme.captureSnapshots()));
  }

  /** `reset`: the greatest demand so far is forgotten. */
  private maxDemand(way: Way): ServedObject {
    return {
      ...state(() => this.esme.metrology.demand[way].value),
      methods: {
        needs: 'invoke.max-demand',
        perform: (method) => {
          if (method !== 'reset') return undefined;
          this.esme.resetMaxDemand(way, `${way}.maxDemand`);
          return DONE;
        },
      },
    };
  }

  private mpans(): [ObjectName, ServedObject][] {
    const { mpans, firmware } = this.esme;
    const served = (name: ObjectName, store: typeof mpans.import): [ObjectName, ServedObject] => [
      name,
      mpan(
        store,
        () => this.esme.now,
        () => this.esme.notice({ what: 'mpanWritten', object: name, atMs: this.esme.meterMs }),
      ),
    ];
    const own = firmware.dp184 && this.fitting.choices.exportMpanLayout === 'own-object';
    return [
      served('import.mpan', mpans.import),
      served('primary.export.mpan', mpans.primaryExport),
      ...(own ? [served('secondary.export.mpan', mpans.secondaryExport)] : []),
    ];
  }

  private prepayment(): [ObjectName, ServedObject][] {
    const { prepayment } = this.esme.metrology;
    return [
      [
        'prepayment.balance',
        { ...state(() => prepayment.balance), write: typed('write.prepayment', (value) => this.esme.writeBalance(value)) },
      ],
      [
        'prepayment.debt',
        { ...state(() => prepayment.debt), write: typed('write.prepayment', (value) => prepayment.writeDebt(value)) },
      ],
    ];
  }

  /** Each with its one method, whose argument is what it becomes. */
  private lifeCycle(): [ObjectName, ServedObject][] {
    return Object.entries(LIFE_CYCLE).map(([name, method]) => [
      name,
      {
        ...state(() => this.esme.lifeCycle.get(name) ?? null),
        methods: {
          needs: 'invoke.life-cycle',
          perform: (asked, to) => {
            if (asked !== method) return undefined;
            return this.esme.changeLifeCycle(name, to) ? DONE : refused('type-unmatched');
          },
        },
      },
    ]);
  }

  /** `open` and `close`, of the element named by the argument or of both. */
  private loadSwitch(): ServedObject {
    return {
      ...state(() => this.esme.loadSwitch.value),
      methods: {
        needs: 'invoke.switch',
        perform: (method, argument) => {
          const fitted = elementsOf(this.fitting.declaration);
          const elements = argument == null ? fitted : fitted.filter((element) => element === argument);
          if (method !== 'open' && method !== 'close') return undefined;
          if (elements.length === 0) return refused('type-unmatched');
          for (const element of elements) this.esme.moveContact(element, method === 'open' ? 'open' : 'closed');
          return DONE;
        },
      },
    };
  }

  /** `activate`: the loaded image becomes the active one, and its objects are served. */
  private firmware(): ServedObject {
    return {
      methods: {
        needs: 'firmware.activate',
        perform: (method) => {
          if (method !== 'activate') return undefined;
          if (!this.esme.activateFirmware()) return refused('other-reason');
          this.objects = this.serve();
          return DONE;
        },
      },
    };
  }
}
