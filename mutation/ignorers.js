// What is left out of mutation testing, as Stryker plugins: texts that people read, and what the sample does not hold.
'use strict';

const { createHash } = require('node:crypto');
const { declareValuePlugin, PluginKind } = require('@stryker-mutator/api/plugin');

/** Words for people: the catalogue's hash pins the published ones, and no verdict hangs on the others. */
const TEXTS = new Set(['id', 'title', 'statement', 'clauses', 'says', 'source', 'unit', 'because', 'text', 'reason']);

const PEOPLE = 'words for people, which no verdict hangs on';

const texts = {
  shouldIgnore(path) {
    const { node } = path;
    if (path.isObjectProperty() && TEXTS.has(node.key.name) && !path.get('value').isFunction()) return PEOPLE;
    return isSentence(node) ? PEOPLE : undefined;
  },
};

/** A literal of three words or more is a sentence; ids, names and units have fewer. */
function isSentence(node) {
  const text = node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.raw).join('') : node.value;
  return (node.type === 'TemplateLiteral' || node.type === 'StringLiteral') && text.trim().split(/\s+/).length > 2;
}

/** The share of declarations that is mutated, and the seed that draws them: set by scripts/mutation.js. */
const share = Number(process.env.MUTATION_SHARE ?? 1);
const seed = process.env.MUTATION_SEED ?? '184';

/** Functions, constants and methods are drawn whole: a mutant inside another has the same chance as one that stands alone. */
const sample = {
  shouldIgnore(path) {
    const isUnit =
      (path.parentPath?.isProgram() || path.parentPath?.isExportNamedDeclaration() || path.parentPath?.isClassBody()) &&
      (path.isFunctionDeclaration() || path.isVariableDeclaration() || path.isClassMethod() || path.isClassProperty());
    if (!isUnit || share >= 1) return undefined;
    const name = path.node.id?.name ?? path.node.key?.name ?? path.node.declarations?.[0]?.id?.name ?? path.node.start;
    const draw = createHash('sha256')
      .update(`${seed} ${name} ${path.node.end - path.node.start}`)
      .digest()
      .readUInt32BE(0);
    return draw / 2 ** 32 < share ? undefined : 'not in the sample';
  },
};

module.exports.strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'texts', texts),
  declareValuePlugin(PluginKind.Ignore, 'sample', sample),
];
