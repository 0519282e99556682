import { renderJson } from '.';
import { withHostileTexts } from './hostile-texts.fixture';
import { sampleResult } from './sample-result.fixture';

describe('report.json', () => {
  it('holds the whole run', () => {
    expect(JSON.parse(renderJson(sampleResult()))).toEqual(sampleResult());
  });

  it('holds hostile text as it came', () => {
    const result = withHostileTexts(sampleResult());
    expect(JSON.parse(renderJson(result))).toEqual(result);
  });

  it('holds the findings of extensions too, which stand in another order than they are made', () => {
    const result = sampleResult();
    const requirements = result.requirements.slice(0, 6);
    result.extensions = [
      {
        ...{ prefix: 'acme', title: 'House rules', version: '1', sha256: '0'.repeat(64), loaded: true, texts: [] },
        requirements: requirements.map((one) => ({ ...one, findings: [...one.findings] })),
        catalogue: requirements.map((one) => ({ ...one, findings: [...one.findings].reverse() })),
      },
    ];
    expect(JSON.parse(renderJson(result))).toEqual(result);
    expect(renderJson(result)).toBe(`${JSON.stringify(JSON.parse(renderJson(result)), null, 2)}\n`);
  });

  it('is the same octets whatever order the keys were made in', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, each]) => [key, reversed(each)]),
      );
    };
    expect(renderJson(reversed(sampleResult()) as never)).toBe(renderJson(sampleResult()));
  });

  it('begins with schema and statement and ends with a newline', () => {
    const text = renderJson(sampleResult());
    expect(Object.keys(JSON.parse(text)).slice(0, 4)).toEqual(['schema', 'tool', 'statement', 'partial']);
    expect(text).toMatch(/^{\n {2}"schema"[\s\S]*\n}\n$/);
  });
});
