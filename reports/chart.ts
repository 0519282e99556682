import type { EChartsOption, LineSeriesOption, XAXisComponentOption, YAXisComponentOption } from 'echarts';
import type { Chart } from '../suites/run-result';
import { cleanSvg } from './chart/clean-svg';
import { halfHourSeries } from './chart/half-hour-series';
import { PALETTE } from './chart/palette';
import { registerLegend, registerSeries } from './chart/register-series';
import { type ChartWindow, pointsWithin } from './chart/window';
import { anchor, html, visible } from './escape';
import { decimal } from './format';

const WIDTH = 960;
const LEFT = 64;
const RIGHT = 24;
const PANELS = [
  { top: 50, height: 132 },
  { top: 250, height: 144 },
  { top: 462, height: 110 },
] as const;
/** Room below the last panel for the time axis. */
const BELOW = 46;
const FONT = { fontFamily: 'sans-serif', fontSize: 12, color: PALETTE.muted };

/**
 * What flowed and what was recorded as a self-contained SVG: power per element, half hours, and registers where they were read more
 * than once, one below the other on one axis of meter time. `at` shades the meter time that the finding speaks of; events are numbered in the order of `marks`.
 */
export function chartSvg(chart: ChartWindow, { id, label, at }: { id: string; label: string; at?: Span | undefined }): string {
  const { top, height } = panelsOf(chart).at(-1)!;
  // Large, and loaded only where something failed.
  const { init } = require('echarts') as typeof import('echarts');
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: top + height + BELOW });
  try {
    drawing.setOption(chartOption(chart, at));
    // An attribute's text is escaped once, by the tag; the cleaner copies it as it is.
    return cleanSvg(drawing.renderToSVGString({ useViewBox: true }), { id: anchor(id), label: html`${label}`.text });
  } finally {
    drawing.dispose();
  }
}

interface Span {
  fromMs: number;
  toMs: number;
}

const panelsOf = ({ registers }: Chart) => PANELS.slice(0, registers.length > 0 ? 3 : 2);

function chartOption(chart: ChartWindow, at: Span | undefined): EChartsOption {
  const panels = panelsOf(chart);
  const grids = panels.map((_, index) => index);
  const registers = chart.registers.length > 0;
  const kilo = chart.power.some(({ points }) => points.some(([, watts]) => Math.abs(watts) >= 1000));
  const power = chart.power.map((line) => powerSeries(line, chart, kilo));
  const energy = halfHourSeries(chart.halfHours.rows, 1);
  const energyNames = energy.map(({ name }) => String(name));
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: 'sans-serif' },
    title: [
      panelTitle(`Power, ${kilo ? 'kW' : 'W'} (+ import, − export)`, PANELS[0].top),
      panelTitle('Energy of each half hour, Wh', PANELS[1].top),
      ...(registers ? [panelTitle('Moved since first read, Wh', PANELS[2].top)] : []),
    ],
    legend: [
      {
        ...legendAt(PANELS[0].top),
        data: power.map(({ name }) => ({ name: String(name), icon: name === 'secondary' ? LINE : DASHES })),
      },
      { ...legendAt(PANELS[1].top), data: energyNames.map((name) => ({ name, icon: ICONS[name] ?? 'roundRect' })) },
      ...(registers ? [{ ...legendAt(PANELS[2].top), itemGap: 14, data: registerLegend(chart.registers) }] : []),
    ],
    grid: panels.map((panel) => ({ left: LEFT, right: RIGHT, outerBoundsMode: 'none' as const, ...panel })),
    xAxis: grids.map((grid) => timeAxis(chart, grid, grid === grids.length - 1)),
    yAxis: [
      valueAxis(0),
      ...grids.slice(1).map((grid) => ({ ...valueAxis(grid), minInterval: 1, ...(grid === 1 && { min: 0 }) })),
    ],
    series: [
      ...power,
      ...energy,
      ...(registers ? registerSeries(chart.registers, 2) : []),
      ...grids.map((grid) => marker(chart, at, grid)),
    ],
  };
}

const LINE = 'path://M0,4h20v2h-20z M0,0h0v10h0z';
const DASHES = 'path://M0,4h5v2h-5z M7.5,4h5v2h-5z M15,4h5v2h-5z M0,0h0v10h0z';
const ICONS: Record<string, string> = {
  expected: LINE,
  '∅ no row read': 'none',
};

function panelTitle(text: string, top: number) {
  const textStyle = { ...FONT, fontSize: 13, fontWeight: 'bold' as const, color: PALETTE.ink };
  return { text, left: 0, top: top - 44, padding: 0, textStyle };
}

function legendAt(top: number) {
  return {
    top: top - 47,
    right: RIGHT,
    padding: 0,
    itemGap: 24,
    itemWidth: 20,
    itemHeight: 10,
    textStyle: FONT,
    selectedMode: false,
  };
}

function powerSeries({ element, points }: Chart['power'][number], { fromMs, toMs }: Chart, kilo: boolean): LineSeriesOption {
  const secondary = element === 'secondary';
  const color = secondary ? PALETTE.secondary : PALETTE.primary;
  return {
    type: 'line',
    name: visible(element),
    step: 'end',
    symbol: 'none',
    silent: true,
    sampling: 'minmax',
    color,
    lineStyle: { color, width: secondary ? 2 : 1.5, type: secondary ? 'solid' : 'dashed' },
    data: pointsWithin(points, fromMs, toMs).map(([ms, watts]) => [ms, kilo ? watts / 1000 : watts]),
  };
}

function timeAxis({ fromMs, toMs }: Chart, gridIndex: number, last: boolean): XAXisComponentOption {
  return {
    type: 'time',
    gridIndex,
    min: fromMs,
    max: toMs,
    axisLine: { lineStyle: { color: PALETTE.axis } },
    axisTick: { show: last, lineStyle: { color: PALETTE.axis } },
    splitLine: { show: false },
    axisLabel: {
      ...FONT,
      show: last,
      hideOverlap: true,
      formatter: {
        year: '{yyyy}',
        month: '{d} {MMM}',
        day: '{d} {MMM}',
        hour: '{HH}:{mm}',
        minute: '{HH}:{mm}',
        second: '{HH}:{mm}:{ss}',
        millisecond: '{HH}:{mm}:{ss}.{SSS}',
      },
    },
    ...(last && { name: 'meter time, UTC', nameLocation: 'middle', nameGap: 26, nameTextStyle: FONT }),
  };
}

function valueAxis(gridIndex: number): YAXisComponentOption {
  return {
    type: 'value',
    gridIndex,
    splitNumber: 4,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: PALETTE.grid } },
    axisLabel: { ...FONT, formatter: (value: number) => decimal(value) },
  };
}

/** Vertical lines at events, numbered in the upper panel, and the shade over the time that the finding speaks of. */
function marker({ marks, fromMs, toMs }: Chart, at: Span | undefined, grid: number): LineSeriesOption {
  const width = (WIDTH - LEFT - RIGHT) / Math.max(toMs - fromMs, 1);
  let labelledMs = Number.NEGATIVE_INFINITY;
  const lines = marks
    .map(({ atMs }, index) => ({ atMs, number: index + 1 }))
    .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    .sort((left, right) => left.atMs - right.atMs)
    .map(({ atMs, number }) => {
      const apart = (atMs - labelledMs) * width >= 16;
      if (apart) labelledMs = atMs;
      return { xAxis: atMs, label: { show: grid === 0 && apart, formatter: String(number) } };
    });
  const shade = at && at.toMs > at.fromMs ? [[{ xAxis: Math.max(at.fromMs, fromMs) }, { xAxis: Math.min(at.toMs, toMs) }]] : [];
  return {
    type: 'line',
    name: `marks ${grid}`,
    data: [[fromMs, 0]],
    symbol: 'none',
    silent: true,
    lineStyle: { width: 0, color: PALETTE.axis },
    xAxisIndex: grid,
    yAxisIndex: grid,
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: PALETTE.mark, width: 1, type: 'dashed' },
      label: { ...FONT, color: PALETTE.mark, fontWeight: 'bold', distance: 4, textBorderWidth: 0 },
      data: lines,
    },
    markArea: { silent: true, itemStyle: { color: PALETTE.span, opacity: 0.28 }, data: shade as never },
  };
}
