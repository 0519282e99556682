import { WAYS, type Way } from '../../../trace/vocabulary';
import { decimalText } from './exact-decimal';
import { HALF_HOUR_MS } from './load-options';
import type { Offences } from './offences';
import { grouped } from './offences';
import { leastUj, mostUj, type Pulse, type PulseLimits, pulsesOf } from './pulses';

type Energies = Record<Way, bigint>;

/** Pulses of each row; undefined where the row does not fit. */
export interface PlayableRows {
  pulses: (Pulse[] | undefined)[];
  /** Energies that are too small to be played are carried to a neighbour, so that the sum stays exact. */
  carried: Record<Way, number>;
  /** Ways of which the whole file holds too little to be played. */
  tooLittle: Way[];
}

/** Lays each row's exact energy out as pulses. */
export function playableRows(rows: readonly Energies[], limits: PulseLimits): PlayableRows {
  const least = leastUj(limits);
  const energies = rows.map((row) => ({ ...row }));
  const carried = { import: 0, export: 0 };
  const tooLittle: Way[] = [];
  for (const way of WAYS) {
    const left = carryForward(energies, way, least, carried);
    if (left === 0n) continue;
    // Nothing follows the last row: what is left goes back to the last row that can take it.
    const taker = energies.findLast((row) => row[way] > 0n && pulsesOf({ ...row, [way]: row[way] + left }, limits));
    if (taker) taker[way] += left;
    else tooLittle.push(way);
  }
  return { pulses: energies.map((energy) => pulsesOf(energy, limits)), carried, tooLittle };
}

function carryForward(energies: Energies[], way: Way, least: bigint, carried: Record<Way, number>): bigint {
  let carry = 0n;
  for (const row of energies) {
    const due = row[way] + carry;
    if (due === 0n || due >= least) {
      row[way] = due;
      carry = 0n;
      continue;
    }
    if (row[way] > 0n) carried[way]++;
    row[way] = 0n;
    carry = due;
  }
  return carry;
}

/** Names every row that does not fit the meter, and what was carried. */
export function judgePlayable(
  rows: readonly (Energies & { line: number })[],
  limits: PulseLimits,
  scale: string | undefined,
  offences: Offences,
  says: string[],
) {
  const { pulses, carried, tooLittle } = playableRows(rows, limits);
  let overload = 0;
  for (const [i, row] of rows.entries()) {
    if (pulses[i]) continue;
    const most = mostUj(limits, row.import > 0n && row.export > 0n ? 2 : 1);
    overload = Math.max(overload, Number(row.import + row.export) / Number(most));
    offences.add(
      'aboveImax',
      row.line,
      `a mean of ${kilowatts(row.import + row.export)} kW; pulses up to Imax carry at most ${kilowatts(most)} kW over a half hour`,
    );
  }
  if (overload > 0) offences.advise('aboveImax', `--scale FACTOR multiplies every value: ${fitting(overload, scale)} would fit`);
  for (const way of WAYS) {
    if (carried[way] > 0) {
      const wh = decimalText({ digits: (leastUj(limits) * 10_000n) / 3_600_000_000n, places: 4 });
      says.push(
        `${grouped(carried[way])} rows of ${way} are below ${wh} Wh, too little to play: carried to a neighbour, the sum is exact`,
      );
    }
    if (tooLittle.includes(way)) {
      const line = rows.find((row) => row[way] > 0n)?.line ?? 0;
      offences.add('tooLittle', line, `the ${way} of the whole file is too little to be played`);
    }
  }
}

/** The largest factor of one digit that brings an overload within Imax. */
function fitting(overload: number, scale: string | undefined): string {
  const factor = Number(scale ?? 1) / overload;
  const places = Math.max(0, -Math.floor(Math.log10(factor)));
  return (Math.floor(factor * 10 ** places) / 10 ** places).toFixed(places);
}

function kilowatts(uj: bigint): string {
  return (Number(uj) / HALF_HOUR_MS / 1e6).toFixed(2);
}
