import { join } from 'node:path';
import type { RigMaker } from '../adapters/ports';
import { referenceRigMaker } from '../adapters/reference';
import { SMOKE_SCENARIOS } from '../cli/matrix/smoke';
import { virtualRig } from '../cli/virtual-rig';
import type { Declaration } from '../declaration/declaration';
import { hasAddon, whyNoAddon } from '../native';
import { assess } from '../suites/conduct/assess';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import { inMs, type Measurement, timed } from './measurement';

/** The smoke scenarios, played and judged, over a pty in virtual time; the baseline plays and judges them on the model itself. */
export async function wireCampaign(meter: Declaration, folder: string): Promise<Measurement> {
  const what = `${SMOKE_SCENARIOS.length} smoke scenarios over a pty, in virtual time`;
  const aim = 'the same verdicts';
  const model = referenceRigMaker(meter);
  const onModel = await campaign(meter, model);
  const baseline = `${inMs(onModel.ms)} on the model: ${onModel.verdicts}`;
  if (!hasAddon()) return { what, measured: `not measured, for it needs ptys: ${whyNoAddon().problem}`, aim, baseline };
  const rig = await virtualRig({ declaration: meter, meter: model, mode: 'hdlc', port: 'pty', folder: join(folder, 'wire') });
  try {
    const onWire = await campaign(meter, rig.maker);
    return { what, measured: `${inMs(onWire.ms)}: ${onWire.verdicts}`, aim, baseline };
  } finally {
    await rig.close();
  }
}

async function campaign(meter: Declaration, maker: RigMaker) {
  const scenarios = scriptedScenarios().filter(({ name }) => SMOKE_SCENARIOS.includes(name));
  let verdicts = '';
  const ms = await timed(async () => {
    const { requirements } = await assess(scenarios, { meter, maker, signal: new AbortController().signal });
    const count = (verdict: string) => requirements.filter((one) => one.verdict === verdict).length;
    verdicts = `${count('pass')} pass, ${count('fail')} fail, ${count('inconclusive')} inconclusive`;
  });
  return { ms, verdicts };
}
