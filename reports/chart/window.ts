import type { Chart } from '../../suites/run-result';

export const HALF_HOUR_MS = 1_800_000;
/** Half hours that one drawing can show so that each is still seen. */
const MOST_ROWS = 144;

type Row = Chart['halfHours']['rows'][number];

/** What of a chart is drawn, and how many of its half hours are not. */
export interface ChartWindow extends Chart {
  hiddenRows: number;
}

/** A half hour was recorded and lies outside what is expected; a row not read is not outside. */
export function isOutside({ recordedWh, expectedLoWh, expectedHiWh }: Row): boolean {
  return recordedWh !== null && (recordedWh < Number(expectedLoWh) || recordedWh > Number(expectedHiWh));
}

/** The whole chart where its half hours can be told apart, else as many as can around the finding or the first half hour that is off. */
export function chartWindow(chart: Chart, at?: { fromMs: number; toMs: number }): ChartWindow {
  const rows = chart.halfHours.rows.filter(({ endMs }) => endMs > chart.fromMs && endMs - HALF_HOUR_MS < chart.toMs);
  const hiddenRows = Math.max(0, rows.length - MOST_ROWS);
  if (hiddenRows === 0) return { ...chart, halfHours: { ...chart.halfHours, rows }, hiddenRows };
  const middle = Math.max(
    0,
    rows.findIndex((row) => isOutside(row) || (at !== undefined && row.endMs > at.fromMs)),
  );
  const first = Math.min(Math.max(0, middle - MOST_ROWS / 4), hiddenRows);
  const shown = rows.slice(first, first + MOST_ROWS);
  const fromMs = (shown[0]?.endMs ?? chart.fromMs) - HALF_HOUR_MS;
  const toMs = shown.at(-1)?.endMs ?? chart.toMs;
  return {
    ...chart,
    fromMs,
    toMs,
    halfHours: { ...chart.halfHours, rows: shown },
    registers: chart.registers
      .map(({ name, points }) => ({ name, points: points.filter(({ atMs }) => fromMs <= atMs && atMs <= toMs) }))
      .filter(({ points }) => points.length > 1),
    hiddenRows,
  };
}

/** Step-line points within a window: the power standing at its start is carried in, the last is held to its end. */
export function pointsWithin(points: [ms: number, watts: number][], fromMs: number, toMs: number): [number, number][] {
  const before = points.findLast(([ms]) => ms <= fromMs);
  const inside = points.filter(([ms]) => ms > fromMs && ms <= toMs);
  const line: [number, number][] = before ? [[fromMs, before[1]], ...inside] : inside;
  const last = line.at(-1);
  return last && last[0] < toMs ? [...line, [toMs, last[1]]] : line;
}
