import { exampleMeter } from '../../declaration/example-meter.fixture';
import { UsageError } from '../../trace/errors';
import type { MeterStimulus } from '../ports';
import { type VirtualRig, virtualRig } from './virtual-rig.fixture';

const MPAN = 'secondary.export.mpan';
const signal = new AbortController().signal;

describe('a write of raw octets over a wire', () => {
  let virtual: VirtualRig | undefined;
  beforeAll(async () => {
    virtual = await virtualRig(exampleMeter(), 'wrapper');
  });
  afterAll(async () => virtual?.close());

  const sent: string[] = [];
  async function asked(...stimuli: MeterStimulus[]) {
    const { meter } = await virtual!.make();
    const answers = [];
    for (const stimulus of stimuli) {
      sent.length = 0;
      const tap = {
        wire: (way: string, octets: Uint8Array) => void (way === 'tx' && sent.push(Buffer.from(octets).toString('hex'))),
      };
      answers.push((await meter.perform(stimulus, signal, tap)).answer);
    }
    return answers;
  }
  const write = (object: string, raw: string): MeterStimulus => ({ do: 'write', object, value: null, raw });

  it('sends them as they are in place of the data', async () => {
    const digits = Buffer.from('1030006718997').toString('hex');
    const answers = await asked(write(MPAN, `090d${digits}`), { do: 'read', object: MPAN });
    expect(answers).toEqual([{ value: null }, { value: { octets: digits } }]);
  });

  it.each([
    ['of another type', '0f00'],
    ['that end too early', '090d3130'],
    ['that are no data at all', 'ff'],
    ['that are none', ''],
  ])('sends octets %s too, and takes what the meter says of them for a refusal', async (_, octets) => {
    const [answer] = await asked(write(MPAN, octets));
    expect(answer).toHaveProperty('refused');
    expect(sent.at(-1)).toMatch(new RegExp(`00${octets}$`));
    expect(await asked({ do: 'read', object: MPAN })).toEqual([{ value: { octets: '' } }]);
  });

  it('refuses them for an object of several attributes', async () => {
    await expect(asked(write('secondary.export.table.passive', '0100'))).rejects.toThrow(UsageError);
  });
});
