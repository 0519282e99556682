import type { Declaration } from '../../../declaration/declaration';
import { exportMpan } from '../../../declaration/objects';
import type { ObjectName, Value } from '../../../trace/vocabulary';
import { same } from '../compare';
import { requirement } from '../define';
import { energyContinues } from '../life/energy-continues';
import {
  type AnsweredWrite,
  accepted,
  type CutWrite,
  checkDigits,
  cutWrites,
  dp184Readings,
  fourMpans,
  hexOf,
  mpanObjects,
  mpanWrites,
  nonDigits,
  readBacks,
  secondaryHex,
  unsetReading,
  wrongLengths,
} from '../mpan-writes';
import { acceptedWrites, type Reading } from '../readings';
import type { BetweenNeed, Evidence, Finding, Happening, MpanCase, Requirement } from '../requirement';
import { spans } from '../spans';

const READ_WRITE: Requirement['capabilities'] = { meter: ['read', 'write.mpan'], bench: [] };
const CLAUSES = ['DP184 §2 bullet 4', 'SMETS2 5.7.4.28', 'GBCS 4.3 ECS39b, ECS40 (by analogy)'];

const exportObject = ({ choices }: Declaration) => exportMpan(choices).object;

/** A requirement on the secondary Export MPAN in one of the cases of `mpan-writes.ts`. */
function inCase(
  mpan: MpanCase,
  judge: (evidence: Evidence) => Finding[],
  given: Pick<Requirement, 'id' | 'title' | 'statement'> & Partial<Requirement>,
): Requirement {
  return requirement({ clauses: CLAUSES, capabilities: READ_WRITE, needs: () => [{ mpan }], judge, ...given });
}

/** What the secondary Export MPAN must keep between two readings while it is not written. */
function keptOver(
  where: Happening[],
  given: Pick<Requirement, 'id' | 'title' | 'statement'> & Partial<Requirement>,
): Requirement {
  const need = (meter: Declaration): BetweenNeed => {
    const object = exportObject(meter);
    return { between: object, where: [{ unwritten: object }, { running: 'dp184' }, ...where] };
  };
  return requirement({
    clauses: CLAUSES,
    needs: (meter) => [need(meter)],
    judge: (evidence) =>
      spans(evidence, need(evidence.meter)).map(({ from, to }) =>
        same('the MPAN is what it was', to.value, from.value, [from.record.seq, to.record.seq]),
      ),
    ...given,
  });
}

export const MPAN_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'mpan.read-back',
    title: 'The secondary Export MPAN reads back as written',
    statement: 'A well-formed secondary Export MPAN is accepted, and reads back octet for octet.',
    clauses: CLAUSES,
    capabilities: READ_WRITE,
    needs: ({ choices }) => [{ readBack: exportMpan(choices).object }],
    judge: (evidence) => readBacks(evidence).map(takenAsWritten),
  }),
  requirement({
    id: 'mpan.separate',
    title: 'The MPANs of a meter are kept apart',
    statement: 'Writing one of the four MPANs of a twin-element meter leaves the others as they were.',
    clauses: ['DP184 §2 bullet 4', 'GBCS 4.3 ECS39a, ECS39b'],
    capabilities: READ_WRITE,
    needs: (meter) =>
      mpanObjects(meter)
        .filter((object) => object !== exportObject(meter))
        .map((object) => apart(exportObject(meter), object)),
    judge: keptApart,
  }),
  inCase('wrong-length', lengthsRefused, {
    id: 'mpan.length',
    title: 'An Export MPAN of another length is refused',
    statement:
      'An Export MPAN is written with 13 octets, or both with 26 where the declared layout combines them; every other length is refused and changes no MPAN.',
    clauses: ['DP184 §2 bullet 4', 'GBCS 4.3 ECS39a, ECS39b'],
  }),
  inCase('check-digit', (evidence) => checkDigits(evidence).map(takenAsWritten), {
    id: 'mpan.check-digit',
    title: 'No check digit is required of an MPAN',
    statement:
      'An Export MPAN of 13 digits is accepted whatever its last digit is: the published reference vectors set MPANs with wrong check digits and expect success.',
    basis: 'published',
    confidence: 'verified',
  }),
  inCase('non-digit', (evidence) => nonDigits(evidence).flatMap((write) => asDeclared(evidence, write)), {
    id: 'mpan.characters',
    title: 'Other characters than digits are taken or refused as declared',
    statement:
      'An Export MPAN with other characters than digits is stored octet for octet, or refused with nothing changed, as declared by mpanCharacters.',
    basis: 'choice',
  }),
  inCase('unset', (evidence) => readsUnset(evidence), {
    id: 'mpan.unset',
    title: 'An Export MPAN never written reads as declared',
    statement: 'Before it is first written the secondary Export MPAN is empty, thirteen spaces or thirteen zeros, as declared.',
    basis: 'choice',
    capabilities: { meter: ['read'], bench: [] },
  }),
  inCase('cut', (evidence) => cutWrites(evidence).map(oldOrNew), {
    id: 'mpan.write-cut',
    title: 'A write cut by a loss of supply leaves the old MPAN or the new one',
    statement: 'When the supply is lost during a write or at once after it, the MPAN is the old or the new one, never a mixture.',
    basis: 'derived',
    capabilities: { meter: ['read', 'write.mpan'], bench: ['supply'] },
  }),
  keptOver([{ event: 'outage' }], {
    id: 'mpan.survives-outage',
    title: 'The Export MPAN survives loss of supply',
    statement: 'After a loss of supply the secondary Export MPAN is what it was before.',
    clauses: ['DP184 §2 bullet 4', 'SMETS2 data store retained on loss of power'],
    capabilities: { meter: ['read'], bench: ['supply'] },
  }),
  keptOver([{ lastsMinutes: 10 }], {
    id: 'mpan.kept',
    title: 'Nothing but a write changes the Export MPAN',
    statement:
      'Between two readings the secondary Export MPAN stays as it is unless it is written: not at midnight, nor with a switching table, a clock set or the energy that flows.',
    basis: 'derived',
  }),
  energyContinues(
    {
      id: 'mpan.disturbs-no-energy',
      title: 'Writing an Export MPAN while exporting disturbs no energy',
      statement:
        'While an Export MPAN is written the secondary export goes on being counted in full: in the register, the rates and the row of that half hour.',
      clauses: ['DP184 §2 bullets 1 to 4'],
      capabilities: { meter: ['read', 'write.mpan'], bench: ['flow'] },
    },
    (meter) => [{ written: exportObject(meter) }],
    (evidence) => acceptedWrites(evidence, exportObject(evidence.meter)),
  ),
];

const apart = (written: ObjectName, other: ObjectName): BetweenNeed => ({
  between: other,
  where: [{ written }, { unwritten: other }, { running: 'dp184' }],
});

function takenAsWritten({ answer, hex, after }: AnsweredWrite & { after: Reading }): Finding {
  return 'refused' in answer.answer
    ? same('a well-formed MPAN is accepted', `refused: ${answer.answer.refused.name}`, 'accepted', [answer.seq])
    : same('the MPAN reads back as written', after.value, { octets: hex }, [answer.seq, after.record.seq]);
}

/** Each of the four MPANs between two readings of its object, where an accepted write was of others alone. */
function keptApart(evidence: Evidence): Finding[] {
  const { meter } = evidence;
  const writes = mpanObjects(meter).flatMap((object) => mpanWrites(evidence, object).map((write) => ({ ...write, object })));
  return fourMpans(meter).flatMap((mpan) => {
    const touches = ({ object, hex }: (typeof writes)[number]) => object === mpan.object && hex.length > mpan.fromHex;
    const read = dp184Readings(evidence, mpan.object);
    return read.slice(1).flatMap((to, i) => {
      const from = read[i]!;
      const between = writes.filter(({ stimulus }) => from.record.seq < stimulus.seq && stimulus.seq < to.record.seq);
      if (between.some(touches) || !between.some(accepted)) return [];
      const part = (reading: Reading) => hexOf(reading.value).slice(mpan.fromHex, mpan.toHex);
      return [
        same(`${mpan.name} stays as it was when another is written`, part(to), part(from), [from.record.seq, to.record.seq]),
      ];
    });
  });
}

/** Every write of a wrong length, and every MPAN object over those writes alone. */
function lengthsRefused(evidence: Evidence): Finding[] {
  const { meter } = evidence;
  const objects = [...new Set([exportObject(meter), 'primary.export.mpan'])];
  const wrong = objects.flatMap((object) => wrongLengths(evidence, object));
  if (wrongLengths(evidence, exportObject(meter)).length === 0) return [];
  const refusals = wrong.map(({ answer, hex }) =>
    same(
      `an Export MPAN of ${hex.length / 2} octets is refused`,
      'refused' in answer.answer ? 'refused' : 'accepted',
      'refused',
      [answer.seq],
    ),
  );
  return [...refusals, ...mpanObjects(meter).flatMap((object) => unchangedBy(evidence, object, wrong))];
}

/** The object's readings, each two with refused-to-be writes between them and no other write of it. */
function unchangedBy(evidence: Evidence, object: ObjectName, wrong: readonly AnsweredWrite[]): Finding[] {
  const others = mpanWrites(evidence, object).filter(({ stimulus }) => !wrong.some((write) => write.stimulus === stimulus));
  const read = dp184Readings(evidence, object);
  return read.slice(1).flatMap((to, i) => {
    const from = read[i]!;
    const isBetween = ({ stimulus }: { stimulus: { seq: number } }) =>
      from.record.seq < stimulus.seq && stimulus.seq < to.record.seq;
    if (!wrong.some(isBetween) || others.some(isBetween)) return [];
    return [same(`${object} is unchanged by writes of wrong lengths`, to.value, from.value, [from.record.seq, to.record.seq])];
  });
}

function asDeclared({ meter }: Evidence, write: AnsweredWrite & { after: Reading }): Finding[] {
  if (meter.choices.mpanCharacters === 'any') return [takenAsWritten(write)];
  const { answer, before, after } = write;
  const refused = 'refused' in answer.answer ? 'refused' : 'accepted';
  return [
    same('an MPAN that is not of digits is refused', refused, 'refused', [answer.seq]),
    ...(before ? [same('and changes nothing', after.value, before.value, [before.record.seq, after.record.seq])] : []),
  ];
}

const UNSET: Record<Declaration['choices']['mpanUnset'], string> = {
  empty: '',
  'spaces-13': '20'.repeat(13),
  'zeros-13': '30'.repeat(13),
};

function readsUnset(evidence: Evidence): Finding[] {
  const { meter } = evidence;
  const reading = unsetReading(evidence);
  if (!reading) return [];
  const { mpanUnset } = meter.choices;
  return [
    same('an MPAN never written reads as declared', secondaryHex(meter, reading.value), UNSET[mpanUnset], [reading.record.seq]),
  ];
}

function oldOrNew({ write, before, after }: CutWrite): Finding {
  const old = hexOf(before.value);
  const written = write.hex + old.slice(write.hex.length);
  const choices: Value = write.answer && !accepted(write) ? [old] : [old, written];
  const observed = hexOf(after.value);
  return {
    says: 'after a write cut by a loss of supply the MPAN is the old or the new one',
    unit: '',
    observed,
    expected: { equals: choices },
    budget: [],
    outcome: choices.includes(observed) ? 'within' : 'beyond',
    records: [before.record.seq, after.record.seq],
  };
}
