import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { BundleError } from '../bundle/change';
import { type BundleKey, readTrustedKey } from '../bundle/keys';
import { OpenBundle } from '../bundle/open-bundle';
import { parseVerdicts } from '../regression/report-reading';
import { visible } from '../reports/escape';
import { judgeRun } from '../suites/conduct/judge-run';
import { RunDirectory } from '../suites/conduct/run-directory';
import { TOOL } from '../suites/conduct/tool';
import { CATALOGUE_VERSION, catalogueHash } from '../suites/requirements';
import { EXIT } from '../suites/verdict';
import { TraceError } from '../trace/errors';
import { judgeAgain } from './compose';
import type { Output } from './output';

export interface VerifyOptions {
  key?: string;
}

/** `verify`: says whether a bundle is intact, and authentic where a trusted key is named; returns the exit code. */
export async function verifyCommand(path: string, { key }: VerifyOptions, output: Output): Promise<number> {
  const trusted = key === undefined ? undefined : await readTrustedKey(key);
  const folder = mkdtempSync(join(tmpdir(), 'smets2-verify-'));
  try {
    const bundle = await OpenBundle.open(path, folder);
    try {
      return await verified(bundle, trusted, output);
    } finally {
      bundle.close();
    }
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    output.complaint(`changed: ${error.message}`);
    return EXIT.nonConformant;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function verified(bundle: OpenBundle, trusted: BundleKey | undefined, output: Output): Promise<number> {
  const { manifest, signer, octets } = bundle;
  const judged = await judgedAgain(bundle);
  const traces = Object.keys(manifest.chains).length;
  output.line(`${manifest.run}: ${manifest.files.length} files, ${traces} traces, ${octets} octets, all as packed`);
  // An old report's words are anybody's.
  for (const line of judged) output.line(visible(line));
  const authentic = trusted !== undefined && signer?.thumbprint === trusted.thumbprint;
  if (authentic) output.line(`authentic: signed by the key ${signer?.thumbprint}, which you trust`);
  else output.line(`intact, ${signer ? `signed by the key ${signer.thumbprint}` : 'not signed'}`);
  if (trusted && !authentic)
    output.complaint(
      `not authentic: ${signer ? `signed by the key ${signer.thumbprint}` : 'not signed'}; you trust ${trusted.thumbprint}`,
    );
  else if (!authentic)
    output.line(
      `Not known to be authentic: ${signer ? 'name a public key that you trust with --key' : 'whoever changed everything together left no trace'}.`,
    );
  return trusted && !authentic ? EXIT.nonConformant : EXIT.conformant;
}

/** Judges the traces again. Throws a BundleError where that contradicts what the bundle says of itself. */
async function judgedAgain(bundle: OpenBundle): Promise<string[]> {
  const { folder, manifest } = bundle;
  const { version, hash } = manifest.catalogue;
  try {
    if (manifest.tool !== TOOL || hash !== catalogueHash())
      return [`judged by ${manifest.tool} with catalogue ${version}`, ...wouldChange(folder)];
    const { result } = await judgeAgain(folder, manifest.run);
    const difference = bundle.difference();
    if (difference) throw new BundleError({ ...difference, says: `${difference.says}: judging the traces again gives another` });
    return ['judged again: every verdict and every report the same', result.statement.text];
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    const { file, line, problem } = error;
    const path = relative(folder, file);
    throw new BundleError(
      { file: path, part: 'content', record: line, ...bundle.line(path, line), says: problem },
      { cause: error },
    );
  }
}

/** By another version or catalogue verdicts may differ, and the bundle is as good as before. */
function wouldChange(folder: string): string[] {
  const then = parseVerdicts(readFileSync(join(folder, 'report.json'), 'utf8'));
  const now = judgeRun(RunDirectory.open(folder));
  const before = new Map<string, string>(then.requirements.map(({ id, verdict }) => [id, verdict]));
  const after = new Set(now.requirements.map(({ id }) => id));
  const changed = now.requirements.flatMap(({ id, verdict }) => {
    const was = before.get(id);
    return was === verdict ? [] : [`  ${id}: ${was ?? 'not in that catalogue'} → ${verdict}`];
  });
  const gone = [...before.keys()]
    .filter((id) => !after.has(id))
    .map((id) => `  ${id}: ${before.get(id)} → not in this catalogue`);
  const by = `${TOOL} with catalogue ${CATALOGUE_VERSION} (${catalogueHash().slice(0, 12)})`;
  const lines = [...changed, ...gone];
  return lines.length === 0
    ? [`judged again by ${by}: every verdict the same`]
    : [`judged again by ${by}, would change:`, ...lines, `  statement: ${then.statement.verdict} → ${now.statement.verdict}`];
}
