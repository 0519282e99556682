import { z } from 'zod';
import { type Laboratory, laboratoryShape } from './laboratory';
import { checked, text } from './shape';
import { type Problem, type SourceKind, YamlSource } from './yaml-source';

/** What a bench may be able to do; the same names as the bench port uses. */
const BENCH_ABILITIES = ['flow', 'supply', 'preset', 'date', 'history', 'image'] as const;

/** `bench.yaml`: which bench stands before the meter. A simulated bench can be declared to do less than it could. */
export interface BenchDeclaration {
  schema: 'smets2-bench/1';
  /** `model`: the reference meter's own. `simulated`: that of a virtual meter, by its side channel. */
  kind: 'model' | 'simulated';
  /** Of a simulated bench: a week in seconds, or as it passes. */
  time: 'virtual' | 'wall';
  name: string;
  capabilities: (typeof BENCH_ABILITIES)[number][];
  /** Who tests, where, and with what equipment. */
  laboratory?: Laboratory | undefined;
}

const benchShape = z.strictObject({
  schema: z.literal('smets2-bench/1'),
  kind: z.enum(['model', 'simulated']),
  time: z.enum(['virtual', 'wall']).default('virtual'),
  name: text('a name for reports'),
  capabilities: z
    .array(z.enum(BENCH_ABILITIES))
    .refine((list) => new Set(list).size === list.length, 'each capability once; one stands twice')
    .default([...BENCH_ABILITIES]),
  laboratory: laboratoryShape.optional(),
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
  const bench = checked(benchShape, source.value, problems);
  if (!bench) throw source.refusal(problems);
  return bench;
}
