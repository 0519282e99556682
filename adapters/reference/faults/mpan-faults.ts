import type { Fault } from '../fault';
import { MpanStore } from '../mpan-store';
import type { PartMakers } from '../parts';

class CutTo12 extends MpanStore {
  override read(): Uint8Array {
    return super.read().slice(0, 12);
  }
}

class NulTerminated extends MpanStore {
  override read(): Uint8Array {
    return Buffer.concat([super.read(), new Uint8Array(1)]);
  }
}

function secondaryExportMpan(
  parts: PartMakers,
  make: (...args: ConstructorParameters<typeof MpanStore>) => MpanStore,
): PartMakers {
  return { ...parts, mpans: (fitting) => ({ ...parts.mpans(fitting), secondaryExport: make(1, fitting) }) };
}

const area = 'mpan';

/** Faults of the secondary Export MPAN. */
export const MPAN_FAULTS: Fault[] = [
  {
    name: 'mpan-cut-to-12',
    breaks: 'mpan.read-back',
    area,
    says: 'The last character of the secondary Export MPAN is lost.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new CutTo12(...args)),
  },
  {
    name: 'mpan-with-nul',
    breaks: 'mpan.read-back',
    area,
    says: 'The secondary Export MPAN is read back with a trailing NUL.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new NulTerminated(...args)),
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
];
