import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleMeter } from '../declaration/example-meter.fixture';
import { describeWithAddon } from '../native/with-addon.fixture';
import { command } from './command.fixture';
import { perform } from './matrix/jobs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wire-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describeWithAddon('a faulty meter behind a pty', () => {
  it.each(['register-stuck', 'objects-on-single-element', 'mpan-padded-to-16', 'open-begin-refused', 'member-added-to-billing'])(
    '%s breaks its rule there too, and no other verdict is another',
    async (fault) => {
      const row = await perform({ score: 'wire', fault, folder }, exampleMeter(), new AbortController().signal);
      expect(row).toEqual({ notShownBy: [], differs: [], troubles: [] });
      expect(readdirSync(folder)).toEqual(['meter.keys']);
    },
  );
});

describeWithAddon('faults --wire', () => {
  it('says of each faulty meter whether its rule fails over a pty, or why not', () => {
    const json = join(folder, 'wire.json');
    const { status, stdout } = command('faults', '--wire', 'mpan-cut-to-12', 'fifth-rate', '--json', json);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^wire [12]\/2 {2}killed {2}mpan-cut-to-12: mpan\.read-back fails$/m);
    expect(stdout).toMatch(/^wire [12]\/2 {2}hidden {2}fifth-rate: breaks objects\.well-typed\. The object map gives each/m);
    expect(stdout).toMatch(/^wire {8}1 of 2 faulty meters killed over a pty/m);
    const { wire, complaints } = JSON.parse(readFileSync(json, 'utf8'));
    expect(wire).toMatchObject([{ name: 'mpan-cut-to-12', notShownBy: [], differs: [] }, { name: 'fifth-rate' }]);
    expect(complaints).toEqual([]);
  });

  it.each([
    [['per-interval'], /no such faulty meter/],
    [['--scripted'], /--wire.*--scripted/],
  ])('refuses %j, and says why', (more, says) => {
    const { status, stderr } = command('faults', '--wire', ...more);
    expect([status, stderr]).toEqual([64, expect.stringMatching(says)]);
  });
});
