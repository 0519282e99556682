import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { renderJson } from '.';
import { withHostileTexts } from './hostile-texts.fixture';
import { reportJsonSchema, reportShape } from './report-schema';
import { sampleResult } from './sample-result.fixture';

const committed = join(__dirname, 'report.schema.json');
// SMETS2_WRITE_SCHEMAS=1 writes it anew after a change of the model.
if (process.env.SMETS2_WRITE_SCHEMAS) writeFileSync(committed, reportJsonSchema());

const schema = JSON.parse(readFileSync(committed, 'utf8'));
const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

const problems = (report: unknown) => {
  validate(report);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

describe('report.schema.json', () => {
  it('is what the shape of a report says today', () => {
    expect(readFileSync(committed, 'utf8')).toBe(reportJsonSchema());
  });

  it('accepts a report, and one full of hostile text', () => {
    expect(problems(JSON.parse(renderJson(sampleResult())))).toEqual([]);
    // The text of a laboratory is checked when it is read; everything else may come from a meter.
    const { laboratory } = sampleResult();
    expect(problems({ ...withHostileTexts(sampleResult()), laboratory })).toEqual([]);
  });

  it.each([
    ['another version', { schema: 'smets2-report/1' }, '/schema must be equal to constant'],
    ['a field that nobody knows', { certified: true }, ' must NOT have additional properties'],
    ['no requirements', { requirements: undefined }, " must have required property 'requirements'"],
    [
      'a verdict that is none',
      { requirements: [{ ...sampleResult().requirements[0], verdict: 'fine' }] },
      '/requirements/0/verdict must be equal to one of the allowed values',
    ],
  ])('refuses %s', (_, change, problem) => {
    const report = JSON.parse(JSON.stringify({ ...sampleResult(), ...change }));
    expect(problems(report)).toContain(problem);
    expect(reportShape.safeParse(report).success).toBe(false);
  });
});
