import type { Temporal } from '@js-temporal/polyfill';
import { UsageError } from '../../../trace/errors';
import type { Ms } from '../../../trace/vocabulary';

/** From `fromMs` (UTC) on, the local clock is `aheadMs` ahead of UTC. */
interface Piece {
  fromMs: Ms;
  aheadMs: Ms;
}

/** More than any zone is away from UTC. */
const MARGIN_MS = 2 * 86_400_000;

/** The wall clock of one time zone over a span, as pieces of constant offset. Throws a UsageError for an unknown zone. */
export class LocalClock {
  private readonly pieces: Piece[] = [];

  constructor(tz: string, span: { fromMs: Ms; toMs: Ms }) {
    let at: Temporal.ZonedDateTime | null = zoned(tz, span.fromMs - MARGIN_MS);
    while (at && at.epochMilliseconds < span.toMs + MARGIN_MS) {
      this.pieces.push({ fromMs: at.epochMilliseconds, aheadMs: at.offsetNanoseconds / 1e6 });
      at = at.getTimeZoneTransition('next');
    }
  }

  /** Every instant at which the clock shows that reading: one, none where it is skipped, two where it is repeated. */
  instants(clockMs: Ms): Ms[] {
    return this.pieces.flatMap(({ fromMs, aheadMs }, i) => {
      const instant = clockMs - aheadMs;
      const untilMs = this.pieces[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
      return instant >= fromMs && instant < untilMs ? [instant] : [];
    });
  }
}

function zoned(tz: string, ms: Ms): Temporal.ZonedDateTime {
  // Large, and loaded only for a load that is not stamped in UTC.
  const polyfill = require('@js-temporal/polyfill') as typeof import('@js-temporal/polyfill');
  try {
    return polyfill.Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(tz);
  } catch (cause) {
    throw new UsageError(`--tz ${tz}: no such time zone; expected UTC or an IANA name such as Europe/London`, { cause });
  }
}
