import { MPAN_OCTETS } from '../../../declaration/mpan';
import type { Fault } from '../fault';
import { MpanStore } from '../mpan-store';
import { alsoWritten, combinedMpans, ForgetfulMpan, MisreadMpan, secondaryExportMpan } from './mpan-stores';

const SPACE = 0x20;
const ZERO = 0x30;
const ERASED = 0xff;
const DAY_MS = 86_400_000;

const trimmed = (octets: Uint8Array) => {
  let end = octets.length;
  while (end > 0 && octets[end - 1] === SPACE) end--;
  return octets.slice(0, end);
};

/** Takes a new MPAN over only when the supply returns. */
class ReadAtReboot extends MpanStore {
  private waiting: Uint8Array | undefined;

  protected override keep(octets: Uint8Array) {
    this.waiting = octets;
  }

  override supplyLost() {
    if (this.waiting) super.keep(this.waiting);
    this.waiting = undefined;
  }
}

/** Keeps the MPAN in working memory alone. */
class InWorkingMemory extends MpanStore {
  override supplyLost() {
    this.mpans = [undefined];
  }
}

/** Has two copies, and after a loss of supply takes the older one for good. */
class OlderCopy extends MpanStore {
  private older: Uint8Array | undefined;

  protected override keep(octets: Uint8Array) {
    this.older = this.mpans[0];
    super.keep(octets);
  }

  override supplyLost() {
    this.mpans = [this.older];
  }
}

class UnsetAs extends MpanStore {
  constructor(
    fitting: ConstructorParameters<typeof MpanStore>[1],
    private readonly octet: number,
  ) {
    super(1, fitting);
  }

  protected override unset(): Uint8Array {
    return new Uint8Array(MPAN_OCTETS).fill(this.octet);
  }
}

const area = 'mpan';

/** Faults of what the secondary Export MPAN holds and keeps. */
export const MPAN_FAULTS: Fault[] = [
  {
    name: 'mpan-cut-to-12',
    breaks: 'mpan.read-back',
    area,
    says: 'The last character of the secondary Export MPAN is lost.',
    shownBy: ['mpan-values'],
    replace: (parts) =>
      secondaryExportMpan(parts, (...args) => new MisreadMpan(...args, (octets) => octets.slice(0, MPAN_OCTETS - 1))),
  },
  {
    name: 'mpan-with-nul',
    breaks: 'mpan.read-back',
    area,
    says: 'The secondary Export MPAN is read back with a trailing NUL.',
    shownBy: ['mpan-values'],
    replace: (parts) =>
      secondaryExportMpan(parts, (...args) => new MisreadMpan(...args, (octets) => Buffer.concat([octets, new Uint8Array(1)]))),
  },
  {
    name: 'mpan-padded-to-16',
    breaks: 'mpan.read-back',
    area,
    says: 'The secondary Export MPAN is read back padded with spaces to the 16 octets of its memory.',
    shownBy: ['mpan-values'],
    replace: (parts) =>
      secondaryExportMpan(
        parts,
        (...args) =>
          new MisreadMpan(...args, (octets) => Buffer.concat([octets, new Uint8Array(16).fill(SPACE)]).subarray(0, 16)),
      ),
  },
  {
    name: 'mpan-leading-zero-dropped',
    breaks: 'mpan.read-back',
    area,
    says: 'The secondary Export MPAN is kept as a number: leading zeros are lost.',
    shownBy: ['mpan-values'],
    replace: (parts) =>
      secondaryExportMpan(
        parts,
        (...args) => new MisreadMpan(...args, (octets) => octets.slice(octets.findIndex((octet) => octet !== ZERO))),
      ),
  },
  {
    name: 'mpan-stored-at-reboot',
    breaks: 'mpan.read-back',
    area,
    says: 'A new secondary Export MPAN shows only after the next loss of supply.',
    shownBy: ['mpan-values'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new ReadAtReboot(...args)),
  },
  {
    name: 'mpan-halves-swapped',
    breaks: 'mpan.read-back',
    area,
    says: 'The object of both Export MPANs is read with the secondary one first.',
    shownBy: ['mpan-values'],
    under: { choices: { exportMpanLayout: 'combined-26' } },
    replace: (parts) =>
      combinedMpans(
        parts,
        (...args) =>
          new MisreadMpan(...args, (octets) => Buffer.concat([octets.slice(MPAN_OCTETS), octets.slice(0, MPAN_OCTETS)])),
      ),
  },
  {
    name: 'mpan-alias',
    breaks: 'mpan.separate',
    area,
    says: 'The secondary Export MPAN and the primary Export MPAN are one and the same store.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => ({
      ...parts,
      mpans: (fitting) => {
        const mpans = parts.mpans(fitting);
        return { ...mpans, secondaryExport: mpans.primaryExport };
      },
    }),
  },
  {
    name: 'mpan-into-primary-import',
    breaks: 'mpan.separate',
    area,
    says: 'Writing the secondary Export MPAN overwrites the primary Import MPAN.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => alsoWritten(parts, 'import', 0),
  },
  {
    name: 'mpan-into-secondary-import',
    breaks: 'mpan.separate',
    area,
    says: 'Writing the secondary Export MPAN overwrites the secondary Import MPAN: both belong to the secondary element.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => alsoWritten(parts, 'import', 1),
  },
  {
    name: 'mpan-unset-as-zeros',
    breaks: 'mpan.unset',
    area,
    says: 'A secondary Export MPAN never written reads as thirteen zeros, declared or not.',
    shownBy: ['mpan-values'],
    replace: (parts) => secondaryExportMpan(parts, (_places, fitting) => new UnsetAs(fitting, ZERO)),
  },
  {
    name: 'mpan-unset-as-erased',
    breaks: 'mpan.unset',
    area,
    says: 'A secondary Export MPAN never written reads as the octets FF of erased memory.',
    shownBy: ['mpan-values'],
    replace: (parts) => secondaryExportMpan(parts, (_places, fitting) => new UnsetAs(fitting, ERASED)),
  },
  {
    name: 'mpan-in-working-memory',
    breaks: 'mpan.survives-outage',
    area,
    says: 'The secondary Export MPAN is lost with the supply.',
    shownBy: ['mpan-write-cut'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new InWorkingMemory(...args)),
  },
  {
    name: 'mpan-older-copy',
    breaks: 'mpan.survives-outage',
    area,
    says: 'After a loss of supply the secondary Export MPAN before the present one is back.',
    shownBy: ['mpan-write-cut'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new OlderCopy(...args)),
  },
  {
    name: 'mpan-cleared-at-midnight',
    breaks: 'mpan.kept',
    area,
    says: 'The secondary Export MPAN is forgotten at midnight.',
    shownBy: ['daily-snapshots'],
    replace: (parts) =>
      secondaryExportMpan(
        parts,
        (...args) => new ForgetfulMpan(...args, ({ what, atMs }) => what === 'halfHourEnded' && atMs % DAY_MS === 0),
      ),
  },
  {
    name: 'mpan-cleared-by-table',
    breaks: 'mpan.kept',
    area,
    says: 'A new switching table clears the secondary Export MPAN.',
    shownBy: ['life-cycle'],
    replace: (parts) =>
      secondaryExportMpan(parts, (...args) => new ForgetfulMpan(...args, ({ what }) => what === 'tableActivated')),
  },
  {
    name: 'mpan-trimmed',
    breaks: 'mpan.characters',
    area,
    says: 'Spaces at the end of the secondary Export MPAN are lost.',
    shownBy: ['mpan-values'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new MisreadMpan(...args, trimmed)),
  },
];
