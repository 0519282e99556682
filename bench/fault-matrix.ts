import { availableParallelism } from 'node:os';
import { declaredFor } from '../adapters/reference/fault';
import { FAULTS } from '../adapters/reference/faults';
import { referenceRigMaker } from '../adapters/reference/reference-rig';
import { faultMatrix } from '../cli/matrix/fault-matrix';
import { SMOKE_SCENARIOS } from '../cli/matrix/smoke';
import { isKilled } from '../cli/matrix/tables';
import type { Declaration } from '../declaration/declaration';
import { played } from '../suites/conduct/assess';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import { inMs, type Measurement, timed } from './measurement';

const SAMPLE = 10;

/** The scripted fault matrix on all cores; the baseline plays every tenth faulty meter on one and judges nothing. */
export async function scriptedMatrix(reference: Declaration): Promise<Measurement> {
  const { signal } = new AbortController();
  let killed = 0;
  const matrixMs = await timed(async () => {
    const settings = { reference, only: [], scriptedOnly: true, variantCases: { seed: 0, cases: 0 }, signal, say: () => {} };
    killed = (await faultMatrix(settings)).scripted.filter(isKilled).length;
  });
  const shelf = scriptedScenarios();
  const sample = FAULTS.filter((_, i) => i % SAMPLE === 0);
  const playMs = await timed(async () => {
    for (const fault of sample) {
      const meter = declaredFor(fault, reference);
      const scenarios = shelf.filter(({ name }) => SMOKE_SCENARIOS.includes(name) || fault.shownBy.includes(name));
      for await (const _ of played(scenarios, { meter, maker: referenceRigMaker(meter, { faults: [fault] }), signal }));
    }
  });
  return {
    what: `the scripted fault matrix on ${availableParallelism()} cores: ${killed} of ${FAULTS.length} faulty meters killed`,
    measured: inMs(matrixMs),
    aim: '120 s on two cores',
    baseline: `${inMs(playMs)} to play ${sample.length} of them on one core and judge nothing`,
  };
}
