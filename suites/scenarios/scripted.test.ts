import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ELEMENTS, type Element, type Flows, type Scenario, type Way, type When } from '../../trace/vocabulary';
import { parseScenario, readScenario } from './scenario-file';
import { writeScenario } from './write-scenario';

const folder = join(__dirname, 'scripted');
const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;

/** What shows something only while power flows. */
const ONLY_UNDER_FLOW = /^(power\.import|load\.limit)/;

/** Whole Wh that each script makes flow: secondary export, secondary import, primary export, primary import. */
const FLOWS: Record<string, [number, number, number, number]> = {
  'summer-solar-day': [28_771, 0, 0, 14_690],
  'battery-evening': [13_800, 7_200, 0, 0],
  'outage-across-boundary': [4_000, 0, 0, 0],
  'clock-set': [1_400, 0, 0, 0],
  'flickering-supply': [122.8, 0, 0, 0],
  'four-directions': [1_150, 1_150, 1_150, 1_200],
  reversals: [1_000, 1_000, 0, 0],
  'mpan-lengths': [0, 0, 0, 0],
  'mpan-values': [0, 0, 0, 0],
  'mpan-write-cut': [0, 0, 0, 0],
  'mpan-write-burst': [636, 0, 0, 0],
  'life-cycle': [10_680, 0, 0, 4_200],
  'disable-enable': [4_400, 0, 0, 0],
  'daily-snapshots': [39_600, 1_000, 1_000, 16_500],
  'missed-midnight': [9_600, 0, 0, 4_000],
  'snapshots-full': [0, 0, 0, 0],
  'table-and-mpan-writes': [2_000, 0, 0, 0],
  'register-past-31-bits': [20, 0, 0, 0],
  'register-past-16-bits': [20, 0, 0, 0],
  'register-past-24-bits': [20, 0, 0, 0],
  'display-of-five-digits': [20, 0, 0, 0],
  'display-of-six-digits': [20, 0, 0, 0],
  'wrap-at-midnight': [40, 0, 0, 0],
  'wrap-over-outage': [60, 0, 0, 0],
  'idle-inverter': [30, 30, 0, 0],
  'apparent-power': [600, 300, 0, 0],
  'solar-diverter': [60, 40, 0, 0],
  'low-power': [73.7, 0, 0, 0],
  'full-load': [3_700, 0, 0, 0],
  'export-over-midnights': [2_400, 0, 0, 0],
  'refused-attempts': [0, 0, 500, 1_000],
  'refused-attempts-on-export': [2_100, 0, 0, 0],
  'refused-public-attempts': [0, 0, 0, 1_000],
  'register-wrap': [20, 0, 0, 0],
  'no-load-night': [0, 0, 0, 2_000],
  'reactive-flows': [3_000, 1_500, 0, 1_000],
  'load-limit': [1_800, 0, 0, 4_200],
  'max-demand': [6_700, 1_000, 500, 4_500],
  'prepayment-running': [1_800, 300, 0, 600],
  'reversals-and-events': [1_000, 1_000, 0, 0],
  'tables-apart': [0, 0, 0, 0],
  'coincidence-midnight': [3_000, 0, 1_200, 0],
  'outage-at-half-hour': [3_600, 0, 0, 0],
  'outage-at-midnight': [3_600, 0, 0, 0],
  'clock-set-onto-half-hour': [2_400, 0, 0, 0],
  'outages-of-every-length': [4_000, 0, 0, 0],
  'many-short-outages': [30, 0, 0, 0],
  'ev-vehicle-to-grid': [9_000, 28_800, 0, 12_000],
  'range-reads': [2_900, 0, 0, 0],
  'depth-full': [3_000, 0, 0, 0],
  'wrap-by-one': [900, 0, 0, 0],
  'long-read-over-capture': [3_600, 0, 0, 0],
  'spring-clock-change': [12_000, 0, 0, 0],
  'autumn-clock-change': [10_000, 0, 0, 0],
  'outage-of-a-second': [4_680, 0, 0, 0],
  'outage-of-an-hour': [4_250, 0, 0, 0],
  'outage-of-a-week': [4_500, 0, 0, 0],
  'clock-back-over-boundary': [10_000, 0, 0, 0],
  'clock-forward-many': [3_500, 0, 0, 0],
  'clock-set-onto-boundary': [5_500, 0, 0, 0],
  'clock-set-within-a-half-hour': [2_000, 0, 0, 0],
  'leap-day': [6_000, 0, 0, 0],
  'year-end': [2_800, 0, 0, 0],
  'seconds-at-a-boundary': [48, 0, 0, 0],
  'zero-night': [1_000, 0, 0, 2_000],
  'first-energisation': [1_000, 0, 0, 0],
  'activation-in-a-half-hour': [4_800, 0, 0, 0],
  'switch-second': [40, 0, 0, 0],
  weeks: [1_200, 0, 0, 0],
  'seasons-over-new-year': [1_800, 0, 0, 0],
  'special-days': [3_000, 0, 0, 0],
  'special-days-leap': [1_800, 0, 0, 0],
  'special-day-on-season-start': [1_200, 0, 0, 0],
  'first-action': [1_200, 0, 0, 0],
  'bad-tables': [900, 0, 0, 0],
  'table-limits': [600, 0, 0, 0],
  'tables-beyond-limits': [600, 0, 0, 0],
  'future-activation': [320, 0, 0, 0],
  'activation-cancelled': [300, 0, 0, 0],
  'activation-replaced': [900, 0, 0, 0],
  'activation-past': [300, 0, 0, 0],
  'activation-over-outage': [600, 0, 0, 0],
  'activation-over-clock-set': [600, 0, 0, 0],
  'table-waits': [600, 0, 0, 0],
  'declared-table': [600, 300, 0, 300],
  'rates-wrap': [68, 0, 0, 0],
  'rates-past-31-bits': [34, 0, 0, 0],
  'ppa-four-rates': [3_600, 0, 250, 750],
  'svt-flat-rate': [900, 0, 0, 0],
  'clock-lost': [1_200, 0, 0, 0],
  'upgrade-empty': [2_130, 0, 0, 3_550],
  'upgrade-mid-half-hour': [720, 0, 0, 800],
  'upgrade-at-midnight': [960, 0, 0, 1_600],
  'upgrade-supply-lost': [720, 0, 0, 1_200],
  'upgrade-bad-image': [360, 0, 0, 0],
  'upgrade-next': [720, 0, 0, 0],
  'upgrade-wrapped': [720, 0, 0, 800],
};

/** Power times time, step by step, through closed contacts, by a clock that only a set disturbs. Throws where a step waits for a moment that is past. */
function energiesWh({ steps, start }: Scenario): [number, number, number, number] {
  const milliwattMs = new Map<string, number>();
  const flows: Flows = {};
  const open = new Set<string>();
  let supplied = true;
  let meterMs = start === 'any' ? Date.UTC(2026, 2, 2) : start;
  const moment = (when: When): number => {
    if ('at' in when) return when.at;
    if ('after' in when) return meterMs + when.after;
    const period = { halfHour: HALF_HOUR_MS, midnight: DAY_MS }[when.next as string];
    if (!period) throw new Error(`this sum knows no ${when.next}`);
    return (Math.floor(meterMs / period) + 1) * period + (when.plus ?? 0);
  };
  const passTo = (ms: number) => {
    if (ms < meterMs) throw new Error(`waits for the past: ${new Date(ms).toISOString()}`);
    for (const [element, flow] of Object.entries(flows)) {
      const key = `${element} ${flow.activeMw > 0 ? 'import' : 'export'}`;
      if (supplied && !open.has(element))
        milliwattMs.set(key, (milliwattMs.get(key) ?? 0) + Math.abs(flow.activeMw) * (ms - meterMs));
    }
    meterMs = ms;
  };
  for (const step of steps) {
    if (step.do === 'flow') Object.assign(flows, step.elements);
    if (step.do === 'supply') supplied = step.on;
    if ('until' in step && step.until) passTo(moment(step.until));
    if (step.do === 'invoke' && step.object === 'load.switch')
      for (const element of ELEMENTS.filter((one) => (step.argument ?? one) === one))
        step.method === 'open' ? open.add(element) : open.delete(element);
    if (step.do === 'setClock') meterMs = moment(step.to);
  }
  const wh = (element: Element, way: Way) => (milliwattMs.get(`${element} ${way}`) ?? 0) / 3_600_000_000;
  return [wh('secondary', 'export'), wh('secondary', 'import'), wh('primary', 'export'), wh('primary', 'import')];
}

describe.each(readdirSync(folder).sort())('scripted/%s', (file) => {
  const scenario = readScenario(join(folder, file));

  it('has the name of its scenario', () => {
    expect(file).toBe(`${scenario.name}.yaml`);
  });

  it('makes the energy flow that its comment adds up', () => {
    expect(energiesWh(scenario)).toEqual(FLOWS[scenario.name]);
  });

  it('reads registers only where no power flows', () => {
    const flows: Flows = { primary: { activeMw: 0 }, secondary: { activeMw: 0 } };
    let reads = 0;
    for (const step of scenario.steps) {
      if (step.do === 'flow') Object.assign(flows, step.elements);
      // The rows of a log stand still while power flows; a long read shows no more than that. Power itself shows only then.
      if (step.do !== 'read' || step.until || ONLY_UNDER_FLOW.test(step.object)) continue;
      expect(Object.values(flows).map(({ activeMw }) => activeMw)).toEqual([0, 0]);
      reads++;
    }
    expect(reads).toBeGreaterThan(0);
  });

  it('is the same scenario when written without aliases and repetitions', () => {
    expect(parseScenario(writeScenario(scenario), file)).toEqual(scenario);
  });

  it('stays short enough to read and names its schema for editors', () => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text.split('\n').length).toBeLessThan(80);
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/scenario\.schema\.json\n/);
  });
});

it('every scripted scenario is added up here', () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(FLOWS)
      .map((name) => `${name}.yaml`)
      .sort(),
  );
});
