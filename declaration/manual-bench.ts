import { z } from 'zod';
import { expected, wholeNumber } from './shape';

const part = (to: number, what: string) => {
  const error = expected(`${what}, a number from 0 to ${to}`);
  return z.number(error).min(0, error).max(to, error);
};

/** How closely a person sets what is asked. Nothing at all is set exactly: it is switched off. */
export const settingShape = z
  .strictObject({
    percent: part(100, 'per cent of what is set').default(2),
    watts: part(10_000, 'W besides').default(5),
    vars: part(10_000, 'var besides').default(50),
    seconds: wholeNumber({ from: 1, to: 3600, unit: 's' }).default(30),
  })
  .prefault({});
export type Setting = z.output<typeof settingShape>;

const power = (unit: string) => part(1_000_000, `${unit} that the bench can give`).default(0);
const elementShape = z.strictObject({ importW: power('W'), exportW: power('W'), vars: power('var') });

/** The most that a bench sends through each element; nothing through one that is left out. */
export const mostShape = z.strictObject({ primary: elementShape.optional(), secondary: elementShape.optional() });
export type Most = z.output<typeof mostShape>;
