#!/usr/bin/env node
// Sets up what is missing in this clone: dependencies, build, command link. Plain JavaScript without dependencies, because
// it runs before any are there, and in a form that an old Node can read, so that it can say which is needed. `npm start`
// and `npm test` call it; it does nothing, quickly, where nothing is missing.
'use strict';

const OLDEST_NODE = 20;
if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  process.stderr.write(
    `set-up: this is Node ${process.versions.node}; smets2-conformance needs Node ${OLDEST_NODE} or newer. Install it (https://nodejs.org) and try again.\n`,
  );
  process.exit(1);
}

const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { buildAddon, nodeHeaders } = require('./build-addon');

const ROOT = path.resolve(__dirname, '..');
const SOURCES = [
  'trace',
  'declaration',
  'suites',
  'adapters',
  'native',
  'bundle',
  'regression',
  'extension',
  'live',
  'reports',
  'cli',
  'bench',
];
const LOCK = path.join(ROOT, '.set-up.lock');
const LOCK_PATIENCE_MS = 15 * 60_000;

const inRoot = (...parts) => path.join(ROOT, ...parts);
const say = (text) => process.stderr.write(`set-up: ${text}\n`);

function stop(text) {
  say(text);
  process.exit(1);
}

/** Two terminals may start at once: one sets up, the other waits. A lock whose holder is gone is taken over. */
function withLock(work) {
  const giveUpAt = Date.now() + LOCK_PATIENCE_MS;
  let told = false;
  for (;;) {
    try {
      fs.writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (holderIsGone()) {
        takeOver();
        continue;
      }
      if (!told) say('another set-up is running in this clone; waiting for it');
      told = true;
      if (Date.now() > giveUpAt)
        stop(`waited ${LOCK_PATIENCE_MS / 60_000} minutes; if no other set-up runs, delete ${LOCK} and try again`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  const release = () => fs.rmSync(LOCK, { force: true });
  process.once('exit', release);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  work();
  process.removeListener('exit', release);
  release();
}

/** Two may find the holder gone at one instant: whoever makes the folder looks again and removes the lock, alone. */
function takeOver() {
  const turn = `${LOCK}.turn`;
  try {
    fs.mkdirSync(turn);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    // Its maker was killed within these few lines.
    if (ageMs(turn) > 10_000) fs.rmSync(turn, { recursive: true, force: true });
    return;
  }
  if (holderIsGone()) fs.rmSync(LOCK, { force: true });
  fs.rmSync(turn, { recursive: true, force: true });
}

function holderIsGone() {
  let holder;
  try {
    holder = Number(fs.readFileSync(LOCK, 'utf8'));
  } catch {
    return false;
  }
  // Empty: its holder is between creating and writing it. A holder killed just there leaves it empty for good.
  if (!holder) return ageMs(LOCK) > 10_000;
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

const ageMs = (file) => (fs.existsSync(file) ? Date.now() - fs.statSync(file).mtimeMs : 0);
const hashOf = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');
const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

/** `npm ci` only where the lockfile is not the one that was installed: its hash is kept beside what it installed. */
function install() {
  const stamp = inRoot('node_modules', '.set-up-lockfile');
  const wanted = hashOf(inRoot('package-lock.json'));
  if (read(stamp) === wanted) return;
  say('installing dependencies (npm ci)');
  runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  fs.writeFileSync(stamp, wanted);
}

function runNpm(args) {
  const npm = process.env.npm_execpath || '';
  const [command, first] = npm.endsWith('.js')
    ? [process.execPath, [npm]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  run(command, [...first, ...args]);
}

function run(command, args) {
  try {
    execFileSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2], env: withHeaders() });
  } catch (error) {
    stop(
      `${path.basename(command)} ${args.map((a) => path.basename(a)).join(' ')} failed${error.status ? ` with exit code ${error.status}` : `: ${error.message}`}; its output stands above`,
    );
  }
}

/** Addons of dependencies are built against the headers beside this Node, where there are any, and need no net. */
function withHeaders() {
  const nodedir = nodeHeaders();
  return nodedir ? { ...process.env, npm_config_nodedir: nodedir } : process.env;
}

/** Incremental build to dist/. Outputs of deleted sources are removed, so that nothing stale is ever run. */
function build() {
  const sources = SOURCES.flatMap((folder) => filesBelow(inRoot(folder))).filter((file) => file.endsWith('.ts'));
  const inputs = [...sources, inRoot('tsconfig.json'), inRoot('tsconfig.build.json'), inRoot('package-lock.json')];
  const wanted = createHash('sha256')
    .update(inputs.map((file) => `${path.relative(ROOT, file)} ${fs.statSync(file).mtimeMs}`).join('\n'))
    .digest('hex');
  const stamp = inRoot('dist', '.set-up-build');
  if (read(stamp) === wanted) return;
  say('building (tsc)');
  removeStale(sources);
  run(process.execPath, [inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', inRoot('tsconfig.build.json')]);
  fs.writeFileSync(stamp, wanted);
}

function removeStale(sources) {
  const kept = new Set(sources.map((file) => path.relative(ROOT, file).replace(/\.ts$/, '')));
  for (const output of filesBelow(inRoot('dist'))) {
    const source = path.relative(inRoot('dist'), output).replace(/\.js(\.map)?$/, '');
    if (/\.js(\.map)?$/.test(output) && !kept.has(source)) fs.rmSync(output);
  }
}

function filesBelow(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath || entry.path, entry.name))
    .sort();
}

/** npm does not link a package's own command in its own clone; `npx smets2-conformance` should work there too. */
function linkCommand() {
  const target = inRoot('dist', 'cli', 'main.js');
  fs.chmodSync(target, 0o755);
  const bin = inRoot('node_modules', '.bin');
  fs.mkdirSync(bin, { recursive: true });
  const link = path.join(bin, 'smets2-conformance');
  if (process.platform === 'win32') {
    fs.writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\dist\\cli\\main.js" %*\r\n');
    return;
  }
  const wanted = path.join('..', '..', 'dist', 'cli', 'main.js');
  if (fs.existsSync(link) && fs.lstatSync(link).isSymbolicLink() && fs.readlinkSync(link) === wanted) return;
  fs.rmSync(link, { force: true });
  fs.symlinkSync(wanted, link);
}

withLock(() => {
  install();
  build();
  buildAddon(say);
  linkCommand();
});
