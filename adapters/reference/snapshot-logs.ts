import type { Choices } from '../../declaration/choices';
import type { Depths } from '../../declaration/declaration';
import type { Ms } from '../../trace/vocabulary';
import { type LogRow, StampedLog } from './stamped-log';

const DAY_MS = 86_400_000;

interface SecondaryWh {
  wh: number;
  ratesWh: number[];
}

/**
 * Cumulative Wh at the instant of a snapshot. `secondaryImport` is absent from a meter that is not twin-element,
 * `secondaryExport` from firmware without DP184 too.
 */
export interface SnapshotValues {
  primaryImportWh: number;
  secondaryImport?: SecondaryWh;
  primaryExportWh: number;
  balanceMilliPence: number;
  debtMilliPence: number;
  secondaryExport?: SecondaryWh;
}

/**
 * Daily read logs at midnight UTC, billing logs on the first of the month and on a change of
 * payment mode, import tariff or supplier (GBCS ECS20b), and the daily consumption log; stamped when taken.
 */
export class SnapshotLogs {
  readonly dailyImport: StampedLog;
  readonly dailyExport: StampedLog;
  readonly dailySecondaryExport: StampedLog;
  readonly billingImport: StampedLog;
  readonly billingChanges: StampedLog;
  readonly billingSecondaryExport: StampedLog;
  readonly dailyConsumption: StampedLog;
  /** Import of both elements from which the daily consumption counts, Wh. */
  consumptionFromWh = 0;
  private missed = { day: false, month: false };

  constructor(
    depths: Depths,
    private readonly registerModulusWh: number,
    private readonly whenMissed: Choices['snapshotMissedAtMidnight'],
  ) {
    this.dailyImport = new StampedLog(depths.dailyRead, 'at');
    this.dailyExport = new StampedLog(depths.dailyRead, 'at');
    this.dailySecondaryExport = new StampedLog(depths.dailyRead, 'at');
    this.billingImport = new StampedLog(depths.billing, 'at');
    this.billingChanges = new StampedLog(depths.billing, 'at');
    this.billingSecondaryExport = new StampedLog(depths.billing, 'at');
    this.dailyConsumption = new StampedLog(depths.dailyConsumption, 'at');
  }

  /** The meter time after this one at which a snapshot is due. */
  nextAfter(meterMs: Ms): Ms {
    return (Math.floor(meterMs / DAY_MS) + 1) * DAY_MS;
  }

  /** Whether a billing period ends at that midnight. */
  protected endsBillingPeriod(atMs: Ms): boolean {
    return new Date(atMs).getUTCDate() === 1;
  }

  /** Consumption counts from these register values. */
  begin(values: SnapshotValues) {
    this.consumptionFromWh = this.importOf(values);
  }

  midnight(atMs: Ms, values: SnapshotValues) {
    this.take(atMs, values, this.endsBillingPeriod(atMs));
  }

  missMidnight(atMs: Ms) {
    this.missed.day = true;
    if (this.endsBillingPeriod(atMs)) this.missed.month = true;
  }

  supplyReturned(atMs: Ms, values: SnapshotValues) {
    if (this.missed.day && this.whenMissed === 'at-power-up') this.take(atMs, values, this.missed.month);
    else if (this.missed.day) this.begin(values);
    this.missed = { day: false, month: false };
  }

  /** Payment mode, import tariff or supplier changed. */
  changed(atMs: Ms, values: SnapshotValues) {
    const { balanceMilliPence, debtMilliPence } = values;
    this.billingChanges.append({ ...this.cumulative(atMs, values), balanceMilliPence, debtMilliPence });
  }

  /** A row of every log that is taken at midnight, stamped now: class 7 `capture`. */
  capture(atMs: Ms, values: SnapshotValues) {
    this.take(atMs, values, true);
  }

  protected take(atMs: Ms, values: SnapshotValues, billing: boolean) {
    const { primaryExportWh, secondaryExport } = values;
    const cumulative = this.cumulative(atMs, values);
    this.dailyImport.append(cumulative);
    this.dailyExport.append({ at: atMs, wh: primaryExportWh });
    if (secondaryExport) this.dailySecondaryExport.append({ at: atMs, ...secondaryExport });
    const importWh = this.importOf(values);
    const span = 2 * this.registerModulusWh;
    this.dailyConsumption.append({ at: atMs, wh: (importWh - this.consumptionFromWh + span) % this.registerModulusWh });
    this.consumptionFromWh = importWh;
    if (!billing) return;
    this.billingImport.append(cumulative);
    if (secondaryExport) this.billingSecondaryExport.append({ at: atMs, ...secondaryExport });
  }

  protected cumulative(atMs: Ms, { primaryImportWh, secondaryImport }: SnapshotValues): LogRow {
    const cumulative = { at: atMs, primaryWh: primaryImportWh };
    if (!secondaryImport) return cumulative;
    return { ...cumulative, secondaryWh: secondaryImport.wh, secondaryImportRatesWh: secondaryImport.ratesWh };
  }

  protected importOf({ primaryImportWh, secondaryImport }: SnapshotValues): number {
    return primaryImportWh + (secondaryImport?.wh ?? 0);
  }
}
