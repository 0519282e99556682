import type { ObjectName } from '../../../trace/vocabulary';
import { compare, same } from '../compare';
import { type Channel, HALF_HOUR_MS } from '../profile/half-hour-rows';
import type { Evidence, Finding } from '../requirement';
import { activationHalfHours, pendings } from './upgrade-cases';
import type { ActivatedKind } from './upgrade-happenings';

/** The half hour of an activation has as many rows as declared, and they hold its energy. */
export function halfHoursAsDeclared(evidence: Evidence, channel: Channel): Finding[] {
  return activationHalfHours(evidence, channel).map(({ claim, rows, seq }) => {
    const { half, lo, hi, budget } = claim;
    const at = { fromMs: half.endMs - HALF_HOUR_MS, toMs: half.endMs };
    const records = [...new Set([seq, ...rows.map((row) => row.seq)])];
    const named = `${channel.object}, ${channel.field}`;
    if (rows.length !== claim.rows)
      return {
        ...same(`${named}: a half hour cut by an activation has the declared rows`, rows.length, claim.rows ?? null, records),
        at,
      };
    const observed = rows.reduce((sum, { wh }) => sum + BigInt(wh), 0n);
    return compare({
      says: `${named}: a half hour cut by an activation is recorded as declared`,
      observed,
      lo,
      hi,
      budget,
      records,
      at,
    });
  });
}

/** A pending table stands, is not yet active, and is active once due. `activation` names the object of its date. */
export function firesAsPending(evidence: Evidence, activation: ObjectName, kind: Exclude<ActivatedKind, 'refused'>): Finding[] {
  return pendings(evidence, activation, kind).flatMap(({ pending, passive, active, stillPending, notYet, fired }) => [
    ...(stillPending
      ? [
          same('the table waits for its date as before', stillPending.value, pending.value, [
            pending.record.seq,
            stillPending.record.seq,
          ]),
        ]
      : []),
    ...(notYet
      ? [same('it is not active before its date', notYet.value, active.value, [active.record.seq, notYet.record.seq])]
      : []),
    same('it is active once its date has come', fired.value, passive.value, [passive.record.seq, fired.record.seq]),
  ]);
}
