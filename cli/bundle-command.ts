import { constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { bundledPaths, mayName } from '../bundle/bundle-manifest';
import { exposed, readSigningKey } from '../bundle/keys';
import { writeBundle } from '../bundle/write-bundle';
import { RunDirectory } from '../suites/conduct/run-directory';
import type { RunResult } from '../suites/run-result';
import { UsageError } from '../trace/errors';
import { judgeAgain } from './compose';
import type { Output } from './output';

export interface BundleOptions {
  out?: string;
  sign?: string;
}

/** `bundle`: judges a recorded run again and packs everything into one file; returns the exit code. */
export async function bundleCommand(folder: string, { out, sign }: BundleOptions, output: Output): Promise<number> {
  const name = basename(resolve(folder));
  const to = out ?? `${resolve(folder)}.tar`;
  refuseUnfit(folder, name, to);
  const key = sign === undefined ? undefined : await readSigningKey(sign);
  const warning = sign === undefined ? undefined : exposed(sign);
  if (warning) output.complaint(`warning: ${warning}`);
  const stage = mkdtempSync(join(tmpdir(), 'smets2-bundle-'));
  try {
    for (const path of bundledPaths(folder)) {
      mkdirSync(dirname(join(stage, path)), { recursive: true });
      copyFileSync(join(folder, path), join(stage, path), constants.COPYFILE_FICLONE);
    }
    const reported = reportIn(folder);
    const { result } = await judgeAgain(stage, name);
    if (reported) refuseOtherVerdicts(folder, reported, result);
    const { files, octets, sha256 } = await writeBundle(stage, name, to, key);
    output.line(result.statement.text);
    output.line(`${relative('', to)}: ${files} files, ${octets} octets`);
    output.line(`SHA-256 ${sha256}`);
    output.line(
      key ? `signed by the ${key.algorithm} key ${key.thumbprint}` : 'not signed: it shows changes, and not who made it',
    );
    return 0;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function refuseUnfit(folder: string, name: string, out: string) {
  if (!RunDirectory.open(folder).manifest)
    throw new UsageError(`${folder}: the run was killed before its end and is no evidence of a whole run; play it again`);
  if (!mayName(name))
    throw new UsageError(
      `${folder}: a run is bundled under the name of its folder, of A-Z a-z 0-9 _ . - only; rename the folder`,
    );
  if (existsSync(out)) throw new UsageError(`${out}: is there already; remove it, or name another file with --out`);
  if (!relative(resolve(folder), resolve(out)).startsWith('..'))
    throw new UsageError(`--out ${out}: lies in the run directory itself; name a file elsewhere`);
}

function reportIn(folder: string): RunResult | undefined {
  const file = join(folder, 'report.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunResult) : undefined;
}

/** What a bundle says was judged by the program that packs it; a run reported otherwise is judged again knowingly or not at all. */
function refuseOtherVerdicts(folder: string, reported: RunResult, judged: RunResult) {
  const by = ({ tool, catalogue }: RunResult) => `${tool} with catalogue ${catalogue.version} (${catalogue.hash.slice(0, 12)})`;
  const verdicts = ({ requirements }: RunResult) => JSON.stringify(requirements.map(({ id, verdict }) => [id, verdict]));
  if (by(reported) !== by(judged))
    throw new UsageError(
      `${folder}: was judged by ${by(reported)}; this is ${by(judged)}. Bundle it with that version, or judge it again first: judge ${folder}`,
    );
  if (verdicts(reported) !== verdicts(judged))
    throw new UsageError(
      `${folder}: its report.json has other verdicts than its traces give; judge it again first: judge ${folder}`,
    );
}
