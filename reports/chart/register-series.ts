import type { CustomSeriesOption, LineSeriesOption } from 'echarts';
import type { Chart } from '../../suites/run-result';
import { PALETTE } from './palette';

type Course = Chart['registers'][number];
type RenderItem = NonNullable<CustomSeriesOption['renderItem']>;

const TICK = 14;

/** How far each register had moved whenever it was read: a glyph and a line each, a cross where it is off, ticks where it was expected. */
export function registerSeries(courses: readonly Course[], grid: number): (CustomSeriesOption | LineSeriesOption)[] {
  const all = courses.flatMap(({ points }) => points);
  const off = all.filter(isOff);
  return [
    ...courses.map((course) => line(course, grid)),
    ...courses.map(({ name, points }) =>
      glyphs(
        name,
        glyphOf(name),
        points.filter((point) => !isOff(point)),
        colourOf(name),
        grid,
      ),
    ),
    ...(off.length > 0 ? [glyphs(OFF, '✕', off, PALETTE.outside, grid)] : []),
    {
      ...custom(EXPECTED, tick, grid),
      data: all.map(({ atMs, expectedLoWh, expectedHiWh }) => [atMs, +expectedLoWh, +expectedHiWh]),
    },
  ];
}

const OFF = '✕ read, off';
const EXPECTED = 'expected ';

/** What the legend of the panel names, each with the glyph that it is drawn by. */
export const registerLegend = (courses: readonly Course[]) => [
  ...courses.map(({ name }) => ({ name: legendName(name), icon: 'none' })),
  ...(courses.some(({ points }) => points.some(isOff)) ? [{ name: OFF, icon: 'none' }] : []),
  { name: EXPECTED, icon: `path://M0,4h20v2h-20z M0,0h0v10h0z` },
];

const isOff = ({ readWh, expectedLoWh, expectedHiWh }: Course['points'][number]) =>
  readWh < Number(expectedLoWh) || readWh > Number(expectedHiWh);

const glyphOf = (name: string) => (name === 'register' ? '●' : (name.match(/\d+/)?.[0] ?? '○'));
const legendName = (name: string) => (name === 'register' ? '● register' : `${glyphOf(name)} ${name}`);
const colourOf = (name: string) => (name === 'register' ? PALETTE.secondary : PALETTE.muted);

function line({ name, points }: Course, grid: number): LineSeriesOption {
  return {
    type: 'line',
    name: `course of ${name}`,
    xAxisIndex: grid,
    yAxisIndex: grid,
    symbol: 'none',
    silent: true,
    color: colourOf(name),
    lineStyle: { color: colourOf(name), width: name === 'register' ? 1.5 : 1 },
    data: points.map(({ atMs, readWh }) => [atMs, readWh]),
  };
}

function glyphs(name: string, glyph: string, points: Course['points'], color: string, grid: number): CustomSeriesOption {
  // A rate often moves just as the register: its number stands beside the dot, not on it.
  const aside = /^\d/.test(glyph) ? 9 : 0;
  const draw: RenderItem = (_params, api) => {
    const [x = 0, y = 0] = api.coord([Number(api.value(0)), Number(api.value(1))]);
    return {
      type: 'text',
      style: { text: glyph, x: x + aside, y: y - 7, fill: color, fontSize: 12, align: 'center', verticalAlign: 'middle' },
    };
  };
  return {
    ...custom(name === OFF ? OFF : legendName(name), draw, grid),
    itemStyle: { color },
    data: points.map(({ atMs, readWh }) => [atMs, readWh]),
  };
}

function custom(name: string, renderItem: RenderItem, grid: number): CustomSeriesOption {
  return {
    type: 'custom',
    name,
    renderItem,
    xAxisIndex: grid,
    yAxisIndex: grid,
    silent: true,
    encode: { x: 0, y: [1] },
    itemStyle: { color: PALETTE.ink },
  };
}

/** The expected bounds at one instant: a line where both are one, else a band. */
const tick: RenderItem = (_params, api) => {
  const [x = 0, bottom = 0] = api.coord([Number(api.value(0)), Number(api.value(1))]);
  const [, top = 0] = api.coord([Number(api.value(0)), Number(api.value(2))]);
  const height = Math.max(bottom - top, 2);
  return {
    type: 'rect',
    shape: { x: x - TICK / 2, y: bottom - height + (height === 2 ? 1 : 0), width: TICK, height },
    style: { fill: PALETTE.ink, opacity: height > 3 ? 0.35 : 1 },
  };
};
