import { declaredFor, type Fault } from '../../adapters/reference/fault';
import { faultNamed } from '../../adapters/reference/faults';
import { referenceRigMaker } from '../../adapters/reference/reference-rig';
import { declaredAs, VARIANTS, type Variant } from '../../adapters/reference/variants';
import type { Declaration } from '../../declaration/declaration';
import type { Stage } from '../../suites/conduct/play';
import { scriptedScenarios } from '../../suites/scenarios/scripted';
import type { Scenario } from '../../trace/vocabulary';

export const known = (name: string): Fault => faultNamed(name)!;
export const variantNamed = (name: string): Variant => VARIANTS.find((one) => one.name === name)!;

/** The faulty meter under the declaration that it shows under. */
export function stageOf(faults: readonly Fault[], reference: Declaration, signal: AbortSignal): Stage {
  const meter = faults.reduce((declaration, fault) => declaredFor(fault, declaration), reference);
  return { meter, maker: referenceRigMaker(meter, { faults }), signal };
}

export function legalStage(variant: Variant, reference: Declaration, signal: AbortSignal): Stage {
  const meter = declaredAs(variant, reference);
  return { meter, maker: referenceRigMaker(meter, variant.behaviour ? { behaviour: variant.behaviour } : {}), signal };
}

let shelf: Map<string, Scenario> | undefined;

/** Scripted scenarios by name, each once, in the order of the shelf. */
export function named(names: readonly string[]): Scenario[] {
  shelf ??= new Map(scriptedScenarios().map((scenario) => [scenario.name, scenario]));
  return [...shelf.values()].filter(({ name }) => names.includes(name));
}
