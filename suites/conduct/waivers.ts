import { z } from 'zod';
import { dayShape } from '../../declaration/day';
import { checked, didYouMean, text } from '../../declaration/shape';
import { type Problem, type SourceKind, YamlSource } from '../../declaration/yaml-source';
import { REQUIREMENTS } from '../requirements';
import type { RequirementResult, WaiverResult } from '../run-result';

/** Accepted for now: a fail that somebody answers for until a day. It stays a fail. */
export type Waiver = Omit<WaiverResult, 'standing'>;

/** Where a run directory keeps the waivers that it was judged with. */
export const WAIVERS_IN_RUN = 'waivers.yaml';

const waiver = z.strictObject({
  requirement: text('the id of a requirement'),
  reason: text('why the fail is accepted for now', 1000),
  owner: text('who answers for it'),
  expires: dayShape('the last day on which it stands'),
});

const shape = z.strictObject({ schema: z.literal('smets2-waivers/1'), waivers: z.array(waiver).max(1000) });

const WAIVERS_FILE: SourceKind = {
  what: 'a file of waivers',
  schema: 'smets2-waivers/1',
  see: 'docs/how-to/waive-a-failure.md',
  maxBytes: 2 ** 20,
};

/** Reads a file of waivers, at most 1 MiB. Throws one UsageError with every problem as `file:line:col: path: what was expected`. */
export function readWaivers(path: string): Waiver[] {
  return checkedWaivers(YamlSource.read(path, WAIVERS_FILE));
}

/** Waivers from text; `file` is only named in messages. Throws as `readWaivers`. */
export function parseWaivers(yaml: string, file: string): Waiver[] {
  return checkedWaivers(new YamlSource(file, yaml, WAIVERS_FILE));
}

function checkedWaivers(source: YamlSource): Waiver[] {
  const problems: Problem[] = [];
  const file = checked(shape, source.value, problems);
  const known = REQUIREMENTS.map(({ id }) => id);
  file?.waivers.forEach(({ requirement }, index, all) => {
    const path = ['waivers', index, 'requirement'];
    if (!known.includes(requirement))
      problems.push({ path, says: `there is no such requirement${didYouMean(requirement, known)}` });
    if (all.findIndex((other) => other.requirement === requirement) < index)
      problems.push({ path, says: `${requirement} has a waiver already; one each` });
  });
  if (!file || problems.length > 0) throw source.refusal(problems);
  return file.waivers;
}

/** What became of each waiver on the day of the run, an ISO time. */
export function standingOf(
  waivers: readonly Waiver[],
  requirements: readonly RequirementResult[],
  runAt: string,
): WaiverResult[] {
  const failed = new Set(requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id));
  const day = runAt.slice(0, 10);
  return waivers.map((one) => ({
    ...one,
    standing: day > one.expires ? 'expired' : failed.has(one.requirement) ? 'stands' : 'idle',
  }));
}
