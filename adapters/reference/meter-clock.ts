import type { ClockStatus, Ms } from '../../trace/vocabulary';

/**
 * The meter's clock: meter time as an offset from bench time. Without supply it runs for its reserve, then stands;
 * from then on it is invalid until it is set.
 */
export class MeterClock {
  status: ClockStatus;
  private stoppedAtMs: Ms | undefined;
  private reserveEndMs: Ms = Number.POSITIVE_INFINITY;

  constructor(
    private offsetMs: Ms,
    status: ClockStatus,
    private readonly reserveMs: Ms,
  ) {
    this.status = status;
  }

  meterMs(benchMs: Ms): Ms {
    return this.stoppedAtMs ?? benchMs + this.offsetMs;
  }

  /** Bench time at which the clock will show `meterMs` if nothing touches it; infinity while it stands. */
  benchMs(meterMs: Ms): Ms {
    return this.stoppedAtMs === undefined ? meterMs - this.offsetMs : Number.POSITIVE_INFINITY;
  }

  /** Bench time at which the reserve runs out; infinity while there is supply. */
  get stopsAtMs(): Ms {
    return this.reserveEndMs;
  }

  /** SMETS 5.6.3.32 Set Clock. */
  set(meterMs: Ms, benchMs: Ms) {
    this.offsetMs = meterMs - benchMs;
    this.status = 'reliable';
  }

  supplyLost(benchMs: Ms) {
    this.reserveEndMs = benchMs + this.reserveMs;
  }

  reserveExhausted(benchMs: Ms) {
    this.stoppedAtMs = this.meterMs(benchMs);
    this.status = 'invalid';
    this.reserveEndMs = Number.POSITIVE_INFINITY;
  }

  supplyReturned(benchMs: Ms) {
    this.reserveEndMs = Number.POSITIVE_INFINITY;
    if (this.stoppedAtMs === undefined) return;
    this.offsetMs = this.stoppedAtMs - benchMs;
    this.stoppedAtMs = undefined;
  }
}
