import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../declaration/package-root';
import { REQUIREMENTS } from '../suites/requirements';
import { UsageError } from '../trace/errors';
import { readExtension, readExtensions } from './read-extension';

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'extension-')));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const HEAD = 'schema: smets2-extension/1\nprefix: acme\ntitle: Acme\nversion: "1"\n';
const requirementWith = (more: string) =>
  `module.exports = ({ requirement }) => [requirement({ id: 'acme.some', title: 't', statement: 's', clauses: [], needs: () => [], judge: () => [], ${more} })];\n`;
const scenario = (name: string, object = 'secondary.export.total') =>
  `schema: smets2-scenario/1\nname: ${name}\ntitle: t\nstart: any\nobserve: []\nsteps:\n  - read: ${object}\n`;

/** An extension with these files. */
function written(files: Record<string, string>, folder = join(home, 'acme')): string {
  for (const [path, text] of Object.entries({ 'extension.yaml': HEAD, ...files })) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

it('reads the example', () => {
  const extension = readExtension(join(packageRoot(), 'examples', 'extension'));
  expect(extension).toMatchObject({ prefix: 'acme', objects: [{ name: 'x-acme.tamper-count', cosem: { class: 1 } }] });
  expect(extension.scenarios.map(({ name }) => name)).toEqual(['acme-read-twice']);
  expect(extension.requirements.map(({ id, area }) => [id, area])).toEqual([['acme.export-reads-alike', 'acme']]);
  expect(Object.keys(extension.texts)).toContain('register.counts-export');
});

it('reads an npm package that the working directory has installed', () => {
  written({ 'package.json': '{"name": "@acme/house-rules"}' }, join(home, 'node_modules', '@acme', 'house-rules'));
  const before = process.cwd();
  process.chdir(home);
  try {
    expect(readExtension('@acme/house-rules').prefix).toBe('acme');
    expect(() => readExtension('@acme/other')).toThrow(/no npm package with an extension.yaml is installed here/);
  } finally {
    process.chdir(before);
  }
});

it('names exactly what was added: any other content is another extension', () => {
  const hash = (files: Record<string, string>) => readExtension(written(files)).sha256;
  const first = hash({ 'scenarios/acme-a.yaml': scenario('acme-a') });
  expect(hash({ 'notes.txt': 'not part of it' })).toBe(first);
  expect(hash({ 'scenarios/acme-a.yaml': scenario('acme-a', 'clock') })).not.toBe(first);
});

describe('refuses, where and with what to do,', () => {
  const ours = REQUIREMENTS[0]!.id;
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a prefix of ours',
      { 'extension.yaml': HEAD.replace('acme', 'register') },
      /extension\.yaml:2:9: prefix: begins ids of the suite itself; take another/,
    ],
    [
      'a prefix that begins a scenario of ours',
      { 'extension.yaml': HEAD.replace('acme', 'four') },
      /begins ids of the suite itself/,
    ],
    [
      'a prefix that is none',
      { 'extension.yaml': HEAD.replace('acme', 'A-B') },
      /extension\.yaml:2:9: prefix: expected a prefix of 2 to 16 small letters/,
    ],
    ['an unknown key', { 'extension.yaml': `${HEAD}requirement: []\n` }, /extension\.yaml:5:1: requirement: unknown key/],
    [
      'an object by another name',
      { 'extension.yaml': `${HEAD}objects:\n  - { name: secondary.export.total, title: mine }\n` },
      /extension\.yaml:6:13: objects\[0\]\.name: .*begins with x-acme\./,
    ],
    [
      'a text on a requirement that there is not',
      { 'extension.yaml': `${HEAD}texts:\n  acme.none: x\n` },
      /extension\.yaml:6:3: texts.*there is no such requirement/,
    ],
    [
      'a scenario without the prefix',
      { 'scenarios/a.yaml': scenario('four-directions') },
      /a\.yaml: name: expected one that begins with "acme-"; got "four-directions"/,
    ],
    ['a scenario that is none', { 'scenarios/a.yaml': 'schema: smets2-scenario/1\n' }, /a\.yaml:1:1: name: missing/],
    [
      'an object that is not listed',
      { 'scenarios/a.yaml': scenario('acme-a', 'x-acme.some') },
      /x-acme\.some is not among the objects of extension\.yaml/,
    ],
    [
      'a requirement in place of ours',
      { 'requirements.js': requirementWith(`id: '${ours}'`) },
      /requirements\.js: requirement 1: id: expected one that begins with "acme\."/,
    ],
    [
      'a requirement without a judge',
      { 'requirements.js': requirementWith('judge: undefined') },
      /requirement 1: judge: expected a function/,
    ],
    [
      'a requirement with a basis that is none',
      { 'requirements.js': requirementWith("basis: 'hearsay'") },
      /requirement 1: basis: /,
    ],
    [
      'requirements that are no list',
      { 'requirements.js': 'module.exports = () => ({});' },
      /its function gave object; expected a list/,
    ],
    [
      'a module that exports no function',
      { 'requirements.js': 'module.exports = [];' },
      /exports object; expected "module\.exports = \(suite\) =>/,
    ],
    [
      'a module that throws',
      { 'requirements.js': "module.exports = () => { throw new Error('broken house rule'); };" },
      /requirements\.js: cannot be run: .*broken house rule/,
    ],
    [
      'one requirement twice',
      {
        'requirements.js': requirementWith('')
          .replace('[requirement(', '[...[1, 2].map(() => requirement(')
          .replace('})]', '}))]'),
      },
      /acme\.some stands twice/,
    ],
  ])('%s', (_, files, why) => {
    const folder = written(files);
    expect(() => readExtension(folder)).toThrow(why);
    expect(() => readExtension(folder)).toThrow(UsageError);
  });

  it('a folder without extension.yaml, and two extensions of one prefix', () => {
    expect(() => readExtension(home)).toThrow(/has no extension\.yaml; examples\/extension shows one/);
    const [first, second] = [written({}, join(home, 'a')), written({}, join(home, 'b'))];
    expect(() => readExtensions([first, second])).toThrow(/another extension has the prefix "acme" too/);
  });
});
