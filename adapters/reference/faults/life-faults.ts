import type { ObjectName } from '../../../trace/vocabulary';
import type { Fitting } from '../behaviour';
import { EnergyRegister } from '../energy-register';
import type { Fault } from '../fault';
import type { MeterEvent } from '../meter-event';
import { type PartMakers, registerArguments } from '../parts';
import type { Quanta } from '../pulse-former';
import { DisturbedRegister, secondaryExportRegister } from './counting';
import { clearedRates, DisturbedFormer, emptiedHalfHour, secondaryPulses } from './disturbed';
import { ForgetfulMpan, secondaryExportMpan } from './mpan-stores';

type When = (event: MeterEvent) => boolean;

const changed =
  (object: ObjectName): When =>
  (event) =>
    event.what === 'lifeCycleChanged' && event.object === object;
const supplierChanged = changed('import.supplier');
const modeChanged: When = ({ what }) => what === 'paymentModeChanged';
const secondaryMoved =
  (what: 'contactOpened' | 'contactClosed'): When =>
  (event) =>
    event.what === what && event.element === 'secondary';

const clearedRegister = (parts: PartMakers, at: When) =>
  secondaryExportRegister(parts, (fitting) => new DisturbedRegister(fitting, at));

/** Counts no export from the closing of the contact to the next loss of supply. */
class DeafAfterClosing extends DisturbedFormer {
  private deaf = false;

  override take(importUj: number, exportUj: number): Quanta {
    return super.take(importUj, this.deaf ? 0 : exportUj);
  }

  override notice(event: MeterEvent) {
    if (secondaryMoved('contactClosed')(event)) this.deaf = true;
    if (event.what === 'supplyReturned') this.deaf = false;
  }
}

/** Begins after the closing of the contact with the directions exchanged, until a half hour ends. */
class TurnedAfterClosing extends DisturbedFormer {
  private turned = false;

  override take(importUj: number, exportUj: number): Quanta {
    return this.turned ? super.take(exportUj, importUj) : super.take(importUj, exportUj);
  }

  override notice(event: MeterEvent) {
    if (secondaryMoved('contactClosed')(event)) this.turned = true;
    if (event.what === 'halfHourEnded') this.turned = false;
  }
}

/** While the contact is open it counts in each half hour what the one before the opening held. */
class SubstitutingRegister extends EnergyRegister {
  private atHalfHourWh = 0;
  private lastWh = 0;
  private open = false;

  constructor(fitting: Fitting) {
    super(...registerArguments(fitting, 'secondary.export.total'));
  }

  override notice(event: MeterEvent) {
    if (secondaryMoved('contactOpened')(event)) {
      this.open = true;
      this.lastWh = this.wh - this.atHalfHourWh;
    }
    if (secondaryMoved('contactClosed')(event)) this.open = false;
    if (event.what !== 'halfHourEnded') return;
    if (this.open) this.count(this.lastWh);
    this.atHalfHourWh = this.wh;
  }
}

const area = 'life';

/** Faults of what happens to a meter in its life besides the flow of energy. */
export const LIFE_FAULTS: Fault[] = [
  {
    name: 'cleared-by-supplier',
    breaks: 'life.supplier-change',
    area,
    says: 'A change of import supplier clears the secondary export register.',
    shownBy: ['life-cycle'],
    replace: (parts) => clearedRegister(parts, supplierChanged),
  },
  {
    name: 'rates-cleared-by-supplier',
    breaks: 'life.supplier-change',
    area,
    says: 'A change of import supplier clears the secondary export rates.',
    shownBy: ['life-cycle'],
    replace: (parts) => clearedRates(parts, supplierChanged),
  },
  {
    name: 'half-hour-emptied-by-supplier',
    breaks: 'life.supplier-change',
    area,
    says: 'The row of the half hour in which the import supplier changes lacks what was exported before.',
    shownBy: ['life-cycle'],
    replace: (parts) => emptiedHalfHour(parts, supplierChanged),
  },
  {
    name: 'cleared-by-tenancy',
    breaks: 'life.tenancy-change',
    area,
    says: 'A change of tenancy clears the secondary export register, to hide it from the new tenant.',
    shownBy: ['life-cycle'],
    replace: (parts) => clearedRegister(parts, changed('tenancy')),
  },
  {
    name: 'half-hour-emptied-by-tenancy',
    breaks: 'life.tenancy-change',
    area,
    says: 'The row of the half hour in which the tenancy changes lacks what was exported before.',
    shownBy: ['life-cycle'],
    replace: (parts) => emptiedHalfHour(parts, changed('tenancy')),
  },
  {
    name: 'cleared-by-credentials',
    breaks: 'life.credentials',
    area,
    says: 'New credentials clear the secondary export register: its memory is bound to the old ones.',
    shownBy: ['life-cycle'],
    replace: (parts) => clearedRegister(parts, changed('credentials')),
  },
  {
    name: 'rates-cleared-by-credentials',
    breaks: 'life.credentials',
    area,
    says: 'New credentials clear the secondary export rates.',
    shownBy: ['life-cycle'],
    replace: (parts) => clearedRates(parts, changed('credentials')),
  },
  {
    name: 'cleared-by-payment-mode',
    breaks: 'life.payment-mode',
    area,
    says: 'A change of payment mode clears the secondary export register.',
    shownBy: ['life-cycle'],
    replace: (parts) => clearedRegister(parts, modeChanged),
  },
  {
    name: 'rates-cleared-by-payment-mode',
    breaks: 'life.payment-mode',
    area,
    says: 'A change of payment mode clears the secondary export rates.',
    shownBy: ['life-cycle'],
    replace: (parts) => clearedRates(parts, modeChanged),
  },
  {
    name: 'mpan-cleared-by-supplier',
    breaks: 'life.mpans-kept',
    area,
    says: 'A change of import supplier clears the secondary Export MPAN.',
    shownBy: ['life-cycle'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new ForgetfulMpan(...args, supplierChanged)),
  },
  {
    name: 'mpan-cleared-by-tenancy',
    breaks: 'life.mpans-kept',
    area,
    says: 'A change of tenancy clears the secondary Export MPAN.',
    shownBy: ['life-cycle'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new ForgetfulMpan(...args, changed('tenancy'))),
  },
  {
    name: 'counts-on-while-open',
    breaks: 'life.open-contact',
    area,
    says: 'While the secondary contact is open each half hour counts what the last one did, as an estimate.',
    shownBy: ['disable-enable'],
    replace: (parts) => secondaryExportRegister(parts, (fitting) => new SubstitutingRegister(fitting)),
  },
  {
    name: 'deaf-after-closing',
    breaks: 'life.enabled-again',
    area,
    says: 'After the contact has closed export is not counted until the meter restarts.',
    shownBy: ['disable-enable'],
    replace: (parts) => secondaryPulses(parts, (fitting) => new DeafAfterClosing(fitting)),
  },
  {
    name: 'turned-after-closing',
    breaks: 'life.enabled-again',
    area,
    says: 'After the contact has closed export counts as import until the half hour ends.',
    shownBy: ['disable-enable'],
    replace: (parts) => secondaryPulses(parts, (fitting) => new TurnedAfterClosing(fitting)),
  },
  {
    name: 'cleared-by-closing',
    breaks: 'life.enabled-again',
    area,
    says: 'Enabling the supply again clears the secondary export register.',
    shownBy: ['disable-enable'],
    replace: (parts) => clearedRegister(parts, secondaryMoved('contactClosed')),
  },
  {
    name: 'half-hour-emptied-by-opening',
    breaks: 'life.enabled-again',
    area,
    says: 'The row of a half hour in which the contact opens lacks what was exported before.',
    shownBy: ['disable-enable'],
    replace: (parts) => emptiedHalfHour(parts, secondaryMoved('contactOpened')),
  },
];
