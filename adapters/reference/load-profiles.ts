import type { Fitting } from './behaviour';
import type { HalfHourProfile } from './half-hour-profile';
import type { Metrology } from './metrology';
import { type PartMakers, type ProfileName, profileDepth } from './parts';

/** The half-hourly logs of the meter (SMETS 5.7.5.27, 5.13.2.7) over the channels of its metrology. */
export class LoadProfiles {
  readonly byName = new Map<ProfileName, HalfHourProfile>();
  /** The same profiles as a list that grows when one is fitted. */
  readonly all: HalfHourProfile[] = [];

  constructor(
    private readonly fitting: Fitting,
    private readonly parts: PartMakers,
    private readonly metrology: Metrology,
  ) {
    this.add('import.profile', [
      ['primaryWh', metrology.channelOf('primary', 'import')],
      ['secondaryWh', metrology.channelOf('secondary', 'import')],
    ]);
    this.add('primary.export.profile', [
      ['activeWh', metrology.channelOf('primary', 'export')],
      ['reactiveVarh', metrology.channelOf('reactive', 'export')],
    ]);
    this.add('reactive.import.profile', [['varh', metrology.channelOf('reactive', 'import')]]);
  }

  /** A log of its own, or one more member of the primary export log, as declared. */
  fitSecondaryExport() {
    const channel = this.metrology.channelOf('secondary', 'export');
    if (this.fitting.choices.profileShape === 'own-object') {
      this.add('secondary.export.profile', [['wh', channel]]);
      return;
    }
    const shared = this.byName.get('primary.export.profile');
    if (channel) shared?.addChannel('secondaryWh', channel);
    shared?.log.deepen(profileDepth(this.fitting, 'secondary.export.profile'));
  }

  private add(name: ProfileName, channels: [field: string, channel: ReturnType<Metrology['channelOf']>][]) {
    const fitted = channels.flatMap(([field, channel]) => (channel ? [[field, channel] as [string, typeof channel]] : []));
    const log = this.parts.profileLog(this.fitting, name);
    const profile = this.parts.profile(this.fitting, name, log, fitted, this.fitting.choices);
    this.byName.set(name, profile);
    this.all.push(profile);
  }
}
