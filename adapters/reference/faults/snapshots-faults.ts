import type { Ms } from '../../../trace/vocabulary';
import { AccessRights } from '../access-rights';
import type { Fitting } from '../behaviour';
import type { Fault } from '../fault';
import { type PartMakers, snapshotsArguments } from '../parts';
import { SnapshotLogs, type SnapshotValues } from '../snapshot-logs';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

type Constructed = ConstructorParameters<typeof SnapshotLogs>;

const faulty = (parts: PartMakers, make: (...args: Constructed) => SnapshotLogs): PartMakers => ({
  ...parts,
  snapshots: (fitting: Fitting) => make(...snapshotsArguments(fitting)),
});

/** Snapshots that hold something else than the registers. */
const holding = (parts: PartMakers, change: (values: SnapshotValues) => SnapshotValues) =>
  faulty(parts, (...args) => new Misinformed(change, args));

class Misinformed extends SnapshotLogs {
  constructor(
    private readonly change: (values: SnapshotValues) => SnapshotValues,
    args: Constructed,
  ) {
    super(...args);
  }

  override midnight(atMs: Ms, values: SnapshotValues) {
    super.midnight(atMs, this.change(values));
  }
}

/** Midnight of British Summer Time. */
class AtLocalMidnight extends SnapshotLogs {
  override nextAfter(meterMs: Ms): Ms {
    return super.nextAfter(meterMs + HOUR_MS) - HOUR_MS;
  }
}

class AMinuteLate extends SnapshotLogs {
  override nextAfter(meterMs: Ms): Ms {
    return super.nextAfter(meterMs - MINUTE_MS) + MINUTE_MS;
  }

  override midnight(atMs: Ms, values: SnapshotValues) {
    super.midnight(this.stamp(atMs), values);
  }

  protected stamp(atMs: Ms): Ms {
    return atMs;
  }
}

class AMinuteLateInSecret extends AMinuteLate {
  protected override stamp(atMs: Ms): Ms {
    return atMs - MINUTE_MS;
  }
}

class StampedInLocalTime extends SnapshotLogs {
  override midnight(atMs: Ms, values: SnapshotValues) {
    super.midnight(atMs + HOUR_MS, values);
  }
}

/** Holds what the registers were at the midnight before. */
class ADayOld extends SnapshotLogs {
  private yesterday: SnapshotValues | undefined;

  override midnight(atMs: Ms, values: SnapshotValues) {
    super.midnight(atMs, this.yesterday ?? values);
    this.yesterday = values;
  }
}

class Twice extends SnapshotLogs {
  override midnight(atMs: Ms, values: SnapshotValues) {
    super.midnight(atMs, values);
    super.midnight(atMs, values);
  }
}

/** Takes no more snapshots once the supply was lost. */
class StoppedByOutage extends SnapshotLogs {
  private stopped = false;

  override supplyReturned() {
    this.stopped = true;
  }

  override midnight(atMs: Ms, values: SnapshotValues) {
    if (!this.stopped) super.midnight(atMs, values);
  }
}

/** Takes a missed snapshot when the supply returns, and stamps it with the midnight that was missed. */
class BackFilled extends SnapshotLogs {
  private missedMs: Ms | undefined;

  override missMidnight(atMs: Ms) {
    this.missedMs = atMs;
  }

  override supplyReturned(_atMs: Ms, values: SnapshotValues) {
    if (this.missedMs !== undefined) this.midnight(this.missedMs, values);
    this.missedMs = undefined;
  }
}

class NeverCaughtUp extends SnapshotLogs {
  override missMidnight() {}
}

class OnTheLastDay extends SnapshotLogs {
  protected override endsBillingPeriod(atMs: Ms): boolean {
    return super.endsBillingPeriod(atMs + DAY_MS);
  }
}

/** Adds the secondary export register to rows that were published without it. */
class OneMemberMore extends SnapshotLogs {
  private exportWh = 0;

  override midnight(atMs: Ms, values: SnapshotValues) {
    this.exportWh = values.secondaryExport?.wh ?? 0;
    super.midnight(atMs, values);
  }

  protected override cumulative(atMs: Ms, values: SnapshotValues) {
    return { ...super.cumulative(atMs, values), secondaryExportWh: this.exportWh };
  }
}

/** Writes the newest row over the one before it as well. */
class OverThePrevious extends SnapshotLogs {
  override midnight(atMs: Ms, values: SnapshotValues) {
    const previous = this.dailyImport.read({}).at(-1);
    super.midnight(atMs, values);
    if (previous) this.dailyImport.replace(previous, { ...this.cumulative(atMs, values), at: previous.at ?? atMs });
  }
}

class ChangesUnbilled extends SnapshotLogs {
  override changed() {}
}

/** Bills a change with the registers of the last midnight. */
class ChangesBilledWithMidnight extends SnapshotLogs {
  private lastMidnight: SnapshotValues | undefined;

  override begin(values: SnapshotValues) {
    super.begin(values);
    this.lastMidnight = values;
  }

  override midnight(atMs: Ms, values: SnapshotValues) {
    super.midnight(atMs, values);
    this.lastMidnight = values;
  }

  override changed(atMs: Ms, values: SnapshotValues) {
    super.changed(atMs, this.lastMidnight ?? values);
  }
}

/** Keeps the logs of secondary export from everybody. */
class WithoutExportLogs extends AccessRights {
  override allows(...[operation, name, ...rest]: Parameters<AccessRights['allows']>): boolean {
    return !name.endsWith('.secondary-export') && super.allows(operation, name, ...rest);
  }
}

const area = 'snapshots';
const DECLARED = { choices: { exportSnapshots: 'daily-and-billing' } } as const;

/** Faults of the daily read logs and the billing data logs. */
export const SNAPSHOTS_FAULTS: Fault[] = [
  {
    name: 'daily-at-local-midnight',
    breaks: 'snapshots.midnight-alone',
    area,
    says: 'Daily and billing snapshots are taken at midnight of British Summer Time.',
    shownBy: ['daily-snapshots'],
    replace: (parts) => faulty(parts, (...args) => new AtLocalMidnight(...args)),
  },
  {
    name: 'daily-a-minute-late',
    breaks: 'snapshots.midnight-alone',
    area,
    says: 'Daily and billing snapshots are taken and stamped a minute after midnight.',
    shownBy: ['daily-snapshots'],
    replace: (parts) => faulty(parts, (...args) => new AMinuteLate(...args)),
  },
  {
    name: 'daily-stamped-in-local-time',
    breaks: 'snapshots.midnight-alone',
    area,
    says: 'Daily and billing snapshots are taken at midnight UTC and stamped in British Summer Time.',
    shownBy: ['daily-snapshots'],
    replace: (parts) => faulty(parts, (...args) => new StampedInLocalTime(...args)),
  },
  {
    name: 'daily-a-minute-late-in-secret',
    breaks: 'snapshots.daily',
    area,
    says: 'Daily and billing snapshots are stamped with midnight and taken a minute later.',
    shownBy: ['daily-snapshots'],
    replace: (parts) => faulty(parts, (...args) => new AMinuteLateInSecret(...args)),
  },
  {
    name: 'daily-a-day-old',
    breaks: 'snapshots.daily',
    area,
    says: 'Daily and billing snapshots hold the registers of the midnight before.',
    shownBy: ['daily-snapshots'],
    replace: (parts) => faulty(parts, (...args) => new ADayOld(...args)),
  },
  {
    name: 'daily-twice',
    breaks: 'snapshots.daily',
    area,
    says: 'Each midnight leaves two rows in the daily read logs.',
    shownBy: ['daily-snapshots'],
    replace: (parts) => faulty(parts, (...args) => new Twice(...args)),
  },
  {
    name: 'daily-export-of-both',
    breaks: 'snapshots.daily',
    area,
    says: 'The daily read log of primary export holds secondary export as well.',
    shownBy: ['daily-snapshots'],
    replace: (parts) =>
      holding(parts, (values) => ({
        ...values,
        primaryExportWh: values.primaryExportWh + (values.secondaryExport?.wh ?? 0),
      })),
  },
  {
    name: 'daily-stopped-by-outage',
    breaks: 'snapshots.daily',
    area,
    says: 'After a loss of supply no daily snapshot is taken any more.',
    shownBy: ['missed-midnight'],
    replace: (parts) => faulty(parts, (...args) => new StoppedByOutage(...args)),
  },
  {
    name: 'missed-midnight-back-filled',
    breaks: 'snapshots.missed-midnight',
    area,
    says: 'A midnight without supply has a row all the same, with the registers of a later time.',
    shownBy: ['missed-midnight'],
    replace: (parts) => faulty(parts, (...args) => new BackFilled(...args)),
  },
  {
    name: 'missed-midnight-never-caught-up',
    breaks: 'snapshots.missed-midnight',
    area,
    says: 'A midnight without supply is not caught up when the supply returns, although that is declared.',
    shownBy: ['missed-midnight'],
    under: { choices: { snapshotMissedAtMidnight: 'at-power-up' } },
    replace: (parts) => faulty(parts, (...args) => new NeverCaughtUp(...args)),
  },
  {
    name: 'billing-on-the-last-day',
    breaks: 'snapshots.billing',
    area,
    says: 'The billing snapshot is taken at the midnight that begins the last day of the month.',
    shownBy: ['daily-snapshots'],
    replace: (parts) => faulty(parts, (...args) => new OnTheLastDay(...args)),
  },
  {
    name: 'snapshots-with-export',
    breaks: 'snapshots.shape',
    area,
    says: 'The published rows of import have one member more: secondary export.',
    shownBy: ['daily-snapshots'],
    replace: (parts) => faulty(parts, (...args) => new OneMemberMore(...args)),
  },
  {
    name: 'daily-over-the-previous',
    breaks: 'snapshots.kept',
    area,
    says: 'The newest daily row of import is written over the one before it as well.',
    shownBy: ['daily-snapshots'],
    replace: (parts) => faulty(parts, (...args) => new OverThePrevious(...args)),
  },
  {
    name: 'daily-depth-30',
    breaks: 'snapshots.depth',
    area,
    says: 'The daily read logs keep thirty rows.',
    shownBy: ['snapshots-full'],
    replace: (parts) => faulty(parts, (depths, ...args) => new SnapshotLogs({ ...depths, dailyRead: 30 }, ...args)),
  },
  {
    name: 'billing-depth-11',
    breaks: 'snapshots.depth',
    area,
    says: 'The billing data log keeps eleven rows.',
    shownBy: ['snapshots-full'],
    replace: (parts) => faulty(parts, (depths, ...args) => new SnapshotLogs({ ...depths, billing: 11 }, ...args)),
  },
  {
    name: 'changes-unbilled',
    breaks: 'snapshots.changes',
    area,
    says: 'A change of supplier, payment mode or tariff leaves no billing snapshot.',
    shownBy: ['life-cycle'],
    replace: (parts) => faulty(parts, (...args) => new ChangesUnbilled(...args)),
  },
  {
    name: 'changes-billed-with-midnight',
    breaks: 'snapshots.changes',
    area,
    says: 'A change of supplier, payment mode or tariff is billed with the registers of the last midnight.',
    shownBy: ['life-cycle'],
    replace: (parts) => faulty(parts, (...args) => new ChangesBilledWithMidnight(...args)),
  },
  {
    name: 'export-snapshot-of-import',
    breaks: 'snapshots.secondary-export',
    area,
    says: 'The snapshots of secondary export hold the secondary import register and its rates.',
    shownBy: ['daily-snapshots'],
    under: DECLARED,
    replace: (parts) =>
      holding(parts, (values) => ({ ...values, ...(values.secondaryImport && { secondaryExport: values.secondaryImport }) })),
  },
  {
    name: 'export-snapshots-absent',
    breaks: 'snapshots.secondary-export',
    area,
    says: 'The snapshots of secondary export are declared, and nobody may read them.',
    shownBy: ['snapshots-full'],
    under: DECLARED,
    replace: (parts) => ({ ...parts, access: ({ declaration }) => new WithoutExportLogs(declaration) }),
  },
  {
    name: 'export-snapshot-rates-rotated',
    breaks: 'snapshots.secondary-export',
    area,
    says: 'The snapshots of secondary export hold the rates in the order 2, 3, 4, 1.',
    shownBy: ['daily-snapshots'],
    under: DECLARED,
    replace: (parts) =>
      holding(parts, ({ secondaryExport, ...values }) => {
        if (!secondaryExport) return values;
        const [first = 0, ...others] = secondaryExport.ratesWh;
        return { ...values, secondaryExport: { ...secondaryExport, ratesWh: [...others, first] } };
      }),
  },
];
