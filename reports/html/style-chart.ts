import type { PALETTE } from '../chart/palette';

/** Colours of charts on the dark theme. */
export const DARK: Record<keyof typeof PALETTE, string> = {
  ink: '#f2f5f7',
  muted: '#a7b2bc',
  grid: '#303942',
  axis: '#7d8a96',
  primary: '#dcb45f',
  secondary: '#76b7f2',
  recorded: '#3f78ab',
  outside: '#dd5f56',
  mark: '#c9a5ee',
  span: '#b8891f',
};

const darkRules = Object.entries(DARK)
  .map(([name, colour]) => `  .fill-${name} { fill: ${colour}; }\n  .stroke-${name} { stroke: ${colour}; }`)
  .join('\n');

/** Charts: their own colours by day, those of the dark theme by class. */
export const CHART_STYLE = `
.chart { margin-top: 1.5rem; }
.chart svg { display: block; width: 100%; min-width: 44rem; height: auto; }
.chart svg text { font-family: inherit; font-variant-numeric: tabular-nums; }
.chart figcaption { color: var(--quiet); font-size: .9333rem; margin-top: .5rem; }
.chart .marks { margin-top: .35rem; padding-left: 1.4em; }
.chart .marks li::marker { font-weight: 650; color: var(--ink); }
@media screen and (prefers-color-scheme: dark) {
${darkRules}
}
`;
