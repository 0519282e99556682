import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type VirtualRig, virtualRig } from '../adapters/optical/virtual-rig.fixture';
import { exampleMeter } from '../declaration/example-meter.fixture';
import { UsageError } from '../trace/errors';
import { type ReadOptions, readCommand } from './read-command';

describe('read', () => {
  let rig: VirtualRig;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    rig = await virtualRig(exampleMeter(), 'hdlc');
    folder = mkdtempSync(join(tmpdir(), 'read-'));
    file = join(folder, 'meter.yaml');
    writeFileSync(file, rig.declarationText);
  });
  afterAll(async () => {
    await rig.close();
    rmSync(folder, { recursive: true });
  });

  async function read(names: string[], options: Partial<ReadOptions> = {}) {
    const lines: string[] = [];
    const write = (text: string) => void lines.push(text);
    const output = { columns: 100, line: write, text: write, complaint: write };
    const given = { as: 'management', json: false, hex: false, ...options } as const;
    const code = await readCommand(file, names, given, output, new AbortController().signal);
    return { lines, code };
  }

  it('prints values with their units, by name and by logical name', async () => {
    const { bench } = await rig.make();
    const signal = new AbortController().signal;
    const untilMs = bench.now() + 3_600_000;
    await bench.perform({ do: 'flow', elements: { secondary: { activeMw: -2_000_000 } }, untilMs }, signal);
    const { lines, code } = await read(['secondary.export.total', '1-0:1.8.0.255', '3/1-20:2.8.0.255/3']);
    expect(lines.map((line) => line.replace(/ +/g, ' '))).toEqual([
      'secondary.export.total 2000 Wh',
      'primary.import.total 0 Wh',
      'Register 1-20:2.8.0.255 3 scaler_unit data: structure { integer 0, enum 30 }',
    ]);
    expect(code).toBe(0);
    const [clock] = (await read(['clock'])).lines;
    expect(clock).toMatch(/ 2026-03-02T01:00:00Z {2}status reliable$/);
    const from = bench.now() - 1_800_000;
    expect((await read(['secondary.export.profile'], { from })).lines.slice(1)).toEqual([
      '  2026-03-02T00:30:00Z  wh 1000',
      '  2026-03-02T01:00:00Z  wh 1000',
    ]);
  });

  it('prints octets, and JSON', async () => {
    expect((await read(['clock'], { hex: true })).lines[0]).toMatch(/ 090c07ea[0-9a-f]{20}$/);
    const { lines } = await read(['variant'], { json: true });
    expect(JSON.parse(lines.join(''))).toEqual({ schema: 'smets2-read/1', objects: [{ object: 'variant', value: 'B' }] });
  });

  it('says what the meter refuses, exit code 2', async () => {
    const { lines, code } = await read(['secondary.export.total'], { as: 'public' });
    expect(lines[0]).toMatch(/refused: read-write-denied \(3\)$/);
    expect(code).toBe(2);
  });

  it('names the nearest object, and asks for the class of what the map does not place', async () => {
    await expect(read(['secondary.export.totl'])).rejects.toThrow(/did you mean "secondary.export.total"/);
    await expect(read(['1-9:9.9.9.255'])).rejects.toThrow(/give the class too, like 3\/1-9:9.9.9.255\/2/);
    await expect(read(['clock'], { from: 0 })).rejects.toThrow(UsageError);
  });

  it('says what to do where nothing answers, exit code 3', async () => {
    const other = join(folder, 'other.yaml');
    writeFileSync(other, rig.declarationText.replace(/tcp:127.0.0.1:\d+/, 'tcp:127.0.0.1:1'));
    const complaints: string[] = [];
    const output = { columns: 100, line: () => {}, text: () => {}, complaint: (text: string) => void complaints.push(text) };
    const options = { as: 'management', json: false, hex: false } as const;
    expect(await readCommand(other, ['clock'], options, output, new AbortController().signal)).toBe(3);
    expect(complaints.join('')).toMatch(/nothing listens there/);
  });
});
