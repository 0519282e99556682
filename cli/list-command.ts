import { CATALOGUE_VERSION, catalogueHash, REQUIREMENTS } from '../suites/requirements';
import { CLAUSES, untestedClauses } from '../suites/requirements/clauses';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import { cataloguePage } from './catalogue-page';
import type { Output } from './output';

export interface ListOptions {
  json: boolean;
  untested: boolean;
  markdown: boolean;
}

/** `list`: the catalogue of requirements and the scripted scenarios, or every clause that no requirement tests. */
export async function listCommand(
  { json, untested, markdown }: ListOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  if (markdown) output.text(await cataloguePage(signal));
  else if (json) output.line(JSON.stringify(untested ? untestedClauses(REQUIREMENTS) : catalogue(), null, 2));
  else output.text(untested ? untestedText() : catalogueText());
  return 0;
}

function untestedText(): string {
  const clauses = untestedClauses(REQUIREMENTS);
  const lines = clauses.flatMap(({ id, title, untested }) => [`${id}  ${title}`, `  ${untested}`]);
  return [`${clauses.length} of ${CLAUSES.length} clauses are cited by no requirement`, '', ...lines, ''].join('\n');
}

function catalogue() {
  return {
    schema: 'smets2-catalogue/1',
    version: CATALOGUE_VERSION,
    hash: catalogueHash(),
    requirements: REQUIREMENTS.map(({ applies: _, needs: __, judge: ___, ...published }) => published),
    scenarios: scriptedScenarios().map(({ name, title, kind }) => ({ name, title, kind })),
  };
}

function catalogueText(): string {
  const lines = [`Catalogue ${CATALOGUE_VERSION} (${catalogueHash().slice(0, 12)}), ${REQUIREMENTS.length} requirements`];
  for (const area of new Set(REQUIREMENTS.map((requirement) => requirement.area))) {
    lines.push('', area);
    for (const { id, title, mandatory } of REQUIREMENTS.filter((requirement) => requirement.area === area))
      lines.push(`  ${id.padEnd(34)} ${title}${mandatory ? '' : ' (not mandatory)'}`);
  }
  const scenarios = scriptedScenarios();
  lines.push('', `${scenarios.length} scripted scenarios`);
  for (const { name, title } of scenarios) lines.push(`  ${name.padEnd(34)} ${title}`);
  return `${lines.join('\n')}\n`;
}
