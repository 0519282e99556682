import { exampleMeter } from '../declaration/example-meter.fixture';
import { describeWithAddon } from '../native/with-addon.fixture';
import { hardwareRig } from './hardware-rig.fixture';
import { type VirtualRig, virtualRig } from './optical/virtual-rig.fixture';
import { portContract, readContract } from './port-contract.fixture';
import type { Rig } from './ports';
import { inLaboratory } from './reference/laboratory';
import { referenceRigMaker } from './reference/reference-rig';
import type { Mode } from './virtual/serve';

const whole = exampleMeter();
const reference =
  (capabilities = whole.capabilities) =>
  () =>
    referenceRigMaker({ ...whole, capabilities }).make({ name: 'contract', start: 'any' });

portContract('the reference rig', reference(), { exact: true });
portContract(
  'a reference rig in a laboratory',
  async () => inLaboratory(referenceRigMaker(whole)).make({ name: 'contract', start: 'any' }),
  { exact: false },
);
portContract('a reference rig that may only be read', reference(['read']), { exact: true });

describeWithAddon('a virtual meter on a pty', () => {
  let served: VirtualRig | undefined;
  afterAll(() => served?.close());
  const make = async () => {
    served ??= await virtualRig(whole, 'hdlc', 'pty');
    return served.make();
  };
  portContract('a virtual meter by HDLC on a pty', make, { exact: true });
});

describe.each<[string, Mode]>([
  ['a virtual meter by HDLC over TCP', 'hdlc'],
  ['a virtual meter by the TCP wrapper', 'wrapper'],
])('%s', (name, mode) => {
  let served: VirtualRig | undefined;
  afterAll(() => served?.close());
  const make = async () => {
    served ??= await virtualRig(whole, mode);
    return served.make();
  };
  portContract(name, make, { exact: true });
});

const hardware = process.env.SMETS2_METER;
if (hardware === undefined)
  it.todo(
    'hardware: set SMETS2_METER to the meter.yaml of a meter on a wire; it is only read, unless it is a virtual one that "simulate" serves',
  );
else
  describe(`the meter of ${hardware}`, () => {
    const { maker, moved } = hardwareRig(hardware);
    let last: Rig | undefined;
    afterAll(() => last?.meter.close());
    const make = async () => {
      await last?.meter.close();
      last = await maker.make({ name: 'contract', start: 'any' });
      return last;
    };
    const exact = maker.time === 'virtual';
    if (moved) portContract(hardware, make, { exact });
    else readContract(hardware, make, { exact, passMs: 5000 });
  });
