import { CATALOGUE_VERSION, catalogueHash, REQUIREMENTS } from '../suites/requirements';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import type { Output } from './output';

/** `list`: the catalogue of requirements and the scripted scenarios. */
export function listCommand({ json }: { json: boolean }, output: Output): number {
  if (json) output.line(JSON.stringify(catalogue(), null, 2));
  else output.text(catalogueText());
  return 0;
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
