import { CHOICES, type ChoiceName, type Choices } from '../../declaration/choices';
import type { Behaviour } from './behaviour';
import { LONG_DAY_START_MS, playLongDay } from './long-day.fixture';
import { Specimen, type SpecimenOptions } from './specimen.fixture';

const transcript = async (options: SpecimenOptions) => playLongDay(await Specimen.make({ start: LONG_DAY_START_MS, ...options }));

/** Observed by a person, without a second value, or bounds of what the model does not do: it counts gross, and keeps time. */
const EXEMPT = ['displaySecondaryExport', 'midReadCapture', 'directionIntervalMs', 'clockToleranceS'];
const BOUNDS: Partial<Choices> = {
  energyBucketMwh: 500,
  startingPowerMw: { primary: 1000, secondary: 1000 },
  registerRefreshMs: 10_000,
  startUpMs: 0,
  activationGapMs: 0,
};
/** Only an upgrade shows where new registers start. */
const from = (choices: Partial<Choices>): Partial<Behaviour> => (choices.newRegistersStart ? { firmware: 'pre-dp184' } : {});
const DEEPER = 'exportProfileDepth';

const names = (Object.keys(CHOICES) as ChoiceName[]).filter((name) => !EXEMPT.includes(name) && name !== DEEPER);
const cases = names.flatMap((name) => {
  const choice = CHOICES[name];
  const values: unknown[] = 'values' in choice ? [...choice.values.slice(1)] : [BOUNDS[name]];
  return values.map((value): [ChoiceName, unknown] => [name, value]);
});

describe('the reference meter', () => {
  it.each(cases)('shows the choice %s: %j', async (name, value) => {
    // Only a register about to roll over shows its modulus.
    const preset = name === 'registerModulusWh' ? { 'secondary.export.total': (value as number) - 3 } : {};
    const behaviour = from({ [name]: value });
    const played = await transcript({ preset, behaviour, choices: { [name]: value } });
    expect(played).not.toBe(await transcript({ preset, behaviour }));
  });

  it('plays the same day twice alike', async () => {
    expect(await transcript({})).toBe(await transcript({}));
  });
});
