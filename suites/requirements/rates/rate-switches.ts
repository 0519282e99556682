import type { Ms } from '../../../trace/vocabulary';
import { RATE_COUNT, RATES } from '../rate-spans';
import type { Evidence } from '../requirement';
import { type Span, spans } from '../spans';
import { clockMoved } from '../table/table-rules';

const WH_UJ = 3_600_000_000n;
const SECOND_MS = 1000;
/** 7.2 kW for a second: what the power on one side of a switch must give at least. */
const LEAST_WH = 2n;

/** A span in which a rate must not have moved, and would have if the switch had been a second early or late. */
export interface SecondTold {
  span: Span<number[]>;
  rate: number;
  /** What a second is worth, Wh. */
  effectWh: bigint;
}

/** Every span that tells a second of a switch: power on one side of it only, the rate of the other side otherwise without energy. */
export function secondsTold(evidence: Evidence): SecondTold[] {
  return spans<number[]>(evidence, {
    between: RATES,
    where: [{ flow: 'export', element: 'secondary', atLeastWh: Number(LEAST_WH) }],
  })
    .filter((span) => clockIsSure(evidence, span))
    .flatMap((span) => [-SECOND_MS, SECOND_MS].flatMap((ms) => toldBy(evidence, span, ms)));
}

function toldBy(evidence: Evidence, span: Span<number[]>, ms: Ms): SecondTold[] {
  const { ledger } = evidence;
  const { from, to } = { from: span.from.window, to: span.to.window };
  const right = ledger.rates('export', from, to);
  const [moved] = clockMoved(ms, 'reads')(evidence);
  const wrong = ledger.ratesReadAs(`clock moved by ${ms} ms`, moved!, from, to);
  if (!right || !wrong) return [];
  return Array.from({ length: RATE_COUNT }, (_, i) => i).flatMap((i) => {
    const gainedWh = (wrong[i]!.total.hi - right[i]!.hi) / WH_UJ;
    return right[i]!.lo === 0n && gainedWh >= LEAST_WH ? [{ span, rate: i + 1, effectWh: gainedWh }] : [];
  });
}

/** No outage, no set, no jump of the clock nor change of its status: its band alone says how well a second can be told. */
function clockIsSure({ ledger }: Evidence, { from, to }: Span): boolean {
  const [start, end] = [from.window.fromMs, to.window.toMs];
  const { events, clock } = ledger;
  const disturbed = [...events.outages.map(({ off }) => off), ...events.activations.map(({ when }) => when)];
  return (
    disturbed.every((when) => when.toMs < start || when.fromMs > end) &&
    clock.pieces
      .filter((piece) => piece.fromMs < end && piece.toMs > start)
      .every(({ bands, valid }) => bands.length === 1 && valid === 'yes')
  );
}
