import type { Extension } from '../extension/extension';
import { readExtensions } from '../extension/read-extension';
import { visible } from '../reports/escape';
import { CATALOGUE_VERSION, catalogueHash, REQUIREMENTS } from '../suites/requirements';
import { CLAUSES, untestedClauses } from '../suites/requirements/clauses';
import type { Requirement } from '../suites/requirements/requirement';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import type { Scenario } from '../trace/vocabulary';
import { cataloguePage } from './catalogue-page';
import type { Output } from './output';

export interface ListOptions {
  json: boolean;
  untested: boolean;
  markdown: boolean;
  /** Folders or npm packages that add to the suite. */
  extension?: string[];
}

/** `list`: the catalogue of requirements and the scripted scenarios, or every clause that no requirement tests; extensions apart. */
export async function listCommand(
  { json, untested, markdown, extension = [] }: ListOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const added = readExtensions(extension);
  if (markdown) output.text(await cataloguePage(signal));
  else if (json) output.line(JSON.stringify(untested ? untestedClauses(REQUIREMENTS) : catalogue(added), null, 2));
  else output.text(untested ? untestedText() : `${catalogueText()}${added.map(extensionText).join('')}`);
  return 0;
}

function untestedText(): string {
  const clauses = untestedClauses(REQUIREMENTS);
  const lines = clauses.flatMap(({ id, title, untested }) => [`${id}  ${title}`, `  ${untested}`]);
  return [`${clauses.length} of ${CLAUSES.length} clauses are cited by no requirement`, '', ...lines, ''].join('\n');
}

function catalogue(added: readonly Extension[]) {
  return {
    schema: 'smets2-catalogue/1',
    version: CATALOGUE_VERSION,
    hash: catalogueHash(),
    requirements: REQUIREMENTS.map(published),
    scenarios: scriptedScenarios().map(named),
    ...(added.length > 0 && { extensions: added.map(listedExtension) }),
  };
}

const published = ({ applies: _, needs: __, judge: ___, ...published }: Requirement) => published;
const named = ({ name, title, kind }: Scenario) => ({ name, title, kind });

const listedExtension = ({ prefix, title, version, sha256, requirements, scenarios, objects }: Extension) => ({
  ...{ prefix, title, version, sha256, objects },
  requirements: requirements.map(published),
  scenarios: scenarios.map(named),
});

function extensionText({ prefix, title, version, requirements, scenarios, objects }: Extension): string {
  const line = (name: string, says: string) => `  ${name.padEnd(34)} ${visible(says)}`;
  const part = (what: string, lines: string[]) => (lines.length > 0 ? [what, ...lines] : []);
  const lines = [
    `Beyond the catalogue, ${prefix} ${visible(version)}: ${visible(title)}`,
    ...part(
      'requirements',
      requirements.map((one) => line(one.id, one.title)),
    ),
    ...part(
      'scenarios',
      scenarios.map((one) => line(one.name, one.title)),
    ),
    ...part(
      'objects',
      objects.map((one) => line(one.name, one.title)),
    ),
  ];
  return `\n${lines.join('\n')}\n`;
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
