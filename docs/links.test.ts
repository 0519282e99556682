import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { program } from '../cli/program';
import { CHOICE_NAMES } from '../declaration/choices';
import { VERDICTS } from '../suites/verdict-types';

const ROOT = join(__dirname, '..');
const PAGES = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');
const withoutCode = (text: string) =>
  text.replace(/^ *```[\s\S]*?^ *```/gm, '').replace(/`[^`\n]*`/g, (code) => code.slice(1, -1));

/** Targets of links and pictures that stay inside the repository. */
function linksOf(page: string): { path: string; anchor: string | undefined }[] {
  return [...withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor] = target.split('#');
      return { path: path === '' ? page : join(dirname(page), path), anchor };
    });
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  return [...withoutCode(textOf(page)).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(PAGES)('%s', (page) => {
  it('links only to what is there', () => {
    const broken = linksOf(page).filter(
      ({ path, anchor }) => !existsSync(join(ROOT, path)) || (anchor !== undefined && !anchorsOf(path).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });

  it('names no path of one machine', () => {
    expect(textOf(page).match(/(?:^|[\s`'"(=])(?:\/(?:tmp|work|root|home|Users)\/|[A-Z]:\\)\S*/gm) ?? []).toEqual([]);
  });
});

it('every page is reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const page of reached)
    for (const { path } of linksOf(page)) if (path.endsWith('.md') && existsSync(join(ROOT, path))) reached.add(path);
  expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
});

describe('docs/reference/commands.md', () => {
  const page = textOf('docs/reference/commands.md');
  const silent = { columns: 80, line: () => {}, text: () => {}, complaint: () => {} };
  const { commands } = program(silent, new AbortController().signal, () => {});

  it.each(commands.map((command) => [command.name(), command] as const))('names every option of %s', (name, command) => {
    expect(page).toContain(`## ${name}\n`);
    expect(command.options.map(({ long }) => long!).filter((option) => !page.includes(`\`${option}`))).toEqual([]);
  });

  it('names the same defaults as --help', () => {
    const run = commands.find((command) => command.name() === 'run')!;
    const rows = run.options
      .filter(({ defaultValue }) => ['string', 'number'].includes(typeof defaultValue))
      .map(({ flags, defaultValue }) => ({
        flags,
        row: new RegExp(`^\\| \`${flags}\` \\|.*\\| \`?${defaultValue}\`? \\|$`, 'm'),
      }));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ row }) => !row.test(page)).map(({ flags }) => flags)).toEqual([]);
  });
});

it('docs/reference/declaration.md has a row for every choice, in the order of the table', () => {
  const rows = [...textOf('docs/reference/declaration.md').matchAll(/^\| `(\w+)`(?:, per element)? \| \*\*/gm)].map(
    ([, name]) => name,
  );
  expect(rows).toEqual(CHOICE_NAMES);
});

it('docs/reference/reference-meter.md says how every choice is meant', () => {
  const page = textOf('docs/reference/reference-meter.md');
  expect(CHOICE_NAMES.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it('docs/reference/verdicts.md has every verdict, and every reason of a statement with its exit code', () => {
  const page = textOf('docs/reference/verdicts.md');
  const rules = readFileSync(join(ROOT, 'suites', 'verdict.ts'), 'utf8');
  const reasons = [
    ...rules.matchAll(/'(?:conformant|non-conformant|incomplete)',\s*(?:attested\.length \? '([\w-]+)' : )?'([\w-]+)'/g),
  ].flatMap(([, first, second]) => (first ? [first, second!] : [second!]));
  expect(reasons).toContain('mandatory-fail');
  expect(VERDICTS.filter((verdict) => !page.includes(`| \`${verdict}\` |`))).toEqual([]);
  expect(reasons.filter((reason) => !new RegExp(`\\| \`${reason}\` \\| \\d`).test(page))).toEqual([]);
});
