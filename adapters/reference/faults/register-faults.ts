import type { Ms } from '../../../trace/vocabulary';
import { EnergyRegister } from '../energy-register';
import type { Fault } from '../fault';
import { type DataStore, NonVolatileStore } from '../non-volatile-store';
import { registerArguments } from '../parts';
import { DisturbedRegister, secondaryExportRegister } from './counting';
import { mixedFrontEnd, secondaryElement } from './measuring';
import { nettedAtReversal, nettedWithinHalfHour } from './netting';

const CREEP_MW = 2000;
const MODULUS_31_BIT_WH = 2 ** 31;
const ONE_WH_UJ = 3_600_000_000;

class StuckRegister extends EnergyRegister {
  protected override count() {}
}

/** Restores the register from the copy made when the last half hour ended, not from the one made at the loss of supply. */
class StaleStore extends NonVolatileStore {
  private halfHourWh = 0;

  override halfHourEnded({ registers }: DataStore) {
    this.halfHourWh = registers.get('secondary.export.total')?.wh ?? 0;
  }

  override supplyReturned(store: DataStore, atMs: Ms) {
    super.supplyReturned(store, atMs);
    store.registers.get('secondary.export.total')?.preset(this.halfHourWh);
  }
}

const area = 'register';

/** Faults of the secondary export register. */
export const REGISTER_FAULTS: Fault[] = [
  {
    name: 'unit-kilowatt-hours',
    breaks: 'register.exists',
    area,
    says: 'The scaler of the secondary export register says kilowatt-hours while it counts watt-hours.',
    shownBy: ['summer-solar-day'],
    replace: (parts) =>
      secondaryExportRegister(parts, (fitting) => {
        const [modulusWh, own] = registerArguments(fitting, 'secondary.export.total');
        return new EnergyRegister(modulusWh, own, { scaler: 3, unit: 30 });
      }),
  },
  {
    name: 'register-stuck',
    breaks: 'register.counts-export',
    area,
    says: 'The secondary export register never moves.',
    shownBy: ['summer-solar-day'],
    replace: (parts) =>
      secondaryExportRegister(parts, (fitting) => new StuckRegister(...registerArguments(fitting, 'secondary.export.total'))),
  },
  {
    name: 'export-gain',
    breaks: 'register.counts-export',
    area,
    says: "Secondary export is scaled by the primary element's constants and reads 2 % high.",
    shownBy: ['summer-solar-day'],
    replace: (parts) =>
      secondaryElement(parts, (measured) => ({ ...measured, exportMw: Math.trunc((measured.exportMw * 102) / 100) })),
  },
  {
    name: 'magnitude-as-export',
    breaks: 'register.ignores-secondary-import',
    area,
    says: 'Secondary import is counted as export too: the sign of the power is lost.',
    shownBy: ['battery-evening', 'four-directions'],
    replace: (parts) => secondaryElement(parts, (measured) => ({ ...measured, exportMw: measured.exportMw + measured.importMw })),
  },
  {
    name: 'primary-import-leaks',
    breaks: 'register.ignores-primary-import',
    area,
    says: 'Primary import is added to secondary export.',
    shownBy: ['four-directions'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) => ({
        secondary: { exportMw: secondary.exportMw + primary.importMw },
      })),
  },
  {
    name: 'primary-export-leaks',
    breaks: 'register.ignores-primary-export',
    area,
    says: 'Primary export is added to secondary export.',
    shownBy: ['four-directions'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) => ({
        secondary: { exportMw: secondary.exportMw + primary.exportMw },
      })),
  },
  {
    name: 'export-creeps',
    breaks: 'register.ignores-no-load',
    area,
    says: 'Without any load the secondary element registers 2 W of export.',
    shownBy: ['no-load-night'],
    replace: (parts) =>
      secondaryElement(parts, (measured, flow) => (flow.activeMw === 0 ? { ...measured, exportMw: CREEP_MW } : measured)),
  },
  {
    name: 'netted-across-elements',
    breaks: 'register.gross-across-elements',
    area,
    says: 'Only the part of secondary export that primary import does not consume is counted.',
    shownBy: ['four-directions', 'summer-solar-day'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) => ({
        secondary: { exportMw: Math.max(0, secondary.exportMw - primary.importMw) },
      })),
  },
  {
    name: 'netted-within-half-hour',
    breaks: 'register.gross-across-reversals',
    area,
    says: 'Import and export of the secondary element are netted over each half hour.',
    shownBy: ['reversals'],
    replace: nettedWithinHalfHour,
  },
  {
    name: 'netted-at-reversal',
    breaks: 'register.gross-across-reversals',
    area,
    says: 'After a reversal, export first works off up to 5 Wh of the import before it.',
    shownBy: ['reversals'],
    replace: (parts) => nettedAtReversal(parts, 5 * ONE_WH_UJ),
  },
  {
    name: 'stale-after-outage',
    breaks: 'register.survives-outage',
    area,
    says: 'After an outage the register returns to its value at the end of the last half hour.',
    shownBy: ['outage-across-boundary'],
    replace: (parts) => ({ ...parts, store: ({ choices }) => new StaleStore(choices.residualAcrossOutage) }),
  },
  {
    name: 'cleared-by-clock-set',
    breaks: 'register.survives-clock-set',
    area,
    says: 'Setting the clock clears the register.',
    shownBy: ['clock-set'],
    replace: (parts) => secondaryExportRegister(parts, (fitting) => new DisturbedRegister(fitting, 'clockSet')),
  },
  {
    name: 'cleared-by-table',
    breaks: 'register.survives-table-write',
    area,
    says: 'Activating a switching table clears the register.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => secondaryExportRegister(parts, (fitting) => new DisturbedRegister(fitting, 'tableActivated')),
  },
  {
    name: 'cleared-by-mpan',
    breaks: 'register.survives-mpan-write',
    area,
    says: 'Writing an MPAN clears the register, as if a new customer had moved in.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => secondaryExportRegister(parts, (fitting) => new DisturbedRegister(fitting, 'mpanWritten')),
  },
  {
    name: 'wraps-at-31-bits',
    breaks: 'register.wraps-at-modulus',
    area,
    says: 'The register rolls over at 2^31 Wh, as a signed number does.',
    shownBy: ['register-wrap'],
    replace: (parts) =>
      secondaryExportRegister(parts, (fitting) => {
        const [modulusWh, own] = registerArguments(fitting, 'secondary.export.total');
        return new EnergyRegister(Math.min(modulusWh, MODULUS_31_BIT_WH), own);
      }),
  },
];
