import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../trace/errors';
import { type Sums, sumsOf } from './sums';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
const path = z
  .string()
  .regex(/^(?!.*(?:^|\/)\.)[\w.-]+(?:\/[\w.-]+)*$/)
  .max(100);

const name = z
  .string()
  .regex(/^(?!\.)[\w.-]+$/)
  .max(120);

const file = z.strictObject({ path, octets: z.int().min(0), sha256: hex64, marks: z.string().regex(/^(?:[0-9a-f]{8})*$/) });

const catalogue = z.object({ version: z.string(), hash: hex64 });

const manifest = z.strictObject({
  schema: z.literal('smets2-bundle/1'),
  /** Name of the run directory, the folder that everything lies in. */
  run: name,
  /** What judged the run and made its reports, and by which catalogue. */
  tool: z.string(),
  catalogue,
  /** By the path of each trace, how many records it has and the hash of its last line. */
  chains: z.record(path, z.strictObject({ records: z.int(), head: hex64 })),
  /** Every file but this one and the signature, by path. */
  files: z.array(file),
});

/** `bundle.json`: the list of everything in a bundle. It is what a signature signs. */
export type BundleManifest = z.infer<typeof manifest>;
export type SummedFile = Sums & { path: string };

/** Whether a run may be bundled under that name. */
export const mayName = (run: string) => name.safeParse(run).success;

/** Whether a file may stand in a bundle by that path: relative, nothing hidden, no way out. */
export const mayBeBundled = (inside: string) => path.safeParse(inside).success;

export const MANIFEST = 'bundle.json';
export const SIGNATURE = 'bundle.jws';

/** The manifest as it stands in the bundle: ASCII, so that a place in the text is a place in the file. */
export function manifestText(manifest: BundleManifest): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(manifest, null, 1).replace(/[^\0-\x7f]/g, escaped)}\n`;
}

/** The manifest that a text holds; undefined where it holds none of this version. */
export function parseManifest(text: string): BundleManifest | undefined {
  try {
    return manifest.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The manifest of a folder whose files are already added up. Everything in it follows from the files. */
export function manifestOf(folder: string, run: string, files: readonly SummedFile[]): BundleManifest {
  const json = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { scenarios } = planned.parse(json('plan.json'));
  const { traces } = closed.parse(json('manifest.json'));
  const { tool, catalogue } = reported.parse(json('report.json'));
  const chains = scenarios.flatMap(({ name, trace }) => (traces[name] ? [[trace, traces[name]] as const] : []));
  return manifest.parse({
    schema: 'smets2-bundle/1',
    run,
    tool,
    catalogue,
    chains: Object.fromEntries(chains),
    files: [...files].sort((left, right) => (left.path < right.path ? -1 : 1)),
  });
}

const planned = z.object({ scenarios: z.array(z.object({ name: z.string(), trace: z.string() })) });
const closed = z.object({ traces: z.record(z.string(), z.object({ records: z.int(), head: z.string() })) });
const reported = z.object({ tool: z.string(), catalogue });

/** Paths of every file below a folder, in the order of a bundle; hidden ones are left out. Throws a UsageError for what no bundle can hold. */
export function bundledPaths(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below))
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => {
      const inside = below ? `${below}/${name}` : name;
      const at = join(folder, inside);
      const stat = lstatSync(at);
      if (stat.isDirectory()) return bundledPaths(folder, inside);
      if (!stat.isFile())
        throw new UsageError(`${at}: is a link or a device; a bundle holds plain files. Take it out of the folder.`);
      if (!mayBeBundled(inside))
        throw new UsageError(`${at}: a path in a bundle has at most 100 of the characters A-Z a-z 0-9 _ . - and /. Rename it.`);
      return [inside];
    })
    .sort();
}

/** Every file below a folder, added up, in the order of a bundle. */
export const summedFiles = (folder: string): SummedFile[] =>
  bundledPaths(folder).map((path) => ({ path, ...sumsOf(join(folder, path)) }));
