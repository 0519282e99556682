import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { readScenario } from '../suites/scenarios/scenario-file';
import { sha256 } from '../trace/chain';
import { UsageError } from '../trace/errors';
import type { Scenario } from '../trace/vocabulary';
import type { Extension } from './extension';
import { readExtensionFile, refuseUnknownTexts } from './extension-file';
import { requirementsIn } from './requirements-module';

export const EXTENSION_YAML = 'extension.yaml';
export const SCENARIOS = 'scenarios';
const REQUIREMENTS_JS = 'requirements.js';

/**
 * Loads an extension, its code too, from a folder or an npm package that the working directory has installed. Throws a UsageError that says
 * where and what to do.
 */
export function readExtension(named: string): Extension {
  const folder = folderOf(named);
  const read = readExtensionFile(join(folder, EXTENSION_YAML));
  const { prefix, title, version, objects, texts } = read.file;
  const scenarios = scenariosIn(
    join(folder, SCENARIOS),
    prefix,
    objects.map(({ name }) => name),
  );
  const requirements = requirementsIn(join(folder, REQUIREMENTS_JS), prefix);
  refuseUnknownTexts(
    read,
    requirements.map(({ id }) => id),
  );
  return { prefix, title, version, sha256: hashOf(folder), folder, scenarios, requirements, objects, texts };
}

/** Loads several; two of one prefix could not be told apart. */
export function readExtensions(named: readonly string[]): Extension[] {
  const extensions = named.map(readExtension);
  const twice = extensions.find(({ prefix }, index) => extensions.findIndex((other) => other.prefix === prefix) < index);
  if (twice)
    throw new UsageError(`--extension ${twice.folder}: another extension has the prefix "${twice.prefix}" too; give one of them`);
  return extensions;
}

function folderOf(named: string): string {
  if (statSync(named, { throwIfNoEntry: false })?.isDirectory()) {
    if (existsSync(join(named, EXTENSION_YAML))) return resolve(named);
    throw new UsageError(`--extension ${named}: the folder has no ${EXTENSION_YAML}; examples/extension shows one`);
  }
  try {
    return dirname(createRequire(join(resolve(), 'package.json')).resolve(`${named}/${EXTENSION_YAML}`));
  } catch (cause) {
    throw new UsageError(
      `--extension ${named}: is no folder, and no npm package with an ${EXTENSION_YAML} is installed here by that name`,
      {
        cause,
      },
    );
  }
}

function scenariosIn(folder: string, prefix: string, objects: readonly string[]): Scenario[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const path = join(folder, file);
      const scenario = readScenario(path);
      if (!scenario.name.startsWith(`${prefix}-`))
        throw new UsageError(`${path}: name: expected one that begins with "${prefix}-"; got "${scenario.name}"`);
      const unlisted = namedIn(scenario).find((name) => name.startsWith('x-') && !objects.includes(name));
      if (unlisted !== undefined)
        throw new UsageError(`${path}: ${unlisted} is not among the objects of ${EXTENSION_YAML}; list it there`);
      return scenario;
    });
}

/** Objects that a scenario names. */
const namedIn = ({ observe, steps }: Scenario): string[] => [
  ...(observe === 'everything' ? [] : observe),
  ...steps.flatMap((step) => ('object' in step ? [step.object] : [])),
];

function hashOf(folder: string): string {
  const scenarios = join(folder, SCENARIOS);
  const files = [
    EXTENSION_YAML,
    REQUIREMENTS_JS,
    ...(existsSync(scenarios)
      ? readdirSync(scenarios)
          .filter((file) => file.endsWith('.yaml'))
          .sort()
      : []
    ).map((file) => `${SCENARIOS}/${file}`),
  ];
  const sums = files
    .filter((file) => existsSync(join(folder, file)))
    .map((file) => [file, sha256(readFileSync(join(folder, file)))]);
  return sha256(JSON.stringify(sums));
}
