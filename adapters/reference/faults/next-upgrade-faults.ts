import type { Value } from '../../../trace/vocabulary';
import type { Fault } from '../fault';
import { Firmware } from '../firmware';
import type { PartMakers } from '../parts';
import {
  changed,
  emptied,
  fault,
  log,
  NEW_LOG,
  NEW_RATES,
  NEW_REGISTER,
  NEXT,
  next,
  registers,
  withoutPending,
  withoutSpecialDays,
} from './taking-over';

class ActivatesCorrupt extends Firmware {
  override load(value: Value): boolean {
    return super.load(value === 'corrupt' ? 'dp184' : value);
  }
}

class VersionOfRefused extends Firmware {
  private refused = false;

  override activate(): boolean {
    const done = super.activate();
    this.refused = !done;
    return done;
  }

  override get version(): string {
    return this.refused ? `${super.version} next` : super.version;
  }
}

class VersionStands extends Firmware {
  private readonly asDelivered = super.version;

  override get version(): string {
    return this.asDelivered;
  }
}

const firmware =
  (make: (...args: ConstructorParameters<typeof Firmware>) => Firmware) =>
  (parts: PartMakers): PartMakers => ({
    ...parts,
    firmware: ({ behaviour, declaration }) => make(behaviour.firmware, declaration.meter.firmware),
  });

/** Faults of bad images, and of the upgrade to the next version. */
export const NEXT_UPGRADE_FAULTS: Fault[] = [
  fault(
    'corrupt-image-activated',
    'bad-image-refused',
    'An image is activated without regard to its signature.',
    firmware((...args) => new ActivatesCorrupt(...args)),
    { shownBy: ['upgrade-bad-image'] },
  ),
  fault(
    'version-of-refused-image',
    'bad-image-changes-nothing',
    'The version of a refused image is shown as if it ran.',
    firmware((...args) => new VersionOfRefused(...args)),
    { shownBy: ['upgrade-bad-image'] },
  ),
  fault(
    'half-applied-bad-image',
    'bad-image-changes-nothing',
    'A refused image has laid the daily read log out anew before it is found to be bad.',
    changed(log('daily.import', emptied), 'refused'),
    { shownBy: ['upgrade-bad-image'] },
  ),
  fault(
    'version-stays-after-upgrade',
    'version-tells',
    'The version is that of the image with which the meter was delivered, whatever runs.',
    firmware((...args) => new VersionStands(...args)),
  ),
  fault(
    'register-cleared-by-next-upgrade',
    'next-keeps-register',
    'The next version begins the secondary export register again at zero.',
    next(registers(() => ({ [NEW_REGISTER]: 0 }))),
    { shownBy: NEXT },
  ),
  fault(
    'rates-cleared-by-next-upgrade',
    'next-keeps-rates',
    'The next version begins the secondary export rates again at zero.',
    next((records) => ({ ...records, rates: { ...records.rates, [NEW_RATES]: [0, 0, 0, 0] } })),
    { shownBy: NEXT },
  ),
  fault(
    'rows-cleared-by-next-upgrade',
    'next-keeps-half-hours',
    'The next version begins the half hours of secondary export anew.',
    next(log(NEW_LOG, emptied)),
    { shownBy: NEXT },
  ),
  fault(
    'mpan-cleared-by-next-upgrade',
    'next-keeps-mpan',
    'The secondary Export MPAN is unset after the next upgrade.',
    next((records) => ({ ...records, mpans: { ...records.mpans, secondaryExport: [undefined] } })),
    { shownBy: NEXT },
  ),
  fault(
    'export-special-days-lost-by-next-upgrade',
    'next-keeps-table',
    'The next version drops the special days of the secondary export table.',
    next(withoutSpecialDays),
    { shownBy: NEXT },
  ),
  fault(
    'pending-export-table-lost-by-next-upgrade',
    'next-keeps-pending-activation',
    'A secondary export table that waits for its date never takes effect after the next upgrade.',
    next(withoutPending('export')),
    { shownBy: NEXT },
  ),
];
