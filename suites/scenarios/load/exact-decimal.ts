import type { LoadUnit } from './load-options';

/** The exact number digits ÷ 10^places. */
export interface ExactDecimal {
  digits: bigint;
  places: number;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
/** Longer numbers and larger exponents are no measurement, and would only cost time. */
const MAX_LENGTH = 60;
const MAX_EXPONENT = 40;

/** Reads `12`, `-0.5`, `.25` or `1e-3` exactly; undefined where the text is no such number. */
export function exactDecimal(text: string): ExactDecimal | undefined {
  const match = text.length <= MAX_LENGTH ? DECIMAL.exec(text) : null;
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const exponent = Number(power);
  if (whole + fraction === '' || Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const places = fraction.length - exponent;
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

export function times(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  return { digits: a.digits * b.digits, places: a.places + b.places };
}

export function plus(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  if (a.places === b.places) return { digits: a.digits + b.digits, places: a.places };
  const places = Math.max(a.places, b.places);
  return { digits: raised(a, places) + raised(b, places), places };
}

/** Plain decimal text without trailing zeros. */
export function decimalText({ digits, places }: ExactDecimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  const fraction = text.slice(text.length - places).replace(/0+$/, '');
  const whole = text.slice(0, text.length - places);
  return places === 0 || fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

const UJ_PER_WH = 3_600_000_000n;
const WH_PER_UNIT: Record<LoadUnit, ExactDecimal> = {
  Wh: { digits: 1n, places: 0 },
  kWh: { digits: 1_000n, places: 0 },
  MWh: { digits: 1_000_000n, places: 0 },
  W: { digits: 5n, places: 1 },
  kW: { digits: 500n, places: 0 },
  MW: { digits: 500_000n, places: 0 },
};

/** Exact Wh of one half hour whose value is given in that unit. */
export function halfHourWh(value: ExactDecimal, unit: LoadUnit): ExactDecimal {
  return times(value, WH_PER_UNIT[unit]);
}

/** Whole microjoules nearest to an energy of at least zero, and whether it was whole already. */
export function nearestUj(wh: ExactDecimal): { uj: bigint; exact: boolean } {
  const parts = wh.digits * UJ_PER_WH;
  const one = 10n ** BigInt(wh.places);
  const uj = (2n * parts + one) / (2n * one);
  return { uj, exact: uj * one === parts };
}

function raised(value: ExactDecimal, places: number): bigint {
  return value.digits * 10n ** BigInt(places - value.places);
}
