#!/usr/bin/env node
// Builds the native addon (serial ports, ptys) where that can be done, and keeps what came of it in native/build/record.json, from
// where `doctor` tells it. Without a compiler everything else works, so that nothing fails here: `npm install` calls it, and
// scripts/set-up.js. Called by hand, it ends with 1 where the addon is not there.
'use strict';

const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const NATIVE = path.resolve(__dirname, '..', 'native');
const RECORD = path.join(NATIVE, 'build', 'record.json');
const APT = 'sudo apt-get install -y';
const HEADER = path.join('include', 'node', 'node_api.h');

function onPath(names) {
  const folders = (process.env.PATH || '').split(path.delimiter).filter(Boolean);
  for (const name of names)
    for (const folder of folders) {
      const file = path.join(folder, name);
      try {
        fs.accessSync(file, fs.constants.X_OK);
        return file;
      } catch {
        // Not in this folder.
      }
    }
  return undefined;
}

/** The folder of Node's headers: beside the running Node, or where npm was told that they are. Nothing is fetched. */
function nodeHeaders() {
  const candidates = [path.resolve(fs.realpathSync(process.execPath), '..', '..'), process.env.npm_config_nodedir];
  return candidates.find((folder) => folder && fs.existsSync(path.join(folder, HEADER)));
}

const installing = (name) => (process.platform === 'darwin' ? 'xcode-select --install' : `${APT} ${name}`);

/** The remedies of all that is missing, those of one package manager in one. */
function together(remedies) {
  const packages = remedies.filter((remedy) => remedy.startsWith(APT)).map((remedy) => remedy.slice(APT.length));
  const others = new Set(remedies.filter((remedy) => !remedy.startsWith(APT)));
  return [...(packages.length > 0 ? [`${APT}${packages.join('')}`] : []), ...others].join('; ');
}

/** What the build needs: each with what was found, and what to do where nothing was. */
function toolchain() {
  return [
    {
      what: 'C++ compiler',
      found: onPath(process.env.CXX ? [process.env.CXX] : ['g++', 'c++', 'clang++']),
      remedy: installing('g++'),
    },
    { what: 'make', found: onPath(process.env.MAKE ? [process.env.MAKE] : ['make', 'gmake']), remedy: installing('make') },
    { what: 'Python', found: onPath(['python3', 'python']), remedy: installing('python3') },
    {
      what: "Node's headers",
      found: nodeHeaders() && path.join(nodeHeaders(), path.dirname(HEADER)),
      remedy: `have Node with its headers (the archives of https://nodejs.org have them) so that ${path.join(path.resolve(process.execPath, '..', '..'), HEADER)} is there`,
    },
  ];
}

function sources() {
  const files = ['binding.gyp'];
  for (const folder of ['src', 'include', 'example'])
    if (fs.existsSync(path.join(NATIVE, folder)))
      files.push(...fs.readdirSync(path.join(NATIVE, folder)).map((name) => path.join(folder, name)));
  return files.sort();
}

function keyOfSources() {
  const hash = createHash('sha256');
  const { version } = JSON.parse(fs.readFileSync(path.resolve(NATIVE, '..', 'package.json'), 'utf8'));
  hash.update(JSON.stringify([version, process.version, process.platform, process.arch]));
  for (const file of sources()) hash.update(file).update(fs.readFileSync(path.join(NATIVE, file)));
  return hash.digest('hex');
}

function readRecord() {
  try {
    return JSON.parse(fs.readFileSync(RECORD, 'utf8'));
  } catch {
    return undefined;
  }
}

function attempt(tools, say) {
  if (process.platform === 'win32')
    return { ok: false, problem: 'it is not written for Windows yet', remedy: 'reach the meter over TCP' };
  const missing = tools.filter(({ found }) => !found);
  if (missing.length > 0)
    return {
      ok: false,
      problem: `missing: ${missing.map(({ what }) => what).join(', ')}`,
      remedy: together(missing.map(({ remedy }) => remedy)),
    };
  say('building the native addon (node-gyp)');
  try {
    const nodeGyp = require.resolve('node-gyp/bin/node-gyp.js');
    const args = [nodeGyp, 'configure', 'build', '-C', NATIVE, '--nodedir', nodeHeaders(), '--loglevel', 'error'];
    execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    return { ok: true };
  } catch (error) {
    const output = `${error.stdout || ''}${error.stderr || ''}` || error.message;
    const log = path.join(NATIVE, 'build', 'failed.log');
    fs.mkdirSync(path.dirname(log), { recursive: true });
    fs.writeFileSync(log, output);
    return { ok: false, problem: `the build failed: ${firstError(output)}`, remedy: `its output is in ${log}` };
  }
}

const firstError = (output) => output.split('\n').find((line) => /error/i.test(line)) || output.trim().split('\n').at(-1);

/** True where the addon is there. Tries only where sources, Node or what is missing changed since the last attempt, or told `again`. */
function buildAddon(say, again = false) {
  const tools = toolchain();
  const missing = tools.filter(({ found }) => !found).map(({ what }) => what);
  const key = keyOfSources();
  const last = readRecord();
  if (last && last.key === key && (last.ok || (!again && String(last.missing) === String(missing)))) return last.ok;
  const outcome = attempt(tools, say);
  fs.mkdirSync(path.dirname(RECORD), { recursive: true });
  fs.writeFileSync(RECORD, `${JSON.stringify({ key, missing, ...outcome })}\n`);
  if (!outcome.ok)
    say(
      `no native addon (${outcome.problem}); serial ports and ptys need it, everything else works. What to do: ${outcome.remedy}; node ${__filename}`,
    );
  return outcome.ok;
}

module.exports = { buildAddon, nodeHeaders, toolchain };

if (require.main === module) {
  const installing = process.argv.includes('--install');
  const say = (text) => process.stderr.write(`build-addon: ${text}\n`);
  try {
    process.exitCode = buildAddon(say, !installing) || installing ? 0 : 1;
  } catch (error) {
    say(`${error.message}`);
    process.exitCode = installing ? 0 : 1;
  }
}
