import { STANDARD_PARTS } from '../parts';
import { FAULTS, faultNamed } from './index';

// That each is caught, and its conforming twin is not, stands in suites/judge.test.ts.
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
});
