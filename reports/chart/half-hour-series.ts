import type { CustomSeriesOption } from 'echarts';
import type { Chart } from '../../suites/run-result';
import { PALETTE } from './palette';
import { HALF_HOUR_MS, isOutside } from './window';

type Rows = Chart['halfHours']['rows'];
type RenderItem = NonNullable<CustomSeriesOption['renderItem']>;
type Api = Parameters<RenderItem>[1];

/** Recorded half hours as bars, those outside expectation as bars with a cross, expected bounds as a band across, rows not read as an empty set. */
export function halfHourSeries(rows: Rows, grid: number): CustomSeriesOption[] {
  const read = rows.filter(({ recordedWh }) => recordedWh !== null);
  const outside = read.filter(isOutside);
  const missing = rows.filter(({ recordedWh }) => recordedWh === null);
  const recorded = (some: Rows) => some.map(({ endMs, recordedWh }) => [endMs, recordedWh ?? 0]);
  return [
    series('recorded', PALETTE.recorded, grid, recorded(read.filter((row) => !isOutside(row))), bar),
    ...(outside.length > 0 ? [series('✕ recorded, off', PALETTE.outside, grid, recorded(outside), crossedBar)] : []),
    ...(missing.length > 0 ? [series('∅ no row read', PALETTE.muted, grid, recorded(missing), emptySet)] : []),
    series(
      'expected',
      PALETTE.ink,
      grid,
      rows.map(({ endMs, expectedLoWh, expectedHiWh }) => [endMs, Number(expectedHiWh), Number(expectedLoWh)]),
      band,
    ),
  ];
}

function series(name: string, color: string, grid: number, data: number[][], renderItem: RenderItem): CustomSeriesOption {
  return {
    type: 'custom',
    name,
    data,
    renderItem,
    itemStyle: { color },
    xAxisIndex: grid,
    yAxisIndex: grid,
    silent: true,
    clip: true,
    encode: { x: 0, y: [1] },
  };
}

interface Place {
  left: number;
  width: number;
  top: number;
  bottom: number;
}

/** Pixels of one half hour from zero up to a value; `share` of its width. */
function place(api: Api, value: number, from: number, share: number): Place {
  const endMs = Number(api.value(0));
  const [x1 = 0, top = 0] = api.coord([endMs - HALF_HOUR_MS, value]);
  const [x2 = 0, bottom = 0] = api.coord([endMs, from]);
  const width = Math.max((x2 - x1) * share, 1);
  return { left: (x1 + x2 - width) / 2, width, top, bottom };
}

const bar: RenderItem = (_params, api) => rectangle(place(api, Number(api.value(1)), 0, 0.62), PALETTE.recorded);

const crossedBar: RenderItem = (_params, api) => {
  const at = place(api, Number(api.value(1)), 0, 0.62);
  return {
    type: 'group',
    children: [rectangle(at, PALETTE.outside), glyph('✕', at.left + at.width / 2, at.top - 8, PALETTE.outside)],
  };
};

const emptySet: RenderItem = (_params, api) => {
  const at = place(api, 0, 0, 1);
  return glyph('∅', at.left + at.width / 2, at.bottom - 8, PALETTE.muted);
};

const band: RenderItem = (_params, api) => {
  const { left, width, top, bottom } = place(api, Number(api.value(1)), Number(api.value(2)), 0.92);
  const height = Math.max(bottom - top, 2);
  return {
    type: 'rect',
    shape: { x: left, y: bottom - height + (height === 2 ? 1 : 0), width, height },
    style: { fill: PALETTE.ink, opacity: height > 3 ? 0.35 : 1 },
  };
};

function rectangle({ left, width, top, bottom }: Place, fill: string) {
  return { type: 'rect', shape: { x: left, y: top, width, height: Math.max(bottom - top, 0) }, style: { fill } } as const;
}

function glyph(text: string, x: number, y: number, fill: string) {
  return { type: 'text', style: { text, x, y, fill, fontSize: 12, align: 'center', verticalAlign: 'middle' } } as const;
}
