/** Energy known only to lie between two bounds, both included, in microjoules. */
export interface Interval {
  lo: bigint;
  hi: bigint;
}

/** Microjoules in one watt-hour: 1 mW held for 1 ms is 1 µJ. */
export const WH_UJ = 3_600_000_000n;
/** Microjoules in one milliwatt-hour. */
export const MWH_UJ = 3_600_000n;

export const NOTHING: Readonly<Interval> = Object.freeze({ lo: 0n, hi: 0n });

/** The interval of the sum of two energies. */
export function plus(a: Interval, b: Interval): Interval {
  return { lo: a.lo + b.lo, hi: a.hi + b.hi };
}

/** ⌊dividend / divisor⌋ for a positive divisor; bigint division alone rounds towards zero. */
export function floorDiv(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

/** ⌈dividend / divisor⌉ for a positive divisor. */
export function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  return -floorDiv(-dividend, divisor);
}

/** The larger of two bigints. */
export function atLeast(floor: bigint, value: bigint): bigint {
  return value < floor ? floor : value;
}

/** Watt-hours as decimal text with at most six places, rounded up: a budget never understates. */
export function wattHoursText(energyUj: bigint): string {
  const millionths = ceilDiv(energyUj * 1_000_000n, WH_UJ);
  const whole = millionths / 1_000_000n;
  const places = (millionths % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  return places ? `${whole}.${places}` : `${whole}`;
}

/** Bounds of an effect as microjoules; a part below one microjoule rounds outwards. Throws a RangeError on other text. */
export function boundsUj([lo, hi]: readonly [string, string]): Interval {
  const floor = wholeUj(lo, false);
  return { lo: floor, hi: lo === hi && !lo.includes('.') ? floor : wholeUj(hi, true) };
}

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

function wholeUj(text: string, up: boolean): bigint {
  const [, whole, places] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`an energy is decimal microjoules without a sign, not ${JSON.stringify(text)}`);
  const rest = up && places !== undefined && /[1-9]/.test(places);
  return BigInt(whole) + (rest ? 1n : 0n);
}
