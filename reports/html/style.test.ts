import { PALETTE } from '../chart/palette';
import { STYLE } from './style';
import { DARK } from './style-chart';

const AA_TEXT = 4.5;
const AA_GRAPHIC = 3;

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (light + 0.05) / (dark + 0.05);
}

const themes = [...STYLE.matchAll(/:root \{([\s\S]*?)\}/g)].map(
  ([, rules = '']) => new Map([...rules.matchAll(/--([\w-]+): (#\w{6})/g)].map(([, name = '', colour = '']) => [name, colour])),
);
const tones = ['pass', 'fail', 'error', 'inconclusive', 'attested', 'other'];

describe.each([
  ['light', 0, PALETTE],
  ['dark', 1, DARK],
] as const)('the %s theme', (_name, index, chart) => {
  const colour = (name: string) => themes[index]?.get(name) ?? '';

  it.each([
    ...tones.map((tone) => [tone, `${tone}-ground`]),
    ...tones.map((tone) => [tone, 'paper']),
    ...tones.map((tone) => ['ink', `${tone}-ground`]),
    ...['fail', 'inconclusive', 'pass'].map((tone) => ['link', `${tone}-ground`]),
    ...['ink', 'quiet', 'link'].map((text) => [text, 'paper']),
    ['ink', 'raised'],
  ])('shows %s on %s with at least the contrast of WCAG AA', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it.each(['ink', 'muted', 'mark', 'outside'] as const)('shows the %s of a chart as readable text', (name) => {
    expect(contrast(chart[name], colour('paper'))).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it.each(['primary', 'secondary', 'recorded', 'axis'] as const)('sets the %s of a chart off from the paper', (name) => {
    expect(contrast(chart[name], colour('paper'))).toBeGreaterThanOrEqual(AA_GRAPHIC);
  });

  it.each(['recorded', 'outside'] as const)('sets the line of what is expected off from a %s bar', (name) => {
    expect(contrast(chart.ink, chart[name])).toBeGreaterThanOrEqual(AA_GRAPHIC);
  });
});
