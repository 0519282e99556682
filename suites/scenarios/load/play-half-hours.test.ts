import fc from 'fast-check';
import { exampleMeter } from '../../../declaration/example-meter.fixture';
import type { Ms, Scenario, Way } from '../../../trace/vocabulary';
import { externalData, readText } from './load.fixture';
import { HALF_HOUR_MS, type LoadedSeries } from './load-options';
import { playLoad } from './play-half-hours';
import { readLoad } from './read-half-hours';

const START = Date.UTC(2019, 0, 1);
const UJ_PER_WH = 3_600_000_000n;

function seriesOf(energies: Record<Way, bigint>[], file = 'house.csv'): LoadedSeries {
  const rows = energies.map((row, i) => ({
    endMs: START + (i + 1) * HALF_HOUR_MS,
    importUj: row.import,
    exportUj: row.export,
    line: i + 2,
  }));
  return { file, element: 'secondary', rows, says: [], fileWh: { import: '0', export: '0' } };
}

/** What a bench without delays makes of a scenario: energy of each half hour by its end, and when each object was read. */
function played({ start, steps }: Scenario) {
  const energy = new Map<Ms, Record<Way, bigint>>();
  const reads: { object: string; atMs: Ms; restMs: Ms; range?: { fromMs?: Ms; toMs?: Ms } }[] = [];
  let at = start as Ms;
  let lastFlowMs = at;
  for (const step of steps) {
    if (step.do === 'read')
      reads.push({ object: step.object, atMs: at, restMs: at - lastFlowMs, ...(step.range && { range: step.range }) });
    if (step.do !== 'flow') continue;
    const activeMw = step.elements.secondary!.activeMw;
    const until = step.until as { at: Ms } | { after: Ms };
    const toMs = 'at' in until ? until.at : at + until.after;
    // Thrown, not expected: a year has too many steps for a matcher each.
    if (toMs <= at) throw new Error(`a flow of ${toMs - at} ms at ${at}`);
    const endMs = (Math.floor(at / HALF_HOUR_MS) + 1) * HALF_HOUR_MS;
    if (activeMw !== 0) {
      if (at < endMs - HALF_HOUR_MS + 30_000 || toMs > endMs - 10_000) throw new Error(`a pulse from ${at} to ${toMs}`);
      const row = energy.get(endMs) ?? { import: 0n, export: 0n };
      row[activeMw > 0 ? 'import' : 'export'] += BigInt(Math.abs(activeMw)) * BigInt(toMs - at);
      energy.set(endMs, row);
      lastFlowMs = toMs;
    }
    at = toMs;
  }
  return { energy, reads, endMs: at };
}

const sums = (scenarios: Scenario[]) => {
  const total = { import: 0n, export: 0n };
  for (const scenario of scenarios) {
    for (const row of played(scenario).energy.values()) {
      total.import += row.import;
      total.export += row.export;
    }
  }
  return total;
};

describe('playLoad', () => {
  it('plays one row as import, rest and export, then reads registers and rows at rest', () => {
    const [scenario] = playLoad(seriesOf([{ import: 2n * UJ_PER_WH, export: 100n * UJ_PER_WH }]), exampleMeter());
    const power = (activeMw: number) => ({ secondary: { activeMw } });
    const range = { fromMs: START + HALF_HOUR_MS, toMs: START + HALF_HOUR_MS };
    expect(scenario).toMatchObject({ name: 'load-house', title: 'Half hours of house.csv', kind: 'loaded', start: START });
    expect(scenario?.steps).toEqual([
      { do: 'flow', elements: power(0), until: { at: START + 30_000 } },
      { do: 'flow', elements: power(3_600_000), until: { after: 2000 } },
      { do: 'flow', elements: power(0), until: { at: START + 37_000 } },
      { do: 'flow', elements: power(-3_600_000), until: { after: 100_000 } },
      { do: 'flow', elements: power(0), until: { at: START + HALF_HOUR_MS + 15_000 } },
      { do: 'read', object: 'secondary.import.total' },
      { do: 'read', object: 'secondary.export.total' },
      { do: 'read', object: 'secondary.import.rates' },
      { do: 'read', object: 'secondary.export.rates' },
      { do: 'read', object: 'import.profile', range },
      { do: 'read', object: 'secondary.export.profile', range },
    ]);
  });

  it('makes each row flow within its own half hour, exactly', () => {
    const uj = fc.oneof(fc.constant(0n), fc.bigInt({ min: 150_000_000n, max: 20_000_000_000_000n }));
    fc.assert(
      fc.property(fc.array(fc.record({ import: uj, export: uj }), { minLength: 1, maxLength: 20 }), (rows) => {
        const [scenario] = playLoad(seriesOf(rows), exampleMeter());
        const { energy } = played(scenario!);
        rows.forEach((row, i) => {
          expect(energy.get(START + (i + 1) * HALF_HOUR_MS) ?? { import: 0n, export: 0n }).toEqual(row);
        });
      }),
      { seed: 184 },
    );
  });

  it('keeps the sum exact where rows are too small to play', () => {
    const uj = fc.oneof(fc.bigInt({ min: 0n, max: 200_000_000n }), fc.bigInt({ min: 150_000_000n, max: 10n ** 13n }));
    fc.assert(
      fc.property(fc.array(fc.record({ import: uj, export: uj }), { maxLength: 20 }), (rows) => {
        const series = seriesOf([...rows, { import: UJ_PER_WH, export: UJ_PER_WH }, { import: 1n, export: 1n }]);
        const expected = (way: 'importUj' | 'exportUj') => series.rows.reduce((sum, row) => sum + row[way], 0n);
        expect(sums(playLoad(series, exampleMeter()))).toEqual({ import: expected('importUj'), export: expected('exportUj') });
      }),
      { seed: 184 },
    );
  });

  it('reads every row once, at rest, before the shallowest log can wrap', () => {
    const rows = Array.from({ length: 9000 }, () => ({ import: 0n, export: UJ_PER_WH }));
    const { reads, endMs } = played(playLoad(seriesOf(rows), exampleMeter({ exportProfileDepth: 19_056 }))[0]!);
    for (const object of ['import.profile', 'secondary.export.profile']) {
      let nextMs = START + HALF_HOUR_MS;
      for (const { range, atMs, restMs } of reads.filter((read) => read.object === object)) {
        expect(range?.fromMs).toBe(nextMs);
        expect(atMs).toBe(range!.toMs! + 15_000);
        expect(restMs).toBeGreaterThanOrEqual(25_000);
        expect((range!.toMs! - range!.fromMs!) / HALF_HOUR_MS + 1).toBeLessThanOrEqual(4000);
        nextMs = range!.toMs! + HALF_HOUR_MS;
      }
      expect(nextMs).toBe(START + 9001 * HALF_HOUR_MS);
    }
    expect(endMs).toBe(START + 9000 * HALF_HOUR_MS + 15_000);
  });

  it('reads a shallow log before it has nine tenths of its depth', () => {
    const meter = exampleMeter({ profileShape: 'extra-member' });
    const rows = Array.from({ length: 200 }, () => ({ import: 0n, export: UJ_PER_WH }));
    const spans = (depths: Partial<typeof meter.depths>) =>
      played(playLoad(seriesOf(rows), { ...meter, depths: { ...meter.depths, ...depths } })[0]!)
        .reads.filter(({ object }) => object === 'import.profile')
        .map(({ range }) => (range!.toMs! - range!.fromMs!) / HALF_HOUR_MS + 1);
    expect(spans({ importProfile: 100 })).toEqual([66, 67, 67]);
    expect(spans({ primaryExportProfile: 120 })).toEqual([100, 100]);
  });

  it('rests through rows without energy in one step', () => {
    const none = { import: 0n, export: 0n };
    const [scenario] = playLoad(seriesOf([none, { import: UJ_PER_WH, export: 0n }, none, none]), exampleMeter());
    expect(scenario?.steps.filter((step) => step.do === 'flow')).toHaveLength(3);
  });

  it('divides what one trace cannot hold, at half hours, without loss', () => {
    const rows = Array.from({ length: 17_520 }, () => ({ import: UJ_PER_WH, export: 2n * UJ_PER_WH }));
    const parts = playLoad(seriesOf(rows), exampleMeter());
    expect(parts.map(({ name }) => name)).toEqual(['load-house-1-of-2', 'load-house-2-of-2']);
    for (const { steps, start } of parts) {
      expect(steps.length * 2).toBeLessThan(95_000);
      expect((start as Ms) % HALF_HOUR_MS).toBe(0);
    }
    expect(played(parts[0]!).endMs).toBe((parts[1]!.start as Ms) + 15_000);
    expect(sums(parts)).toEqual({ import: 17_520n * UJ_PER_WH, export: 2n * 17_520n * UJ_PER_WH });
  });

  it('reads the log that the declared shape keeps secondary export in, and the primary logs for the primary element', () => {
    const objects = (scenario: Scenario | undefined) =>
      scenario?.steps.flatMap((step) => (step.do === 'read' ? [step.object] : []));
    const series = seriesOf([{ import: 0n, export: UJ_PER_WH }]);
    expect(objects(playLoad(series, exampleMeter({ profileShape: 'extra-member' }))[0])).toContain('primary.export.profile');
    const primary = playLoad({ ...series, element: 'primary' }, exampleMeter())[0];
    expect(objects(primary)).toEqual([
      'primary.import.total',
      'primary.export.total',
      'primary.import.rates',
      'import.profile',
      'primary.export.profile',
    ]);
    expect(primary?.steps[1]).toMatchObject({ elements: { primary: { activeMw: -2_400_000 } } });
  });

  it('names a scenario by its file in kebab-case of at most 80 characters', () => {
    const name = (file: string) => playLoad(seriesOf([{ import: 0n, export: 0n }], file), exampleMeter())[0]!.name;
    expect(name('My House (2019).CSV')).toBe('load-my-house-2019');
    expect(name('日本.csv')).toBe('load-file');
    expect(name(`${'long-'.repeat(60)}.csv`).length).toBeLessThanOrEqual(80);
  });
});

describe('a signed file from text to flows', () => {
  it('makes negative values flow as export', () => {
    const series = readText(['time,net_kw', '2019-01-01T00:00Z,-0.5', '2019-01-01T00:30Z,1'], { sign: 'export-negative' });
    expect(sums(playLoad(series, exampleMeter()))).toEqual({ import: 500n * UJ_PER_WH, export: 250n * UJ_PER_WH });
  });
});

describe('the published files', () => {
  const house = externalData('derived_secondary_element_hh_wh.csv');
  (house.absent ? it.skip : it)(`flow as a whole year of one house${house.absent ? ` (${house.absent})` : ''}`, () => {
    const parts = playLoad(readLoad(house.path, {}, exampleMeter()), exampleMeter());
    expect(parts).toHaveLength(2);
    expect(sums(parts)).toEqual({ import: 5_938_369n * UJ_PER_WH, export: 1_296_404n * UJ_PER_WH });
    const weakest = parts.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.do === 'flow' ? [Math.abs(step.elements.secondary!.activeMw)] : [])),
    );
    expect(weakest.every((mw) => mw === 0 || mw === 2_400_000 || mw >= 3_600_000)).toBe(true);
  });

  const hydro = externalData('sandford_hydro_30min_2019.csv');
  (hydro.absent ? it.skip : it)(`flow as a year of hydro at a fiftieth${hydro.absent ? ` (${hydro.absent})` : ''}`, () => {
    const options = { consecutive: '2019-01-01T00:00Z', scale: '0.02' };
    const parts = playLoad(readLoad(hydro.path, options, exampleMeter()), exampleMeter());
    expect(sums(parts)).toEqual({ import: 0n, export: (43_014_937_074n * UJ_PER_WH) / 1000n });
  });
});
