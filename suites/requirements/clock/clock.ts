import type { RecordOf } from '../../../trace/vocabulary';
import { requirement } from '../define';
import type { Evidence, Finding, Requirement } from '../requirement';

/** Clock readings before the suite itself set the clock: afterwards the error is ours. */
export function clockAsFound({ trace }: Pick<Evidence, 'trace'>): RecordOf<'clock'>[] {
  const firstSet = trace.of('stimulus').find(({ stimulus }) => stimulus.do === 'setClock')?.seq ?? Number.POSITIVE_INFINITY;
  return trace.of('clock').filter(({ seq, status }) => seq < firstSet && status === 'reliable');
}

export const CLOCK_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'clock.tolerance',
    title: 'The clock is within its tolerance of UTC',
    statement: 'A reliable clock shows UTC within the declared tolerance. No other requirement fails for the clock.',
    clauses: ['SMETS2 5.5.1', 'GBCS 4.3 ECS70'],
    basis: 'published',
    capabilities: { meter: ['read'], bench: [] },
    applies: () => true,
    needs: () => [{ clockAsFound: true }],
    judge: (evidence) => clockAsFound(evidence).map((record) => withinTolerance(record, evidence.meter.choices.clockToleranceS)),
  }),
];

function withinTolerance({ meterMs, when, seq }: RecordOf<'clock'>, toleranceS: number): Finding {
  // The clock stood at meterMs at some instant of the window: it is wrong only where no instant excuses it.
  const least = meterMs < when.fromMs ? meterMs - when.fromMs : meterMs > when.toMs ? meterMs - when.toMs : 0;
  const most = Math.max(Math.abs(meterMs - when.fromMs), Math.abs(meterMs - when.toMs));
  const limitMs = toleranceS * 1000;
  return {
    says: 'the clock shows UTC',
    unit: 's',
    observed: String(least / 1000),
    expected: { lo: String(-toleranceS), hi: String(toleranceS) },
    budget: when.toMs > when.fromMs ? [{ source: 'time of the reading', amount: String((when.toMs - when.fromMs) / 1000) }] : [],
    outcome: Math.abs(least) > limitMs ? 'beyond' : most > limitMs ? 'undecided' : 'within',
    margin: String((limitMs - Math.abs(least)) / 1000),
    records: [seq],
  };
}
