import type { Association, ObjectName } from '../../../trace/vocabulary';
import { AccessRights, type Operation } from '../access-rights';
import type { Fault } from '../fault';
import type { PartMakers } from '../parts';
import type { Right } from '../served-object';
import { DisturbedRegister, secondaryExportRegister } from './counting';

const area = 'access';

type Grant = (operation: Operation, name: ObjectName, by: Association) => boolean;

class GenerousRights extends AccessRights {
  constructor(
    declared: ConstructorParameters<typeof AccessRights>[0],
    private readonly grants: Grant,
  ) {
    super(declared);
  }

  override allows(operation: Operation, name: ObjectName, right: Right, by: Association): boolean {
    return this.grants(operation, name, by) || super.allows(operation, name, right, by);
  }
}

/** Rights that give what the standard ones deny. */
const granted = (grants: Grant) => (parts: PartMakers) => ({
  ...parts,
  access: ({ declaration }: Parameters<PartMakers['access']>[0]) => new GenerousRights(declaration, grants),
});

const managed =
  (operation: Operation, ...names: ObjectName[]): Grant =>
  (asked, name, by) =>
    by === 'management' && asked === operation && names.includes(name);

/** Faults of who may do what, and of what a refusal leaves. */
export const ACCESS_FAULTS: Fault[] = [
  {
    name: 'register-can-be-set',
    breaks: 'access.set-refused',
    area,
    says: 'The secondary export register can be written.',
    shownBy: ['refused-attempts', 'refused-attempts-on-export'],
    replace: granted(managed('write', 'secondary.export.total')),
  },
  {
    name: 'rates-can-be-set',
    breaks: 'access.registers-unchanged',
    area,
    says: 'The secondary export rates can be written.',
    shownBy: ['refused-attempts-on-export'],
    replace: granted(managed('write', 'secondary.export.rates')),
  },
  {
    name: 'register-can-be-reset',
    breaks: 'access.reset-refused',
    area,
    says: 'Class 3 reset of the secondary export register is carried out.',
    shownBy: ['refused-attempts-on-export'],
    replace: granted(managed('invoke', 'secondary.export.total')),
  },
  {
    name: 'rates-can-be-reset',
    breaks: 'access.reset-refused',
    area,
    says: 'Reset of the secondary export rates is carried out.',
    shownBy: ['refused-attempts-on-export'],
    replace: granted(managed('invoke', 'secondary.export.rates')),
  },
  {
    name: 'half-hours-can-be-written',
    breaks: 'access.set-refused',
    area,
    says: 'The half-hourly log of secondary export can be written, and so emptied.',
    shownBy: ['refused-attempts-on-export'],
    replace: granted(managed('write', 'secondary.export.profile')),
  },
  {
    name: 'half-hours-can-be-reset',
    breaks: 'access.rows-unchanged',
    area,
    says: 'Class 7 reset empties the half-hourly log of secondary export, and capture adds a row to it.',
    shownBy: ['refused-attempts-on-export'],
    replace: granted(managed('invoke', 'secondary.export.profile')),
  },
  {
    name: 'daily-log-can-be-reset',
    breaks: 'access.reset-refused',
    area,
    says: 'Class 7 reset empties the daily read log of import.',
    shownBy: ['refused-attempts'],
    replace: granted(managed('invoke', 'daily.import')),
  },
  {
    name: 'billing-log-can-be-reset',
    breaks: 'access.rows-unchanged',
    area,
    says: 'Class 7 reset and capture of the billing log are carried out.',
    shownBy: ['refused-attempts'],
    replace: granted(managed('invoke', 'billing.import')),
  },
  {
    name: 'daily-export-can-be-captured',
    breaks: 'access.capture-refused',
    area,
    says: 'Class 7 capture of the daily read log of export takes a row at any time.',
    shownBy: ['refused-attempts'],
    replace: granted(managed('invoke', 'daily.export')),
  },
  {
    name: 'refused-reset-clears',
    breaks: 'access.registers-unchanged',
    area,
    says: 'An attempt to reset is refused, and the secondary export register is cleared all the same.',
    shownBy: ['refused-attempts-on-export'],
    replace: (parts) => secondaryExportRegister(parts, (fitting) => new DisturbedRegister(fitting, 'attemptDenied')),
  },
  {
    name: 'public-writes-mpan',
    breaks: 'access.public-changes-nothing',
    area,
    says: 'The public association may write the Export MPAN of the secondary element.',
    shownBy: ['refused-public-attempts'],
    replace: granted((operation, name, by) => operation === 'write' && name === 'secondary.export.mpan' && by === 'public'),
  },
  {
    name: 'public-opens-contacts',
    breaks: 'access.public-changes-nothing',
    area,
    says: 'The public association may open the contacts.',
    shownBy: ['refused-public-attempts'],
    replace: granted((operation, name, by) => operation === 'invoke' && name === 'load.switch' && by === 'public'),
  },
  {
    name: 'public-reads-energy',
    breaks: 'access.public-reads-no-energy',
    area,
    says: 'The public association may read whatever the other may.',
    shownBy: ['refused-public-attempts'],
    replace: granted((operation, _name, by) => operation === 'read' && by === 'public'),
  },
];
