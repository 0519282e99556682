import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { RunResult } from '../suites/run-result';
import { renderHtml } from '.';
import { anchor, html } from './escape';
import { HOSTILE_TEXTS, withHostileTexts, withTexts } from './hostile-texts.fixture';
import { sampleResult } from './sample-result.fixture';
import { SIGNS } from './standing';

const document = renderHtml(sampleResult());

/** Every element and attribute name in a document, as a tokenizer of well-formed markup sees them. */
function tags(text: string): string[] {
  const body = text.replace(/<style>[\s\S]*?<\/style>/, '<style></style>');
  return [...body.matchAll(/<(\/?[a-zA-Z!][^\s>]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*>/g)].map(
    ([, name, attributes = '']) => `${name} ${attributes.replace(/="[^"]*"/g, '').trim()}`,
  );
}

function openAngles(text: string): number {
  return text.replace(/<style>[\s\S]*?<\/style>/, '<style></style>').split('<').length - 1;
}

describe('the HTML report', () => {
  it('is the same octets for the same run', () => {
    expect(renderHtml(sampleResult())).toBe(document);
  });

  it('needs no script, no inline style and no address but its own anchors', () => {
    expect(document).not.toMatch(/<script|<link|<iframe|<object|@import|url\((?!#)/i);
    for (const tag of tags(document)) expect(tag).not.toMatch(/\sstyle\b|\son\w+|\ssrc\b|\saction\b/);
    for (const [, address] of document.matchAll(/href="([^"]*)"/g)) expect(address).toMatch(/^#/);
  });

  it('allows exactly its own style sheet by hash', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(document)?.[1] ?? '';
    const hash = createHash('sha256').update(style, 'utf8').digest('base64');
    expect(document).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; img-src data:; `,
    );
    expect(document.match(/<style/g)).toHaveLength(1);
  });

  it('begins with the statement in words', () => {
    const { statement } = sampleResult();
    expect(document).toContain('<span class="word">non-conformant</span>');
    expect(document).toContain(html`${statement.text}`.text);
  });

  it('shows every requirement under its id, with verdict as sign and word', () => {
    for (const { id, verdict, title } of sampleResult().requirements) {
      const from = document.indexOf(`<article class="requirement" id="${anchor(id)}"`);
      expect(from).toBeGreaterThan(0);
      const part = document.slice(from, document.indexOf('</article>', from));
      expect(part).toContain(title);
      expect(part).toContain(
        `<span class="verdict ${verdict}"><span class="sign" aria-hidden="true">${SIGNS[verdict].symbol}</span> ${verdict}</span>`,
      );
    }
  });

  it('has an element for every anchor that it links to, and no id twice', () => {
    const ids = [...document.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of document.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it('shows each failure with expected, observed, difference, unit, chart, scenario and command', () => {
    const card = /<article class="failure"[\s\S]*?<\/article>/.exec(document)?.[0] ?? '';
    const { failures } = sampleResult();
    expect(document.match(/<article class="failure"/g)).toHaveLength(failures.length);
    expect(card).toContain('1\u202f200 to 1\u202f220\u00a0Wh');
    expect(card).toContain('1\u202f450\u00a0Wh');
    expect(card).toContain('230\u00a0Wh too much');
    expect(card).toContain('15\u00a0Wh');
    expect(card).toContain('<svg role="img"');
    expect(card).toContain(html`${failures[0]?.smallest.yaml}`.text);
    expect(card).toContain(html`${failures[0]?.replay}`.text);
    expect(card).toContain('records 41, 42, 57, 58, 61');
  });

  it('lists on page one only the choices that differ, and all of them later', () => {
    const part = (id: string) => new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(document)?.[0] ?? '';
    expect(part('differing-choices')).toContain('exportProfileDepth');
    expect(part('differing-choices')).not.toContain('directionIntervalMs');
    expect(part('choices')).toContain('directionIntervalMs');
  });

  it('says why each open requirement was not assessed', () => {
    const part = /<section id="not-assessed"[\s\S]*?<\/section>/.exec(document)?.[0] ?? '';
    for (const id of ['register.primary-unmoved', 'mpan.reads-back', 'register.wraps', 'mpan-write']) expect(part).toContain(id);
    expect(part).toContain('The access path of a production image lacks write.mpan.');
    for (const taken of [
      'on a closer bench or over a steadier link',
      'readings in place of the evidence',
      'it does not concern this meter',
    ])
      expect(part).toContain(taken);
    expect(part).not.toContain('black-box');
  });

  it('says partial and what was selected', () => {
    const text = renderHtml({
      ...sampleResult(),
      partial: true,
      selection: ['--only', 'profile'],
      statement: { verdict: 'incomplete', reason: 'partial', attested: [], text: 'Incomplete: partial.', exitCode: 1 },
    });
    expect(text).toContain('<span class="partial">partial run</span>');
    expect(text).toContain('<code>--only</code> <code>profile</code>');
  });

  it('bounds long lists and says how much is left out', () => {
    const result = sampleResult();
    const [scenario] = result.scenarios;
    result.scenarios = Array.from({ length: 1204 }, (_, index) => ({ ...scenario!, name: `day-${index}` }));
    const requirement = result.requirements[5]!;
    const [finding] = requirement.findings;
    requirement.findings = Array.from({ length: 500 }, () => finding!);
    const text = renderHtml(result);
    expect(text).toContain('… and 1\u202f004\u00a0more');
    expect(text).toContain('… and 490\u00a0more');
    expect(text.length).toBeLessThan(400_000);
  });
});

it('stays below 10 MB where a meter fails the whole catalogue, each failure with a chart of days', () => {
  const result = sampleResult();
  const [failure] = result.failures;
  const end = failure!.chart.halfHours.rows.at(-1)!.endMs;
  const rows = Array.from({ length: 96 }, (_, index) => ({
    ...failure!.chart.halfHours.rows[3]!,
    endMs: end - (95 - index) * 1_800_000,
  }));
  const chart = { ...failure!.chart, fromMs: end - 96 * 1_800_000, toMs: end, halfHours: { channel: 'rows', rows } };
  result.failures = Array.from({ length: 240 }, () => ({
    ...failure!,
    chart,
    smallest: { ...failure!.smallest, yaml: 'x\n'.repeat(9000) },
  }));
  const text = renderHtml(result);
  expect(text.match(/<article class="failure"/g)).toHaveLength(240);
  expect(text.length).toBeLessThan(10_000_000);
});

describe('hostile text', () => {
  it('leaves the markup as it is for harmless text', () => {
    const hostile = renderHtml(withHostileTexts(sampleResult()));
    expect(hostile).not.toMatch(/<script|<img|<h1>conformant|\u202e/i);
    expect(hostile).not.toMatch(/[^\n\P{Cc}]/u);
    for (const text of HOSTILE_TEXTS.filter((each) => /[<>"']/.test(each))) expect(hostile).not.toContain(text);
  });

  it('leaves every requirement and failure its anchor', () => {
    let turn = 0;
    const result = withTexts(sampleResult(), () => `<" ${turn++}`);
    const ids = [...renderHtml(result).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual(expect.arrayContaining(result.requirements.map(({ id }) => anchor(id))));
    expect(ids.join('')).toMatch(/^[\w.-]+$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is cut visibly where it is long', () => {
    const hostile = renderHtml(withHostileTexts(sampleResult()));
    expect(hostile).toMatch(/x… \(\d+ more characters\)/);
    expect(hostile).not.toContain('x'.repeat(7000));
  });

  it('never makes a tag or an attribute, whatever stands in any text', () => {
    const shape = allowedTags(sampleResult());
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 24 }), { minLength: 1, maxLength: 40 }), (texts) => {
        let turn = 0;
        const text = renderHtml(withTexts(sampleResult(), () => `${texts[turn++ % texts.length]}<i a='"`));
        const seen = tags(text);
        expect(seen).toHaveLength(openAngles(text));
        for (const tag of seen) expect(shape).toContain(tag);
      }),
      { seed: 7, numRuns: 15 },
    );
  });

  function allowedTags(result: RunResult): Set<string> {
    const plain = withTexts(result, () => 'text');
    return new Set([...tags(renderHtml(result)), ...tags(renderHtml(plain))]);
  }
});
