import { z } from 'zod';
import { type Laboratory, laboratoryShape } from './laboratory';
import { type Most, mostShape, type Setting, settingShape } from './manual-bench';
import { checked, text } from './shape';
import { type Problem, type SourceKind, YamlSource } from './yaml-source';

/** What a bench may be able to do; the same names as the bench port uses. */
const BENCH_ABILITIES = ['flow', 'supply', 'preset', 'date', 'history', 'image', 'contacts'] as const;
/** What a person can do by hand. */
const BY_HAND: readonly string[] = ['flow', 'supply'];

/** `bench.yaml`: which bench stands before the meter. A bench can be declared to do less than it could. */
export interface BenchDeclaration {
  schema: 'smets2-bench/1';
  /** `model`: the reference meter's own. `simulated`: that of a virtual meter, by its side channel. `manual`: a person's. */
  kind: 'model' | 'simulated' | 'manual';
  /** Of a simulated bench: a week in seconds, or as it passes. A manual one knows only that. */
  time: 'virtual' | 'wall';
  name: string;
  capabilities: (typeof BENCH_ABILITIES)[number][];
  /** Of a manual bench: how closely it is set, and within how many seconds. */
  setting?: Setting | undefined;
  /** Of a manual bench: the most that it gives; whatever the meter can carry where left out. */
  most?: Most | undefined;
  /** Who tests, where, and with what equipment. */
  laboratory?: Laboratory | undefined;
}

const common = {
  schema: z.literal('smets2-bench/1'),
  name: text('a name for reports'),
  laboratory: laboratoryShape.optional(),
};

const abilities = (known: readonly string[], unknown = '') =>
  z.array(z.enum(BENCH_ABILITIES)).superRefine((list, context) => {
    if (new Set(list).size !== list.length) context.addIssue('each capability once; one stands twice');
    for (const [i, name] of list.entries())
      if (!known.includes(name)) context.addIssue({ code: 'custom', path: [i], message: `${unknown}; got "${name}"` });
  });

const builtShape = z.strictObject({
  ...common,
  kind: z.enum(['model', 'simulated', 'manual']),
  time: z.enum(['virtual', 'wall']).default('virtual'),
  capabilities: abilities(BENCH_ABILITIES).default([...BENCH_ABILITIES]),
});

const manualShape = z.strictObject({
  ...common,
  kind: z.literal('manual'),
  time: z.literal('wall').default('wall'),
  capabilities: abilities(BY_HAND, `a person can do ${BY_HAND.join(' and ')} by hand`).default(['flow', 'supply']),
  setting: settingShape,
  most: mostShape.optional(),
});

const BENCH_FILE: SourceKind = {
  what: 'a bench declaration',
  schema: 'smets2-bench/1',
  see: 'examples/reference-bench.yaml',
  maxBytes: 2 ** 20,
};

/** Reads `bench.yaml`, at most 1 MiB. Throws one UsageError with every problem as `file:line:col: path: what was expected`. */
export function readBench(path: string): BenchDeclaration {
  return declared(YamlSource.read(path, BENCH_FILE));
}

/** A bench declaration from text; `file` is only named in messages. Throws as `readBench`. */
export function parseBench(text: string, file: string): BenchDeclaration {
  return declared(new YamlSource(file, text, BENCH_FILE));
}

function declared(source: YamlSource): BenchDeclaration {
  const problems: Problem[] = [];
  const { kind } = (source.value ?? {}) as { kind?: unknown };
  const bench: BenchDeclaration | undefined = checked(kind === 'manual' ? manualShape : builtShape, source.value, problems);
  if (!bench) throw source.refusal(problems);
  return bench;
}
