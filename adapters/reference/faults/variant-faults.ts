import { askedFor } from '../../../declaration/objects';
import type { ObjectName } from '../../../trace/vocabulary';
import { AccessRights } from '../access-rights';
import type { Fault } from '../fault';
import { Firmware } from '../firmware';
import { Nameplate } from '../nameplate';
import type { PartMakers } from '../parts';

const area = 'variant';

class ChangedView extends AccessRights {
  constructor(
    declared: ConstructorParameters<typeof AccessRights>[0],
    private readonly change: (names: ObjectName[]) => ObjectName[],
  ) {
    super(declared);
  }

  override view(...asked: Parameters<AccessRights['view']>): ObjectName[] {
    return this.change(super.view(...asked));
  }
}

const viewed =
  (change: (names: ObjectName[], asked: ObjectName[]) => ObjectName[]) =>
  (parts: PartMakers): PartMakers => ({
    ...parts,
    access: ({ declaration }) => new ChangedView(declaration, (names) => change(names, askedFor(declaration))),
  });

/** Firmware of the twin-element meter on hardware without a secondary element. */
const twinFirmware = (parts: PartMakers): PartMakers => ({
  ...parts,
  firmware: ({ declaration, behaviour }) => new Firmware(behaviour.firmware, declaration.meter.firmware, true),
});

/** Faults of the meter variant and of the objects that it may have. */
export const VARIANT_FAULTS: Fault[] = [
  {
    name: 'says-single-element',
    breaks: 'variant.as-declared',
    area,
    says: 'The meter variant was left at A, single element.',
    shownBy: ['no-load-night'],
    replace: (parts) => ({ ...parts, nameplate: () => new Nameplate('single') }),
  },
  {
    name: 'objects-on-single-element',
    breaks: 'variant.without-secondary',
    area,
    says: 'A single-element meter answers the objects of secondary export, with zeros.',
    shownBy: ['no-load-night'],
    under: { variant: 'single' },
    replace: twinFirmware,
  },
  {
    name: 'objects-listed-on-polyphase',
    breaks: 'variant.view-without-secondary',
    area,
    says: 'A polyphase meter lists the objects of secondary export in its association view, and answers none of them.',
    shownBy: ['no-load-night'],
    under: { variant: 'polyphase' },
    replace: viewed((names, asked) => [...names, ...asked]),
  },
  {
    name: 'objects-not-listed',
    breaks: 'variant.view-with-export',
    area,
    says: 'The objects of secondary export are there and are not in the association view.',
    shownBy: ['no-load-night'],
    replace: viewed((names, asked) => names.filter((name) => !asked.includes(name))),
  },
];
