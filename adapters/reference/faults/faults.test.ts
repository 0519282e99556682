import { LONG_DAY_START_MS, playLongDay } from '../long-day.fixture';
import { STANDARD_PARTS } from '../parts';
import { Specimen, type SpecimenOptions } from '../specimen.fixture';
import { FAULTS, faultNamed } from './index';

const NEAR_31_BITS = { 'secondary.export.total': 2 ** 31 - 100 };
const transcript = async (options: SpecimenOptions = {}) =>
  playLongDay(await Specimen.make({ start: LONG_DAY_START_MS, preset: NEAR_31_BITS, ...options }));

/** Firmware of today has no register that could be preset, which tells it already. */
const BESIDES_OLD_FIRMWARE = FAULTS.filter(({ name }) => name !== 'firmware-of-today');

describe('faults', () => {
  it('have names of their own', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
    expect(faultNamed('register-stuck')?.breaks).toBe('register.counts-export');
    expect(faultNamed('none')).toBeUndefined();
  });

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    '%s replaces one part and breaks a rule of its area',
    (_name, fault) => {
      const parts = fault.replace(STANDARD_PARTS);
      const replaced = (Object.keys(STANDARD_PARTS) as (keyof typeof STANDARD_PARTS)[]).filter(
        (part) => parts[part] !== STANDARD_PARTS[part],
      );
      expect(replaced).toHaveLength(1);
      expect(fault.breaks.startsWith(`${fault.area}.`)).toBe(true);
      expect(fault.shownBy).not.toEqual([]);
    },
  );

  it.each(BESIDES_OLD_FIRMWARE.map((fault) => [fault.name, fault] as const))(
    '%s can be told from a meter without it',
    async (_name, fault) => {
      const staged = { choices: fault.under?.choices ?? {} };
      expect(await transcript({ ...staged, faults: [fault] })).not.toBe(await transcript(staged));
    },
  );

  it('firmware-of-today has no register to preset', async () => {
    await expect(transcript({ faults: [faultNamed('firmware-of-today')!] })).rejects.toThrow(/no such register/);
  });
});
