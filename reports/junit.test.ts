import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'xmlbuilder2';
import { validateXML } from 'xmllint-wasm';
import { renderJunit } from '.';
import { HOSTILE_TEXTS, withHostileTexts } from './hostile-texts.fixture';
import { sampleResult, withExtension } from './sample-result.fixture';

interface Case {
  '@name': string;
  failure?: { '@message': string; '#': string };
  error?: object;
  skipped?: { '@message': string };
}
interface Suite {
  '@name': string;
  '@tests': string;
  '@failures': string;
  '@errors': string;
  '@skipped': string;
  testcase: Case | Case[];
  'system-out': string;
  properties: { property: { '@name': string; '@value': string }[] };
}

function parse(xml: string): Suite[] {
  const { testsuites } = create(xml).end({ format: 'object' }) as unknown as { testsuites: { testsuite: Suite | Suite[] } };
  return [testsuites.testsuite].flat();
}

describe('the JUnit report', () => {
  const suites = parse(renderJunit(sampleResult()));
  const cases = suites.flatMap(({ testcase }) => testcase);

  it('has a suite for each area and a case for each requirement', () => {
    expect(suites.map((suite) => suite['@name'])).toEqual(['register', 'profile', 'mpan', 'display']);
    expect(cases.map((each) => each['@name'].split(' ')[0])).toEqual(sampleResult().requirements.map(({ id }) => id));
  });

  it('counts what it holds', () => {
    expect(suites.map((suite) => ['@tests', '@failures', '@errors', '@skipped'].map((key) => suite[key as '@tests']))).toEqual([
      ['5', '0', '0', '2'],
      ['2', '1', '0', '0'],
      ['1', '0', '0', '1'],
      ['1', '0', '0', '1'],
    ]);
  });

  it('writes fail as failure with expected, observed and unit', () => {
    const failure = cases.find((each) => each['@name'].startsWith('profile.stamped-at-end'))?.failure;
    expect(failure?.['#']).toContain(
      'expected 1\u202f200 to 1\u202f220\u00a0Wh, observed 1\u202f450\u00a0Wh (230\u00a0Wh too much)',
    );
  });

  it('writes error as error and every other verdict but pass as skipped with its reason', () => {
    const result = sampleResult();
    result.requirements[0]!.verdict = 'error';
    const [first] = parse(renderJunit(result)).flatMap(({ testcase }) => testcase);
    expect(first?.error).toBeDefined();
    expect(cases.flatMap(({ skipped }) => skipped?.['@message'].split(':')[0] ?? [])).toEqual([
      'attested',
      'inconclusive',
      'not-assessed',
      'not-applicable',
    ]);
  });

  it('leaves a waived fail a failure, whose message says who answers for it and until when', () => {
    const waived = 'waived until 2026-09-30 by A. Maker, and failed all the same: Mended in firmware 2.1.1, which is in test.; ';
    const failure = cases.find((each) => each['@name'].startsWith('profile.stamped-at-end'))?.failure;
    expect(failure?.['@message'].startsWith(waived)).toBe(true);
    const result = sampleResult();
    result.waivers[0]!.standing = 'expired';
    expect(renderJunit(result)).toContain('message="waiver expired on 2026-09-30 (A. Maker: Mended in firmware');
  });

  it('holds what extensions added in suites of their own, and says that they are apart', () => {
    const [own, catalogue, ...more] = parse(renderJunit(withExtension())).slice(suites.length);
    expect(more).toEqual([]);
    expect(own).toMatchObject({ '@name': 'beyond the catalogue: acme', '@tests': '1', '@failures': '0' });
    expect(catalogue).toMatchObject({ '@name': 'beyond the catalogue: acme, the catalogue in its scenarios', '@failures': '1' });
    expect((catalogue!.testcase as Case).failure?.['@message']).not.toContain('waived');
    expect(own!['system-out']).toContain('no part of the statement: House rules 1.0');
  });

  it('repeats the statement in every suite', () => {
    const { statement } = sampleResult();
    for (const { properties, ...suite } of suites) {
      expect(suite['system-out']).toContain(statement.text);
      expect(properties.property).toContainEqual({ '@name': 'statement.text', '@value': statement.text });
    }
  });

  it.each(HOSTILE_TEXTS.map((_, first) => first))(
    'stays well-formed XML 1.0 with hostile text everywhere, from number %d',
    (first) => {
      const xml = renderJunit(withHostileTexts(sampleResult(), first));
      expect(parse(xml).flatMap(({ testcase }) => testcase)).toHaveLength(sampleResult().requirements.length);
      expect(xml).not.toContain('\u202e');
      expect(xml).not.toMatch(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    },
  );
});

describe('the JUnit schema', () => {
  const schema = readFileSync(join(__dirname, 'junit.xsd'), 'utf8');
  const problems = async (xml: string) => {
    const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents: xml }], schema: [schema] });
    return errors.map(({ message }) => message);
  };

  it('accepts a report, and one with hostile text everywhere', async () => {
    expect(await problems(renderJunit(sampleResult()))).toEqual([]);
    expect(await problems(renderJunit(withExtension()))).toEqual([]);
    expect(await problems(renderJunit(withHostileTexts(sampleResult())))).toEqual([]);
  });

  it.each([
    ['a failure and an error at once', '<failure type="fail"/>', '<failure type="fail"/><error type="error"/>'],
    ['a time with a zone', '09:14:03"', '09:14:03Z"'],
    ['no properties', /<properties>[\s\S]*?<\/properties>/, ''],
  ] as const)('refuses %s', async (_, from, to) => {
    const xml = renderJunit(sampleResult()).replace(/<failure[\s\S]*?<\/failure>/, '<failure type="fail"/>');
    expect(await problems(xml)).toEqual([]);
    expect(await problems(xml.replace(from, to))).not.toEqual([]);
  });
});
