import type { Fault } from '../adapters/reference/fault';
import { FAULTS } from '../adapters/reference/faults';
import { referenceRigMaker } from '../adapters/reference/reference-rig';
import { VARIANTS, type Variant } from '../adapters/reference/variants';
import type { Declaration } from '../declaration/declaration';
import { assess } from '../suites/conduct/assess';
import { REQUIREMENTS } from '../suites/requirements';
import { generatedScenarios } from '../suites/scenarios/generated';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import { declared } from './rig';
import { RELEASE_CASES, RELEASE_SEED } from './run-command';

/** What `faults --json` writes. */
export interface FaultMatrix {
  faults: { name: string; breaks: string; killedBy: string[] }[];
  requirements: { id: string; kills: string[]; killsOnlyHere: string[] }[];
  variants: { name: string; statement: string }[];
}

/**
 * Every faulty meter against the scripted scenarios, every legal variant against those and the generated ones of the release;
 * or only those of the given names.
 */
export async function faultMatrix(
  signal: AbortSignal,
  say: (line: string) => void,
  only: readonly string[] = [],
): Promise<FaultMatrix> {
  const { meter } = declared({});
  const wanted = ({ name }: { name: string }) => only.length === 0 || only.includes(name);
  const faults: FaultMatrix['faults'] = [];
  for (const fault of FAULTS.filter(wanted)) {
    const { name, breaks } = fault;
    const killedBy = await killers(fault, meter, signal);
    faults.push({ name, breaks, killedBy });
    say(
      `${killedBy.includes(breaks) ? 'killed' : 'ALIVE '}  ${name}: breaks ${breaks}; killed by ${killedBy.join(', ') || 'nothing'}`,
    );
  }
  const variants: FaultMatrix['variants'] = [];
  for (const variant of VARIANTS.filter(wanted)) {
    const { statement, text } = await statementOn(variant, meter, signal);
    variants.push({ name: variant.name, statement });
    say(`${statement}  ${variant.name}${statement === 'conformant' ? '' : `: ${text}`}`);
  }
  return { faults, requirements: REQUIREMENTS.map(({ id }) => killsOf(id, faults)), variants };
}

/** Ids of the requirements that fail for a faulty meter in the scripted scenarios. */
async function killers(fault: Fault, reference: Declaration, signal: AbortSignal): Promise<string[]> {
  const meter = declaredFor(fault, reference);
  const maker = referenceRigMaker(meter, { faults: [fault] });
  const { requirements } = await assess(scriptedScenarios(), { maker, meter, signal });
  return requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
}

/** The declaration of a faulty meter: the reference meter's, with what the fault needs to show. */
export function declaredFor({ under }: Fault, reference: Declaration): Declaration {
  return { ...reference, variant: under?.variant ?? reference.variant, choices: { ...reference.choices, ...under?.choices } };
}

/** What the suite says of a meter that is legal under its own declaration. */
async function statementOn(
  variant: Variant,
  reference: Declaration,
  signal: AbortSignal,
): Promise<{ statement: string; text: string }> {
  const meter = { ...reference, choices: { ...reference.choices, ...variant.choices } };
  const maker = referenceRigMaker(meter, variant.behaviour ? { behaviour: variant.behaviour } : {});
  const scenarios = [...scriptedScenarios(), ...generatedScenarios(meter, RELEASE_SEED, RELEASE_CASES)];
  const { statement } = await assess(scenarios, { maker, meter, signal });
  return { statement: statement.verdict, text: statement.text };
}

function killsOf(id: string, faults: FaultMatrix['faults']): FaultMatrix['requirements'][number] {
  const killed = faults.filter(({ killedBy }) => killedBy.includes(id));
  const names = (some: typeof faults) => some.map(({ name }) => name);
  return { id, kills: names(killed), killsOnlyHere: names(killed.filter(({ killedBy }) => killedBy.length === 1)) };
}
