import type { Element, Value } from '../../trace/vocabulary';

/** Price of one Wh of import, thousandths of a penny. */
export const PRICE_MILLIPENCE_PER_WH: Record<Element, number> = { primary: 30, secondary: 15 };

/** Payment mode, meter balance and debt in thousandths of a penny. Only import costs, and only in prepayment mode. */
export class Prepayment {
  private mode: 'credit' | 'prepayment' = 'credit';
  private balanceMilliPence = 0;
  private debtMilliPence = 0;

  imported(element: Element, wh: number) {
    if (this.mode === 'prepayment') this.balanceMilliPence -= wh * PRICE_MILLIPENCE_PER_WH[element];
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
