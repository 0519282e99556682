import type { Value } from '../../trace/vocabulary';
import type { EnergySource } from './energy-source';

/** Price of one Wh, thousandths of a penny: export earns nothing here. */
export const PRICE_MILLIPENCE_PER_WH: Record<EnergySource, number> = {
  'primary.import': 30,
  'secondary.import': 15,
  'primary.export': 0,
  'secondary.export': 0,
};

/** Payment mode, meter balance and debt in thousandths of a penny. Told of all energy; only import costs, and only in prepayment mode. */
export class Prepayment {
  private mode: 'credit' | 'prepayment' = 'credit';
  protected balanceMilliPence = 0;
  protected debtMilliPence = 0;

  completed(source: EnergySource, wh: number) {
    if (this.mode === 'prepayment') this.balanceMilliPence -= wh * PRICE_MILLIPENCE_PER_WH[source];
  }

  /** `{ mode, milliPence }`; false where it is not that. */
  writeBalance(value: Value): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const { mode, milliPence } = value;
    if ((mode !== 'credit' && mode !== 'prepayment') || typeof milliPence !== 'number' || !Number.isInteger(milliPence))
      return false;
    this.mode = mode;
    this.balanceMilliPence = milliPence;
    return true;
  }

  /** `{ milliPence }`, not negative; false where it is not that. */
  writeDebt(value: Value): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const { milliPence } = value;
    if (typeof milliPence !== 'number' || !Number.isInteger(milliPence) || milliPence < 0) return false;
    this.debtMilliPence = milliPence;
    return true;
  }

  get balance() {
    return { mode: this.mode, milliPence: this.balanceMilliPence };
  }

  get debt() {
    return { milliPence: this.debtMilliPence };
  }
}
