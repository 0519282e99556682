import { MPAN_OCTETS } from '../../../declaration/mpan';
import type { Fitting } from '../behaviour';
import type { MeterEvent } from '../meter-event';
import { MpanStore } from '../mpan-store';
import type { MpanStores, PartMakers } from '../parts';

/** Constructs a store as the standard one is constructed. */
export type StoreMaker = (places: 1 | 2, fitting: Fitting) => MpanStore;

/** Replaces the store of the secondary Export MPAN alone, where it has an object of its own. */
export function secondaryExportMpan(parts: PartMakers, make: StoreMaker): PartMakers {
  return { ...parts, mpans: (fitting) => ({ ...parts.mpans(fitting), secondaryExport: make(1, fitting) }) };
}

/** Replaces the store that holds both Export MPANs under the layout combined-26. */
export function combinedMpans(parts: PartMakers, make: StoreMaker): PartMakers {
  return { ...parts, mpans: (fitting) => ({ ...parts.mpans(fitting), primaryExport: make(1, fitting) }) };
}

/** Lets a write of the secondary Export MPAN go to a place of another store as well. */
export function alsoWritten(parts: PartMakers, other: Exclude<keyof MpanStores, 'secondaryExport'>, place: 0 | 1): PartMakers {
  return {
    ...parts,
    mpans: (fitting) => {
      const mpans = parts.mpans(fitting);
      return { ...mpans, secondaryExport: new AlsoWritten(fitting, mpans[other], place) };
    },
  };
}

class AlsoWritten extends MpanStore {
  constructor(
    fitting: Fitting,
    private readonly other: MpanStore,
    private readonly place: 0 | 1,
  ) {
    super(1, fitting);
  }

  override write(octets: Uint8Array, atMs: number) {
    const outcome = super.write(octets, atMs);
    const before = new Uint8Array(MPAN_OCTETS).fill(0x30);
    before.set(this.other.read().slice(0, MPAN_OCTETS));
    if (outcome === 'written') this.other.write(this.place === 0 ? octets : Buffer.concat([before, octets]), atMs);
    return outcome;
  }
}

/** Forgets the MPAN at an event. */
export class ForgetfulMpan extends MpanStore {
  constructor(
    places: 1 | 2,
    fitting: Fitting,
    private readonly at: (event: MeterEvent) => boolean,
  ) {
    super(places, fitting);
  }

  override notice(event: MeterEvent) {
    if (this.at(event)) this.mpans = this.mpans.map(() => undefined);
  }
}

/** Gives other octets to a read than it holds. */
export class MisreadMpan extends MpanStore {
  constructor(
    places: 1 | 2,
    fitting: Fitting,
    private readonly misread: (octets: Uint8Array) => Uint8Array,
  ) {
    super(places, fitting);
  }

  override read(): Uint8Array {
    return this.misread(super.read());
  }
}

/** Refuses what it should take, or takes what it should refuse; what it takes is kept as `change` makes it. */
export class OtherwiseRefusing extends MpanStore {
  constructor(
    places: 1 | 2,
    fitting: Fitting,
    private readonly rule: (octets: Uint8Array, standard: ReturnType<MpanStore['refusal']>) => ReturnType<MpanStore['refusal']>,
    private readonly change: (octets: Uint8Array) => Uint8Array = (octets) => octets,
  ) {
    super(places, fitting);
  }

  protected override refusal(octets: Uint8Array) {
    return this.rule(octets, super.refusal(octets));
  }

  protected override keep(octets: Uint8Array) {
    super.keep(this.change(octets));
  }
}
