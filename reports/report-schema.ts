import { z } from 'zod';
import { laboratoryShape } from '../declaration/laboratory';
import { jsonSchemaText } from '../declaration/shape';
import type { RunResult } from '../suites/run-result';
import { VERDICTS, type Verdict } from '../suites/verdict-types';
import { ELEMENTS, type Value } from '../trace/vocabulary';

const whole = z.int();
const count = z.int().min(0);
const ms = z.int().describe('Milliseconds since 1970-01-01T00:00Z.');
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256, lower-case hex.');
const energy = z.string().describe('An exact decimal, as text.');
const verdict = z.enum(VERDICTS).describe('Verdict on a requirement.');
const partOf = <S extends z.ZodType>(one: S) =>
  z.strictObject(
    Object.fromEntries(ELEMENTS.map((name) => [name, one.optional()])) as {
      primary: z.ZodOptional<S>;
      secondary: z.ZodOptional<S>;
    },
  );

const value: z.ZodType<Value> = z
  .lazy(() => z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(value), z.record(z.string(), value)]))
  .meta({
    id: 'value',
    description: 'What an object of the meter holds. Octet strings are { octets: "hex" }, energies whole Wh.',
  });

const at = z.strictObject({ fromMs: ms, toMs: ms }).describe('Meter time that it speaks of.');

const finding = z
  .strictObject({
    says: z.string(),
    unit: z.string(),
    observed: value,
    expected: z.union([z.strictObject({ lo: energy, hi: energy }), z.strictObject({ equals: value })]),
    budget: z
      .array(z.strictObject({ source: z.string(), amount: z.string() }))
      .describe('What widens the interval, in the unit.'),
    outcome: z.enum(['within', 'beyond', 'undecided']),
    margin: z.string().optional().describe('Distance to the nearest bound, in the unit; negative where beyond.'),
    records: z.array(whole).describe('Numbers of the trace records that decide it.'),
    at: at.optional(),
  })
  .meta({ id: 'finding' });

const findingIn = finding.extend({ scenario: z.string() }).meta({ id: 'findingInScenario' });

const requirement = z.strictObject({
  id: z.string(),
  area: z.string(),
  title: z.string(),
  statement: z.string(),
  clauses: z.array(z.string()),
  basis: z.enum(['published', 'proposed', 'derived', 'choice']),
  confidence: z.enum(['quoted', 'verified', 'inferred']),
  mandatory: z.boolean(),
  testability: z.enum(['black-box', 'needs-preset', 'needs-clock-set', 'design-review']),
  verdict,
  counts: z.partialRecord(z.enum(VERDICTS), count).describe('How many scenarios gave each verdict.'),
  because: z.string(),
  scenarios: z.array(z.string()).describe('Scenarios that exercised it.'),
  unpassed: z
    .record(z.string(), z.enum(VERDICTS.filter((each): each is Exclude<Verdict, 'pass'> => each !== 'pass')))
    .describe('Of those, the ones that it did not pass in, by name.'),
  comparisons: z.strictObject({ within: count, beyond: count, undecided: count }),
  findings: z.array(findingIn).describe('Every finding that is not within.'),
  tightest: findingIn.optional().describe('Of the findings within, the one closest to its bounds.'),
  catches: z.array(z.string()).describe('Faulty meters that break this rule and that it is known to catch.'),
  wouldTake: z.array(z.string()).optional().describe('What it would take to assess it, where it was not.'),
});

const scenario = z.strictObject({
  name: z.string(),
  title: z.string(),
  kind: z.enum(['discovery', 'scripted', 'generated', 'loaded', 'frozen']),
  trace: z.string().describe('Path within the run directory, as every path here.'),
  file: z.string(),
  sha256: sha256.describe('SHA-256 of that file: equal for the same scenario in any run.'),
  outcome: z.enum(['played', 'stopped', 'failed', 'killed', 'not-started', 'cannot-run']),
  because: z.string().optional(),
  extension: z.string().optional().describe('Prefix of the extension that it belongs to; the statement knows nothing of it.'),
  records: count,
  meterTimeMs: z.number(),
});

const family = z.strictObject({
  family: z.string(),
  says: z.string(),
  cases: count,
  played: count,
  targets: z.array(z.strictObject({ name: z.string(), reachedIn: count })),
});

const chart = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  power: z.array(z.strictObject({ element: z.enum(ELEMENTS), points: z.array(z.tuple([z.number(), z.number()])) })),
  halfHours: z.strictObject({
    channel: z.string(),
    rows: z.array(
      z.strictObject({ endMs: z.number(), expectedLoWh: energy, expectedHiWh: energy, recordedWh: z.number().nullable() }),
    ),
  }),
  registers: z.array(
    z.strictObject({
      name: z.string(),
      points: z.array(z.strictObject({ atMs: z.number(), readWh: z.number(), expectedLoWh: energy, expectedHiWh: energy })),
    }),
  ),
  marks: z.array(z.strictObject({ atMs: z.number(), label: z.string() })),
});

const chainLink = z.strictObject({
  seq: whole,
  kind: z.enum(['opened', 'stimulus', 'effect', 'observation', 'wire', 'clock', 'trouble', 'gap', 'operator', 'closed']),
  atMs: ms,
  offset: count.describe("Octet of the trace file at which the record's line begins."),
  octets: count,
  sha256,
  says: z.string(),
  wire: z.array(z.strictObject({ seq: whole, way: z.enum(['tx', 'rx']), hex: z.string(), octets: count })),
});

const failure = z.strictObject({
  requirement: z.string(),
  title: z.string(),
  statement: z.string(),
  clauses: z.array(z.string()),
  scenario: z.string(),
  scenarioTitle: z.string(),
  trace: z.string(),
  finding: finding.describe('The finding that is furthest beyond its bounds.'),
  more: count,
  causes: z
    .array(z.strictObject({ fault: z.string(), says: z.string(), explains: count, of: count, undecided: count }))
    .describe('Faulty meters that behave alike, likeliest first; never a fact. Empty where none fits.'),
  chain: z.array(chainLink).describe('The records that decide the finding, down to the octets.'),
  next: z.array(z.string()),
  chart,
  smallest: z.strictObject({ file: z.string(), steps: count, yaml: z.string() }),
  replay: z.string(),
});

const extension = z.strictObject({
  prefix: z.string(),
  title: z.string(),
  version: z.string(),
  sha256,
  loaded: z.boolean().describe('False where it was not there to judge: its requirements are missing.'),
  requirements: z.array(requirement).describe("The maker's requirements, over every trace."),
  catalogue: z.array(requirement).describe("Requirements of the catalogue, over the traces of the maker's scenarios alone."),
  texts: z.array(z.strictObject({ requirement: z.string(), text: z.string() })),
});

/** `report.json`: everything that a run says. Other programs read it by this shape; the version is in `schema`. */
export const reportShape = z.strictObject({
  schema: z.literal('smets2-report/2'),
  tool: z.string(),
  run: z.strictObject({ plan: sha256, manifest: sha256.optional() }).describe('Hashes of plan.json and manifest.json.'),
  statement: z.strictObject({
    verdict: z.enum(['conformant', 'non-conformant', 'incomplete']),
    reason: z.string(),
    attested: z.array(z.string()),
    text: z.string(),
    exitCode: whole,
  }),
  decisionRule: z.string(),
  partial: z.boolean(),
  selection: z.array(z.string()),
  seed: whole,
  times: z.strictObject({ startedAt: z.string(), finishedAt: z.string() }),
  meter: z.strictObject({
    id: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    serial: z.string(),
    firmware: z.string(),
    variant: z.enum(['single', 'twin', 'polyphase']),
    image: z.enum(['production', 'engineering']),
    access: z.string(),
    bench: z.string(),
    declarationHash: sha256,
  }),
  laboratory: laboratoryShape.optional().describe('What only the laboratory knows; what is left out is for it to complete.'),
  choices: z.array(z.strictObject({ name: z.string(), value: z.string(), default: z.string(), why: z.string() })),
  catalogue: z.strictObject({ version: z.string(), hash: sha256 }),
  requirements: z.array(requirement),
  scenarios: z.array(scenario),
  generated: z.array(family),
  failures: z.array(failure),
  waivers: z.array(
    z.strictObject({
      requirement: z.string(),
      reason: z.string(),
      owner: z.string(),
      expires: z.string(),
      standing: z.enum(['stands', 'expired', 'idle']),
    }),
  ),
  extensions: z.array(extension).optional().describe('What makers added, judged apart: nothing of it enters the statement.'),
  totals: partOf(
    z.strictObject({
      import: z.strictObject({ fileWh: energy, registerWh: energy, rowsWh: energy }).optional(),
      export: z.strictObject({ fileWh: energy, registerWh: energy, rowsWh: energy }).optional(),
    }),
  ).optional(),
  notes: z.array(z.string()),
});

/** JSON Schema of `report.json`, as the text of `reports/report.schema.json`. */
export function reportJsonSchema(): string {
  return jsonSchemaText(reportShape, 'SMETS2 conformance: report of a run (report.json), smets2-report/2');
}

/** Keeps shape and model together: does not compile where a report of ours would not fit the shape. */
export type ReportWritten = RunResult extends z.input<typeof reportShape> ? RunResult : never;
export const readable = (result: ReportWritten): RunResult => result;
