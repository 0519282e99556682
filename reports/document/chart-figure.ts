import type { Failure } from '../../suites/run-result';
import { chartSvg } from '../chart';
import { chartWindow, isOutside } from '../chart/window';
import { clip } from '../escape';
import { count, decimal, instant, span, withUnit } from '../format';
import { type Block, more, nothing, type Text } from './blocks';

const MOST_MARKS = 8;
const MOST_ROWS = 12;

/** The chart of a failure with what it shows in words. */
export function chartFigure({ chart, finding }: Failure, id: string): Block {
  if (isIdle(chart)) return nothing('No chart: no energy flowed, and none was recorded, around this finding.');
  const shown = chartWindow(chart, finding.at);
  const channel = clip(chart.halfHours.channel, 80);
  const label = `Power per element, half hours of ${channel} and registers, ${span(shown)} meter time. The table below holds the half hours that are off.`;
  return {
    block: 'figure',
    kind: 'chart',
    label,
    svg: chartSvg(shown, { id, label, at: finding.at }),
    below: [
      {
        block: 'text',
        kind: 'quiet',
        text: [
          'From above: power through each element; half hours of ',
          { code: channel },
          shown.registers.length > 0 && '; how far registers had moved since they were first read',
          `. ${span(shown)}, meter time.`,
          finding.at && ' The shaded time is that of the finding.',
          shown.hiddenRows > 0 && ` ${count(shown.hiddenRows, 'half hour')} before and after are not drawn.`,
        ],
      },
      ...markList(chart.marks),
    ],
  };
}

const isIdle = ({ power, halfHours, registers }: Failure['chart']) =>
  power.every(({ points }) => points.every(([, watts]) => watts === 0)) &&
  halfHours.rows.every(({ expectedHiWh, recordedWh }) => expectedHiWh === '0' && !recordedWh) &&
  registers.every(({ points }) => points.every(({ readWh }) => readWh === 0));

function markList(marks: Failure['chart']['marks']): Block[] {
  if (marks.length === 0) return [];
  const rest = marks.length - MOST_MARKS;
  return [
    {
      block: 'list',
      numbered: true,
      items: marks.slice(0, MOST_MARKS).map(({ atMs, label }) => `${instant(atMs)} ${clip(label, 120)}`),
    },
    ...(rest > 0 ? [more(`… and ${count(rest, 'more event')}`)] : []),
  ];
}

type Rows = Failure['chart']['halfHours']['rows'];

/** The half hours that are off, or that no row was read of. */
export function halfHoursOff({ chart, finding }: Failure): Block[] {
  if (isIdle(chart)) return [];
  const off = chartWindow(chart, finding.at).halfHours.rows.filter((row) => row.recordedWh === null || isOutside(row));
  if (off.length === 0) return [];
  const rest = off.length - MOST_ROWS;
  return [
    {
      block: 'table',
      caption: 'Half hours that are off',
      columns: [
        { title: 'Half hour ending', width: 1.4 },
        { title: 'Expected', numeric: true },
        { title: 'Recorded', numeric: true },
        { title: 'Difference', numeric: true },
      ],
      groups: [{ rows: off.slice(0, MOST_ROWS).map(halfHourRow) }],
    },
    ...(rest > 0 ? [more(`… and ${count(rest, 'more half hour')} that are off`)] : []),
  ];
}

function halfHourRow(row: Rows[number]): Text[] {
  const { endMs, expectedLoWh, expectedHiWh, recordedWh } = row;
  const expected = expectedLoWh === expectedHiWh ? decimal(expectedLoWh) : `${decimal(expectedLoWh)} to ${decimal(expectedHiWh)}`;
  return [
    instant(endMs),
    withUnit(expected, 'Wh'),
    recordedWh === null ? '∅ no row' : withUnit(decimal(recordedWh), 'Wh'),
    excess(row),
  ];
}

function excess({ expectedLoWh, expectedHiWh, recordedWh }: Rows[number]): string {
  if (recordedWh === null) return '–';
  const bound = recordedWh > Number(expectedHiWh) ? Number(expectedHiWh) : Number(expectedLoWh);
  // Half hours are far below 2^53 µWh, so that six decimals are exact.
  const difference = Number((recordedWh - bound).toFixed(6));
  return withUnit(`${difference > 0 ? '+' : ''}${decimal(difference)}`, 'Wh');
}
