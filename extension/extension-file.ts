import { z } from 'zod';
import { checked, expected, text, wholeNumber } from '../declaration/shape';
import { type Problem, type SourceKind, YamlSource } from '../declaration/yaml-source';
import { REQUIREMENTS } from '../suites/requirements';
import { FAMILIES } from '../suites/scenarios/generated';
import { scriptedScenarios } from '../suites/scenarios/scripted';

const EXTENSION_FILE: SourceKind = {
  what: 'an extension',
  schema: 'smets2-extension/1',
  see: 'docs/how-to/extend.md',
  maxBytes: 2 ** 20,
};

/** What no maker may take, since it begins ids of the suite. */
function isOurs(prefix: string): boolean {
  const words = [
    ...REQUIREMENTS.map(({ area }) => area),
    ...scriptedScenarios().map(({ name }) => name),
    ...FAMILIES.map(({ name }) => name),
  ];
  return ['smets2', 'dp184', 'discovery', 'smallest'].includes(prefix) || words.some((word) => word.split('-', 1)[0] === prefix);
}

const PREFIX = expected('a prefix of 2 to 16 small letters and digits, a letter first', 'It begins every id of the extension');

const prefix = z
  .string(PREFIX)
  .regex(/^[a-z][a-z0-9]{1,15}$/, PREFIX)
  .refine((name) => !isOurs(name), { error: 'begins ids of the suite itself; take another, such as the name of your company' });

const LOGICAL_NAME = expected('a logical name, such as 1-0:2.8.0*255');
const object = z.strictObject({
  name: z.string(expected('a name')),
  title: text('what the object is'),
  unit: text('its unit', 20).optional(),
  cosem: z
    .strictObject({
      class: wholeNumber({ from: 1, to: 0xffff }),
      logicalName: z.string(LOGICAL_NAME).regex(/^\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}\*\d{1,3}$/, LOGICAL_NAME),
      attribute: wholeNumber({ from: 1, to: 127 }),
    })
    .optional(),
});

const shape = z.strictObject({
  schema: z.literal('smets2-extension/1'),
  prefix,
  title: text('who adds what'),
  version: text('its version', 40),
  objects: z.array(object).max(1000).default([]),
  texts: z.record(z.string(), text('what to say where it failed', 2000)).default({}),
});

/** `extension.yaml`, its ids not yet checked against requirements. */
export type ExtensionFile = z.output<typeof shape>;

/** Reads `extension.yaml`. Throws one UsageError with every problem as `file:line:col: path: what was expected`. */
export function readExtensionFile(path: string): { file: ExtensionFile; source: YamlSource } {
  const source = YamlSource.read(path, EXTENSION_FILE);
  const problems: Problem[] = [];
  const file = checked(shape, source.value, problems);
  if (!file) throw source.refusal(problems);
  file.objects.forEach(({ name }, index, all) => {
    const path = ['objects', index, 'name'];
    const begins = `x-${file.prefix}.`;
    if (!name.startsWith(begins) || !/^x-[\w.-]{1,80}$/.test(name))
      problems.push({ path, says: `an object of this extension has a name that begins with ${begins}` });
    if (all.findIndex((other) => other.name === name) < index) problems.push({ path, says: `${name} stands twice` });
  });
  if (problems.length) throw source.refusal(problems);
  return { file, source };
}

/** Refuses texts on requirements that there are not. */
export function refuseUnknownTexts({ file, source }: ReturnType<typeof readExtensionFile>, own: readonly string[]): void {
  const known = new Set([...own, ...REQUIREMENTS.map(({ id }) => id)]);
  const problems = Object.keys(file.texts)
    .filter((id) => !known.has(id))
    .map(
      (id): Problem => ({
        path: ['texts', id],
        atKey: true,
        says: 'there is no such requirement, neither of the suite nor of this extension',
      }),
    );
  if (problems.length) throw source.refusal(problems);
}
