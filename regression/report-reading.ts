import { z } from 'zod';
import { VERDICTS } from '../suites/verdict-types';

const text = z.string();
const count = z.int().min(0);

const quantity = z.object({ says: text, scenario: text, unit: text, observed: z.unknown(), expected: z.looseObject({}) });

const requirement = z.object({
  id: text,
  verdict: z.enum(VERDICTS),
  mandatory: z.boolean(),
  scenarios: z.array(text),
  comparisons: z.object({ within: count, beyond: count, undecided: count }),
  tightest: quantity.optional(),
});

/** What a comparison needs of `report.json`; whatever else it holds is passed over. */
const reportShape = z.object({
  schema: z.literal('smets2-report/2'),
  run: z.object({ plan: text }),
  tool: text,
  statement: z.object({ verdict: z.enum(['conformant', 'non-conformant', 'incomplete']), reason: text }),
  selection: z.array(text),
  seed: count,
  times: z.object({ startedAt: text }),
  meter: z.object({ id: text, manufacturer: text, model: text, serial: text, firmware: text, access: text }),
  catalogue: z.object({ version: text, hash: text }),
  requirements: z.array(requirement),
  extensions: z
    .array(z.object({ prefix: text, requirements: z.array(requirement), catalogue: z.array(requirement) }))
    .default([]),
  scenarios: z.array(
    z.object({
      name: text,
      kind: z.enum(['discovery', 'scripted', 'generated', 'loaded', 'frozen']),
      sha256: text,
      records: count,
    }),
  ),
});

export type ReportReading = z.infer<typeof reportShape>;

/** Reads a report's JSON. Throws a ZodError or a SyntaxError where it is none of this version. */
export const parseReport = (json: string): ReportReading => reportShape.parse(JSON.parse(json));

const verdictsShape = z.object({
  statement: z.object({ verdict: text }),
  requirements: z.array(z.object({ id: text, verdict: text })),
});

/** The verdicts of a report of any version. Throws as `parseReport`. */
export const parseVerdicts = (json: string): z.infer<typeof verdictsShape> => verdictsShape.parse(JSON.parse(json));
