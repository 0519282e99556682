import { virtualRig } from '../adapters/optical/virtual-rig.fixture';
import type { RigMaker } from '../adapters/ports';
import { exampleMeter } from '../declaration/example-meter.fixture';
import { parseDeclaration } from '../declaration/read-declaration';
import { PortError } from '../trace/errors';
import { lookFirst } from './look-first';

const listening = new AbortController().signal;

/** What a first look at the virtual meter says, and whether a run may begin. */
async function looked(
  changed: (text: string) => string = (text) => text,
  wrap: (maker: RigMaker) => RigMaker = (maker) => maker,
) {
  const rig = await virtualRig(exampleMeter(), 'hdlc');
  const said: string[] = [];
  const write = (text: string) => void said.push(text);
  const output = { columns: 100, line: write, text: write, complaint: write };
  const meter = parseDeclaration(changed(rig.declarationText), 'meter.yaml');
  const goes = await lookFirst({ meter, maker: wrap(rig.maker), file: 'meter.yaml' }, output, listening);
  await rig.close();
  return { goes, said: said.join('\n') };
}

describe('before a run on a wire', () => {
  it('nothing is said of a meter that is as declared', async () => {
    expect(await looked()).toEqual({ goes: true, said: '' });
  });

  it('a meter that is not reached ends it, with what to do next', async () => {
    const { goes, said } = await looked((text) => `${text}  management: { client: 9 }\n`);
    expect(goes).toBe(false);
    expect(said).toMatch(/✕ management .*\n.*→ check client, authentication/);
    expect(said).toContain('Nothing was played: the meter cannot be reached. "doctor meter.yaml"');
  });

  it('a bench that is not there ends it too', async () => {
    const gone = (maker: RigMaker): RigMaker => ({
      ...maker,
      make: () => Promise.reject(new PortError('bench', 'side-channel', 'no virtual meter answers there')),
    });
    const { goes, said } = await looked(undefined, gone);
    expect(goes).toBe(false);
    expect(said).toMatch(/✕ bench .*no virtual meter answers there\n.*→ start the virtual meter/);
  });

  it('what is not as declared is told, and left to the judges', async () => {
    const { goes, said } = await looked((text) => text.replace('exportSwitchingTable: own', 'exportSwitchingTable: imports'));
    expect(goes).toBe(true);
    expect(said).toMatch(/^not as declared, or not to be read: secondary\.export\.table\.active, /);
  });

  it('the model itself is on no wire', async () => {
    const output = { columns: 100, line: jest.fn(), text: jest.fn(), complaint: jest.fn() };
    expect(await lookFirst({ meter: exampleMeter(), maker: {} as RigMaker, file: '' }, output, listening)).toBe(true);
    expect(output.text).not.toHaveBeenCalled();
  });
});
