import type { Ms } from '../../../trace/vocabulary';
import type { Fault } from '../fault';
import { HALF_HOUR_MS } from '../half-hour-channel';
import { HalfHourProfile, type Lived } from '../half-hour-profile';
import type { MeterEvent } from '../meter-event';
import type { PartMakers } from '../parts';
import type { LogRow } from '../stamped-log';
import { otherwiseThanDeclared, secondaryExportProfile } from './recording';

const area = 'profile';
const WH_UJ = 3_600_000_000;
const YEAR_2000_MS = Date.parse('2000-01-01T00:00:00Z');
/** How long a row takes to be written whole. */
const WRITING_MS = 5000;

/** When the supply goes while the newest row is being written, only its low octet stands. */
class TornAtLoss extends HalfHourProfile {
  override notice({ what, atMs }: MeterEvent) {
    if (what !== 'supplyLost') return;
    const newest = this.log.find(atMs - (atMs % HALF_HOUR_MS));
    if (newest && atMs % HALF_HOUR_MS < WRITING_MS) this.log.replace(newest, { ...newest, wh: (newest.wh as number) % 256 });
  }
}

/** After an outage each half hour without supply is filled with what the last row held. */
class FillsOutage extends HalfHourProfile {
  private lastWh = 0;

  override close(endMs: Ms, lived: Lived) {
    if (lived === 'unsupplied') this.log.append(this.row(endMs, [this.lastWh]));
    else super.close(endMs, lived);
    this.lastWh = (this.log.find(endMs)?.wh as number | undefined) ?? this.lastWh;
  }
}

/** Writes a row of zero for every half hour that a forward set skips. */
class Backlog extends HalfHourProfile {
  override clockForward(leftEndMs: Ms, enteredEndMs: Ms) {
    super.clockForward(leftEndMs, enteredEndMs);
    this.fill(leftEndMs, enteredEndMs);
  }

  protected fill(leftEndMs: Ms, enteredEndMs: Ms) {
    for (let endMs = leftEndMs + HALF_HOUR_MS; endMs < enteredEndMs; endMs += HALF_HOUR_MS) this.log.append(this.row(endMs, []));
  }
}

/** The same, only when the clock had lost its time. */
class BacklogOfOutage extends Backlog {
  private lost = false;

  override notice({ what }: MeterEvent) {
    if (what === 'clockInvalid') this.lost = true;
  }

  protected override fill(leftEndMs: Ms, enteredEndMs: Ms) {
    if (this.lost) super.fill(leftEndMs, enteredEndMs);
    this.lost = false;
  }
}

/** While the clock is invalid rows are stamped from 2000-01-01 on. */
class FromYear2000 extends HalfHourProfile {
  private nextMs: Ms | undefined;

  override notice({ what }: MeterEvent) {
    if (what === 'clockInvalid') this.nextMs = YEAR_2000_MS;
    if (what === 'clockSet') this.nextMs = undefined;
  }

  protected override row(endMs: Ms, values: number[]): LogRow {
    if (this.nextMs !== undefined) this.nextMs += HALF_HOUR_MS;
    return super.row(this.nextMs ?? endMs, values);
  }
}

/** What the half hour left by a backward set had gathered stands in its row and stays in the channel as well. */
class KeepsWhenSetBack extends HalfHourProfile {
  override clockBack(leftEndMs: Ms) {
    const gathered = this.take();
    const again = () => {
      for (const [i, [, channel]] of this.channels.entries())
        channel.add((gathered[i] ?? 0) * WH_UJ, gathered[i] ?? 0, leftEndMs, leftEndMs);
    };
    again();
    super.clockBack(leftEndMs);
    again();
  }
}

/** Any clock set closes the half hour that runs, also one within it. */
class ClosesAtSet extends HalfHourProfile {
  override notice(event: MeterEvent) {
    if (event.what !== 'clockSet') return;
    const endOf = (ms: Ms) => (Math.floor(ms / HALF_HOUR_MS) + 1) * HALF_HOUR_MS;
    if (endOf(event.fromMs) === endOf(event.atMs)) this.record(endOf(event.atMs));
  }
}

/** What the half hour had gathered before firmware is activated is gone. */
class ForgetsAtActivation extends HalfHourProfile {
  override notice({ what }: MeterEvent) {
    if (what === 'firmwareActivated') this.take();
  }
}

/** The half hour of the first energisation is not recorded. */
class BeginsWhole extends HalfHourProfile {
  private first = true;

  override close(endMs: Ms, lived: Lived) {
    const first = this.first;
    this.first = false;
    if (first && lived === 'partial') this.take();
    else super.close(endMs, lived);
  }
}

const replacing =
  (Faulty: typeof HalfHourProfile) =>
  (parts: PartMakers): PartMakers =>
    secondaryExportProfile(parts, (...filled) => new Faulty(...filled));

/** Faults of the rows around whatever disturbs a half hour. */
export const PROFILE_DISTURBED_FAULTS: Fault[] = [
  {
    name: 'outage-rows-invented',
    breaks: 'profile.outage-entries',
    area,
    says: 'Half hours without supply have rows of zero, where none were declared.',
    shownBy: ['outage-of-an-hour'],
    replace: (parts) => otherwiseThanDeclared(parts, { outageEntries: 'zero' }),
  },
  {
    name: 'outage-rows-missing',
    breaks: 'profile.outage-entries',
    area,
    says: 'Half hours without supply have no rows, where rows of zero were declared.',
    shownBy: ['outage-of-an-hour'],
    under: { choices: { outageEntries: 'zero' } },
    replace: (parts) => otherwiseThanDeclared(parts, { outageEntries: 'absent' }),
  },
  {
    name: 'outage-rows-unflagged',
    breaks: 'profile.outage-entries',
    area,
    says: 'Rows of half hours without supply lack the flag that was declared.',
    shownBy: ['outage-of-an-hour'],
    under: { choices: { outageEntries: 'flagged' } },
    replace: (parts) => otherwiseThanDeclared(parts, { outageEntries: 'zero' }),
  },
  {
    name: 'outage-filled-up',
    breaks: 'profile.claims-no-more',
    area,
    says: 'Half hours without supply are filled up with the energy of the row before the outage.',
    shownBy: ['outage-of-an-hour'],
    replace: replacing(FillsOutage),
  },
  {
    name: 'cut-half-hours-merged',
    breaks: 'profile.partial-period',
    area,
    says: 'A half hour cut by an outage is counted in the next whole one, where a short row was declared.',
    shownBy: ['outage-of-an-hour'],
    replace: (parts) => otherwiseThanDeclared(parts, { partialPeriod: 'merged' }),
  },
  {
    name: 'cut-half-hours-dropped',
    breaks: 'profile.partial-period',
    area,
    says: 'The energy of half hours cut by an outage is in no row, where it was declared to be merged.',
    shownBy: ['outage-of-an-hour'],
    under: { choices: { partialPeriod: 'merged' } },
    replace: (parts) => otherwiseThanDeclared(parts, { partialPeriod: 'discarded' }),
  },
  {
    name: 'row-torn-at-supply-loss',
    breaks: 'profile.survives-outage',
    area,
    says: 'Of a row that was written less than 5 s before a loss of supply only the low octet is left.',
    shownBy: ['outage-of-a-second'],
    replace: replacing(TornAtLoss),
  },
  {
    name: 'rows-from-year-2000',
    breaks: 'profile.clock-lost',
    area,
    says: 'After an outage beyond the reserve of the clock rows are stamped from 2000-01-01 on until the clock is set.',
    shownBy: ['outage-of-a-week'],
    replace: replacing(FromYear2000),
  },
  {
    name: 'burst-when-time-returns',
    breaks: 'profile.clock-lost',
    area,
    says: 'When the clock is set after it had lost its time, all half hours up to then are written at once.',
    shownBy: ['outage-of-a-week'],
    replace: replacing(BacklogOfOutage),
  },
  {
    name: 'backlog-after-forward-set',
    breaks: 'profile.no-backlog',
    area,
    says: 'A forward clock set writes a row of zero for every half hour that it skips.',
    shownBy: ['clock-forward-many'],
    replace: replacing(Backlog),
  },
  {
    name: 'short-row-at-forward-set',
    breaks: 'profile.clock-forward',
    area,
    says: 'The half hour that a forward set leaves has a short row, where none was declared.',
    shownBy: ['clock-forward-many'],
    replace: (parts) => otherwiseThanDeclared(parts, { clockForward: 'short' }),
  },
  {
    name: 'row-twice-after-backward-set',
    breaks: 'profile.clock-back',
    area,
    says: 'A half hour that a backward set repeats has two rows, where one was declared for both.',
    shownBy: ['clock-back-over-boundary'],
    under: { choices: { clockBack: 'merged' } },
    replace: (parts) => otherwiseThanDeclared(parts, { clockBack: 'duplicate' }),
  },
  {
    name: 'energy-twice-after-backward-set',
    breaks: 'profile.no-energy-twice',
    area,
    says: 'What the half hour left by a backward set had gathered is written to its row and again to the next one.',
    shownBy: ['clock-back-over-boundary'],
    replace: replacing(KeepsWhenSetBack),
  },
  {
    name: 'row-closed-by-clock-set',
    breaks: 'profile.set-within',
    area,
    says: 'A clock set within a half hour closes it, so that it has two rows.',
    shownBy: ['clock-set-within-a-half-hour'],
    replace: replacing(ClosesAtSet),
  },
  {
    name: 'half-hour-lost-at-activation',
    breaks: 'profile.survives-activation',
    area,
    says: 'What a half hour had gathered is lost when firmware is activated in it.',
    shownBy: ['activation-in-a-half-hour'],
    replace: replacing(ForgetsAtActivation),
  },
  {
    name: 'first-half-hour-missing',
    breaks: 'profile.first-energisation',
    area,
    says: 'The half hour in which the meter is first energised has no row, where a short one was declared.',
    shownBy: ['first-energisation'],
    replace: replacing(BeginsWhole),
  },
];
