import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_CAPABILITIES } from '../adapters/ports';
import { UsageError } from '../trace/errors';
import { parseBench, readBench } from './read-bench';

describe('a bench declaration', () => {
  it('of the reference meter can do everything', () => {
    const bench = readBench(join(__dirname, '..', 'examples', 'reference-bench.yaml'));
    expect(bench).toEqual({
      schema: 'smets2-bench/1',
      kind: 'model',
      time: 'virtual',
      name: 'Simulated bench',
      capabilities: [...BENCH_CAPABILITIES],
    });
  });

  it('can do what the bench port names, where nothing is said', () => {
    expect(parseBench('schema: smets2-bench/1\nkind: model\nname: b', 'bench.yaml').capabilities).toEqual([
      ...BENCH_CAPABILITIES,
    ]);
  });

  it('can do nothing, where it says so', () => {
    expect(parseBench('schema: smets2-bench/1\nkind: model\nname: b\ncapabilities: []', 'bench.yaml').capabilities).toEqual([]);
  });

  it.each([
    [
      'kind: manuel\nname: b',
      'bench.yaml:2:7: kind: expected one of model, simulated, manual; got "manuel"; did you mean "manual"?',
    ],
    ['kind: manual\ntime: virtual\nname: b', 'bench.yaml:3:7: time: expected wall; got "virtual"'],
    [
      'kind: manual\nname: b\ncapabilities: [flow, date]',
      'bench.yaml:4:22: capabilities[1]: a person can do flow and supply by hand; got "date"',
    ],
    [
      'kind: manual\nname: b\nsetting: { percent: -1 }',
      'bench.yaml:4:21: setting.percent: expected per cent of what is set, a number from 0 to 100; got -1',
    ],
    [
      'kind: model\nname: b\nsetting: {}',
      'bench.yaml:4:1: setting: unknown key; expected schema, name, laboratory, kind, time, capabilities',
    ],
    [
      'kind: model\nname: b\ncapabilities: [flaw]',
      'bench.yaml:4:16: capabilities[0]: expected one of flow, supply, preset, date, history, image, contacts; got "flaw"; did you mean "flow"?',
    ],
    ['kind: model\nname: b\ncapabilities: [flow, flow]', 'bench.yaml:4:15: capabilities: each capability once; one stands twice'],
    [
      'kind: model\nname: b\nlaboratory: { equipment: [{ name: Source, serial: "1", due: 2026-02-30 }] }',
      'bench.yaml:4:61: laboratory.equipment[0].due: expected the day on which calibration is due as yyyy-mm-dd, a day that there is; got "2026-02-30"',
    ],
    ['kind: model', 'bench.yaml:1:1: name: missing; expected a name for reports (text, 1 to 200 characters on one line)'],
  ])('refuses %j', (text, message) => {
    expect(() => parseBench(`schema: smets2-bench/1\n${text}`, 'bench.yaml')).toThrow(new UsageError(message));
  });

  it('of a person is in real time, and is set within 2 per cent and 5 W where nothing is said', () => {
    const bench = readBench(join(__dirname, '..', 'examples', 'manual-bench.yaml'));
    expect(bench).toMatchObject({ kind: 'manual', time: 'wall', capabilities: ['flow', 'supply'] });
    expect(bench.most?.secondary).toEqual({ importW: 0, exportW: 3600, vars: 0 });
    expect(parseBench('schema: smets2-bench/1\nkind: manual\nname: b', 'bench.yaml')).toMatchObject({
      setting: { percent: 2, watts: 5, vars: 50, seconds: 30 },
    });
  });

  it('holds the laboratory as the page about declarations shows it, and what is left out stays out', () => {
    const page = readFileSync(join(__dirname, '..', 'docs', 'reference', 'declaration.md'), 'utf8');
    const shown = /```yaml\n(schema: smets2-bench[\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(parseBench(shown, 'bench.yaml').laboratory).toEqual({
      name: 'Example Metering Laboratory',
      operator: 'O. Perator',
      equipment: [
        { name: 'Reference standard', serial: 'RS-7', calibrated: '2026-01-05', due: '2027-01-05', certificate: 'UK 12-345' },
      ],
    });
  });
});
