import { LoadTotals } from './conduct/totals';
import { judge } from './judge';
import { ReferencePlays } from './reference-plays.fixture';
import { playLoad } from './scenarios/load';
import { externalData } from './scenarios/load/load.fixture';
import { readLoad } from './scenarios/load/read-half-hours';

const house = externalData('derived_secondary_element_hh_wh.csv');
const WEEK = 7 * 48;
/** A week of December, which is summer where the house stands. */
const FIRST_ROW = 160 * 48;
const UJ_PER_WH = 3_600_000_000n;

describe('a week of a real house', () => {
  const here = house.absent ? it.skip : it;
  const why = house.absent ? ` (${house.absent})` : '';

  here(`passes every judge, register and rows holding what its file says${why}`, async () => {
    const plays = new ReferencePlays();
    const whole = readLoad(house.path, { stamp: 'end' }, plays.meter);
    const rows = whole.rows.slice(FIRST_ROW, FIRST_ROW + WEEK);
    const scenarios = playLoad({ ...whole, rows }, plays.meter);
    const totals = new LoadTotals({ ...whole, scenarios: scenarios.map(({ name }) => name) });
    for (const scenario of scenarios) {
      const evidence = await plays.evidence(scenario);
      expect(judge(evidence).filter(({ verdict }) => !['pass', 'not-assessed'].includes(verdict))).toEqual([]);
      totals.add(evidence);
    }
    const exportWh = String(rows.reduce((sum, { exportUj }) => sum + exportUj, 0n) / UJ_PER_WH);
    expect(Number(exportWh)).toBeGreaterThan(10_000);
    expect(totals.totals.secondary?.export).toMatchObject({ registerWh: exportWh, rowsWh: exportWh });
  });
});
