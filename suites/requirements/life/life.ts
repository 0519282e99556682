import type { MeterCapability } from '../../../declaration/declaration';
import { exportMpan } from '../../../declaration/objects';
import type { ObjectName } from '../../../trace/vocabulary';
import { changes, reclosings } from '../changes';
import { same } from '../compare';
import { requirement } from '../define';
import { mpanObjects } from '../mpan-writes';
import { moved, REGISTER, still } from '../register/register-span';
import type { BetweenNeed, Requirement } from '../requirement';
import { spans } from '../spans';
import { energyContinues } from './energy-continues';

/** What happens in the life of a meter, by the object that changes, and what an access path must be able to do for it. */
const CHANGES: { id: string; object: ObjectName; what: string; needs: MeterCapability }[] = [
  { id: 'life.supplier-change', object: 'import.supplier', what: 'a change of import supplier', needs: 'invoke.life-cycle' },
  { id: 'life.tenancy-change', object: 'tenancy', what: 'a change of tenancy', needs: 'invoke.life-cycle' },
  { id: 'life.credentials', object: 'credentials', what: 'new credentials', needs: 'invoke.life-cycle' },
  { id: 'life.payment-mode', object: 'prepayment.balance', what: 'a change of payment mode', needs: 'write.prepayment' },
];

const BARRED: BetweenNeed = {
  between: REGISTER,
  where: [{ barred: 'secondary' }, still('secondary', 'export'), { lastsMinutes: 5 }],
};

const mpanOver = (mpan: ObjectName, { object }: { object: ObjectName }): BetweenNeed => ({
  between: mpan,
  where: [{ changed: object }, { unwritten: mpan }, { running: 'dp184' }],
});

/** Requirements on what happens in the life of a meter besides the flow of energy. */
export const LIFE_REQUIREMENTS: Requirement[] = [
  ...CHANGES.map(({ id, object, what, needs }) =>
    energyContinues(
      {
        id,
        title: `Secondary export goes on over ${what}`,
        statement: `Over ${what} nothing of secondary export is cleared or lost: register, rates and the row of that half hour go on.`,
        capabilities: { meter: ['read', needs], bench: ['flow'] },
      },
      () => [{ changed: object }],
      (evidence) => changes(evidence, object),
    ),
  ),
  requirement({
    id: 'life.mpans-kept',
    title: 'MPANs outlive supplier, tenant and credentials',
    statement:
      'A change of import supplier, of tenancy, of credentials or of payment mode leaves every MPAN as it was: an Export MPAN belongs to another market role.',
    clauses: ['DP184 §2 bullet 4', 'SMETS2 5.7.4.28', 'GBCS 4.3 ECS39a, ECS39b'],
    basis: 'derived',
    capabilities: { meter: ['read', 'invoke.life-cycle', 'write.prepayment'], bench: [] },
    needs: (meter) => CHANGES.map((change) => mpanOver(exportMpan(meter.choices).object, change)),
    judge: (evidence) =>
      mpanObjects(evidence.meter).flatMap((mpan) =>
        CHANGES.flatMap((change) =>
          spans(evidence, mpanOver(mpan, change)).map(({ from, to }) =>
            same(`${mpan} is kept over ${change.what}`, to.value, from.value, [from.record.seq, to.record.seq]),
          ),
        ),
      ),
  }),
  requirement({
    id: 'life.open-contact',
    title: 'Nothing is counted through an open contact',
    statement: 'While the supply is disabled or the secondary contact is open nothing flows, and the register stands still.',
    clauses: ['DP184 §2 bullet 1', 'SMETS2 5.13 (per-element registers)'],
    basis: 'derived',
    capabilities: { meter: ['read', 'invoke.switch'], bench: ['flow'] },
    needs: () => [BARRED],
    judge: (evidence) =>
      spans(evidence, BARRED).map((span) => moved(evidence, span, 'the register stood still while the contact was open')),
  }),
  energyContinues(
    {
      id: 'life.enabled-again',
      title: 'Export counts again when the contact closes',
      statement:
        'After the secondary contact was opened and closed again, export through it is counted in full: in the register, the rates and the half hours.',
      capabilities: { meter: ['read', 'invoke.switch'], bench: ['flow'] },
    },
    () => [{ reclosed: 'secondary' }],
    (evidence) => reclosings(evidence, 'secondary'),
  ),
];
