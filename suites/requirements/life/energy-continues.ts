import type { Declaration } from '../../../declaration/declaration';
import type { RecordOf } from '../../../trace/vocabulary';
import { requirement } from '../define';
import { meterTime } from '../meter-time';
import { dueHalfHours, exportChannel, HALF_HOUR_MS, holdsItsEnergy } from '../profile/half-hour-rows';
import { eachInItsTime } from '../rate-spans';
import { exporting, HOLDS, moved, REGISTER } from '../register/register-span';
import type { BetweenNeed, Evidence, Finding, Happening, Requirement } from '../requirement';
import { spans } from '../spans';

const EXPORTS = exporting(10);

/**
 * A requirement that something done to the meter while it exports disturbs no energy: the register and the rates move by what flowed,
 * and the row of the half hour in which it was done holds it.
 */
export function energyContinues(
  given: Pick<Requirement, 'id' | 'title' | 'statement'> & Partial<Requirement>,
  done: (meter: Declaration) => Happening[],
  records: (evidence: Evidence) => readonly RecordOf<'observation'>[],
): Requirement {
  const need = (meter: Declaration): BetweenNeed => ({
    between: REGISTER,
    where: [...done(meter), EXPORTS, HOLDS],
  });
  return requirement({
    clauses: ['DP184 §2 bullets 1 to 3'],
    basis: 'derived',
    needs: (meter) => [need(meter)],
    judge: (evidence) => {
      const registers = spans(evidence, need(evidence.meter));
      if (registers.length === 0) return [];
      const rates: BetweenNeed = { between: 'secondary.export.rates', where: [...done(evidence.meter), EXPORTS] };
      return [
        ...registers.map((span) => moved(evidence, span, 'the register counted on', BigInt(Number(span.from.value)))),
        ...spans<number[]>(evidence, rates).flatMap((span) => eachInItsTime(evidence, span)),
        ...rowsOfThen(evidence, records(evidence)),
      ];
    },
    ...given,
  });
}

/** The rows of the half hours in which the records were answered, where nothing else disturbed them. */
function rowsOfThen(evidence: Evidence, records: readonly RecordOf<'observation'>[]): Finding[] {
  const moments = records.map(({ when }) => meterTime(evidence, when));
  return dueHalfHours(evidence, exportChannel(evidence))
    .filter(({ half: { endMs } }) => moments.some(({ fromMs, toMs }) => endMs - HALF_HOUR_MS <= toMs && fromMs <= endMs))
    .map((due) => holdsItsEnergy(evidence, due));
}
