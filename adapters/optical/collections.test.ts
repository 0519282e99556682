import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type VirtualRig, virtualRig } from '../../cli/virtual-rig';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import type { Value } from '../../trace/vocabulary';
import { parseObjectMap } from '../dlms/object-map';
import type { MeterStimulus, Rig } from '../ports';
import { referenceRigMaker } from '../reference';

const MAP = parseObjectMap(
  `schema: smets2-object-map/1
title: MPANs and a register that nobody may write in one collection, as a maker may have it
base: gbcs
objects:
  import.mpan: { class: 1, name: 0-0:94.44.100.1, attribute: 2, at: 0, as: octets }
  primary.export.mpan: { class: 1, name: 0-0:94.44.100.1, attribute: 2, at: 1, as: octets }
  secondary.export.mpan: { class: 1, name: 0-0:94.44.100.1, attribute: 2, at: 2, as: octets }
  secondary.export.total: { class: 1, name: 0-0:94.44.100.1, attribute: 2, at: 3, as: u32, unit: 30, unitAt: 4 }
`,
  'collections.yaml',
);
const MPAN = { octets: '31'.repeat(13) };

let folder: string;
let virtual: VirtualRig;
let rig: Rig;
const signal = new AbortController().signal;
const tap = { wire: () => {} };

const asked = async (stimulus: MeterStimulus) => (await rig.meter.perform(stimulus, signal, tap)).answer;
const read = (object: string) => asked({ do: 'read', object });
const write = (object: string, value: Value, as: 'management' | 'public' = 'management') =>
  asked({ do: 'write', object, value, as });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'collections-'));
  const declaration = exampleMeter();
  const meter = referenceRigMaker(declaration);
  virtual = await virtualRig({ declaration, meter, mode: 'wrapper', port: { tcp: 0 }, folder, map: MAP });
  rig = await virtual.maker.make({ name: 'collections', start: 'any' });
  await rig.meter.open(signal, tap);
});
afterEach(async () => {
  await rig.meter.close();
  await virtual.close();
  rmSync(folder, { recursive: true });
});

describe('a member of a collection', () => {
  it('is read out of it, and written into it while the others stay', async () => {
    const before = await read('secondary.export.mpan');
    expect(await write('primary.export.mpan', MPAN)).toEqual({ value: null });
    expect(await read('primary.export.mpan')).toEqual({ value: MPAN });
    expect(await read('secondary.export.mpan')).toEqual(before);
    expect(before).not.toEqual({ value: MPAN });
  });

  it('is refused by a meter that lets nobody write it', async () => {
    for (const register of ['primary.import.total', 'secondary.export.total']) {
      expect(await write(register, 5)).toMatchObject({ refused: { name: 'read-write-denied' } });
      expect(await read(register)).toEqual({ value: 0 });
    }
  });

  it('cannot be tried by who may not read the collection, which says nothing about the meter', async () => {
    await expect(write('primary.export.mpan', MPAN, 'public')).rejects.toMatchObject({ whose: 'link', code: 'not-in-map' });
    expect(await read('primary.export.mpan')).not.toEqual({ value: MPAN });
  });
});
