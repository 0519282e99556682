import type { Ms } from '../../trace/vocabulary';
import { HALF_HOUR_MS } from './half-hour-channel';
import type { HalfHourProfile, Lived } from './half-hour-profile';

/** End of the half hour that holds the meter instant; a half hour begins at :00 or :30 and holds its first instant. */
export const halfHourEnd = (meterMs: Ms): Ms => (Math.floor(meterMs / HALF_HOUR_MS) + 1) * HALF_HOUR_MS;

/** The half hour that runs, in meter time, and how much of it was supplied; closes it in every profile at once. */
export class HalfHours {
  private end: Ms;
  private suppliedMs = 0;
  private unsuppliedMs = 0;
  private gapMs = 0;
  private cutShort: boolean;

  constructor(
    private readonly profiles: readonly HalfHourProfile[],
    firstEnergisedMs: Ms,
  ) {
    this.end = halfHourEnd(firstEnergisedMs);
    this.cutShort = firstEnergisedMs % HALF_HOUR_MS !== 0;
    for (const profile of profiles) profile.begin();
  }

  get endMs(): Ms {
    return this.end;
  }

  /** `inGap`: with supply, but not measuring because firmware is being activated. */
  pass(durationMs: Ms, supplied: boolean, inGap: boolean) {
    if (!supplied) this.unsuppliedMs += durationMs;
    else this.suppliedMs += durationMs;
    if (inGap) this.gapMs += durationMs;
  }

  /** Firmware was activated within this half hour. */
  cut() {
    this.cutShort = true;
  }

  close() {
    const lived = this.lived();
    for (const profile of this.profiles) profile.close(this.end, lived);
    this.beginAt(this.end + HALF_HOUR_MS);
  }

  /** A set within the half hour only lengthens or shortens it. */
  clockSet(meterMs: Ms) {
    const end = halfHourEnd(meterMs);
    if (end === this.end) return;
    if (this.suppliedMs > 0)
      for (const profile of this.profiles) {
        if (end > this.end) profile.clockForward(this.end, end);
        else profile.clockBack(this.end);
      }
    this.beginAt(end);
  }

  private beginAt(endMs: Ms) {
    this.end = endMs;
    this.suppliedMs = 0;
    this.unsuppliedMs = 0;
    this.gapMs = 0;
    this.cutShort = false;
  }

  private lived(): Lived {
    if (this.suppliedMs === 0 && this.unsuppliedMs > 0) return 'unsupplied';
    return this.unsuppliedMs > 0 || this.gapMs > 0 || this.cutShort ? 'partial' : 'whole';
  }
}
