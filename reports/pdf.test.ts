import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderPdf } from '.';
import { anchor } from './escape';
import { withHostileTexts } from './hostile-texts.fixture';
import { sampleResult } from './sample-result.fixture';

const structure = (octets: Uint8Array) => Buffer.from(octets).toString('latin1');
const count = (text: string, what: RegExp) => [...text.matchAll(what)].length;

describe('the PDF report', () => {
  let octets: Uint8Array;
  beforeAll(async () => {
    octets = await renderPdf(sampleResult());
  });

  it('is the same octets for the same run', async () => {
    expect(Buffer.from(await renderPdf(sampleResult())).equals(octets)).toBe(true);
  });

  it('carries the dates of the run and no others', () => {
    const dates = [...structure(octets).matchAll(/D:(\d{14})/g)].map(([, date]) => date);
    expect(new Set(dates)).toEqual(new Set(['20260622091414']));
  });

  it('is A4, with embedded fonts, a language and a bookmark for each section, failure and requirement', () => {
    const text = structure(octets);
    expect(count(text, /\/MediaBox \[0 0 595\.28 841\.89\]/g)).toBeGreaterThan(5);
    expect(count(text, /\/FontFile2/g)).toBe(3);
    expect(text).toContain('/Lang (en-GB)');
    const { requirements, failures } = sampleResult();
    expect(count(text, /\/Parent \d+ 0 R\n\/Title/g)).toBe(2 + 11 + failures.length + requirements.length);
  });

  it('has a place for every link within it', () => {
    const text = structure(octets);
    const places = new Set([...text.matchAll(/\(([\w.-]+)\) \[\d+ 0 R \/XYZ/g)].map(([, name]) => name));
    const links = [...text.matchAll(/\/S \/GoTo\n\/D \(([\w.-]+)\)/g)].map(([, name]) => name);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((name) => !places.has(name))).toEqual([]);
    for (const { id } of sampleResult().requirements) expect(places).toContain(anchor(id));
  });

  it('begins each failure’s card with room for its chart', async () => {
    const result = sampleResult();
    result.failures = Array.from({ length: 60 }, () => result.failures[0]!);
    const many = await renderPdf(result);
    expect(count(structure(many), /\/Type \/Page\n/g)).toBeGreaterThan(60);
  });

  it('has no script, no file and no address of another place, whatever the meter says', async () => {
    const hostile = structure(await renderPdf(withHostileTexts(sampleResult())));
    expect(hostile).not.toMatch(/\/(JavaScript|JS|Launch|URI|EmbeddedFile|SubmitForm|GoToR|OpenAction|AA)\b/);
    expect(hostile.trimEnd().endsWith('%%EOF')).toBe(true);
  });
});

const extractor = spawnSync('pdftotext', ['-v']).error === undefined;

(extractor ? describe : describe.skip)(`the text of the PDF report${extractor ? '' : ' (pdftotext is not installed)'}`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pdf-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function textOf(result: ReturnType<typeof sampleResult>): Promise<string> {
    const file = join(folder, 'report.pdf');
    writeFileSync(file, await renderPdf(result));
    const { stdout } = spawnSync('pdftotext', ['-raw', '-enc', 'UTF-8', file, '-'], { encoding: 'utf8' });
    return stdout.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ');
  }

  it('can be selected, in the order in which it is read', async () => {
    const text = await textOf(sampleResult());
    const { statement, failures, requirements } = sampleResult();
    const inOrder = [
      'Non-conformant',
      statement.text,
      'What was tested',
      'Serial number 26E0000184',
      'Laboratory and equipment',
      'Reference standard RS-7 2026-01-05 2027-01-05 UK 12-345',
      'Choices that differ, and the decision rule',
      'Verdicts',
      'Contents',
      `Failures ${failures[0]!.title}`,
      'Expected 1\u202f200 to 1\u202f220 Wh',
      'Observed 1\u202f450 Wh',
      'Likely causes',
      'entry-split-by-outage',
      'What to do next',
      'Smallest scenario, 4 steps',
      'record 57, from the meter, 32 octets',
      '0010 c1 00 06 00 00 c5 aa 7e',
      'What was not assessed, and what it would take',
      'Mended in firmware 2.1.1, which is in test.',
      'Requirement by requirement',
      ...requirements.map(({ id, title }) => `${id} ${title}`),
      'Items of ISO/IEC 17025:2017, 7.8.2',
      'End of report b2b2b2b2b2b2b2b2',
    ].map((each) => each.replaceAll('\u00a0', ' ').replace(/\s+/g, ' '));
    let from = text.indexOf('Non-conformant');
    const missing = inOrder.filter((each) => {
      const at = text.indexOf(each, from);
      if (at >= 0) from = at;
      return at < 0;
    });
    expect(missing).toEqual([]);
  });

  it('says on each page which of how many it is', async () => {
    const text = await textOf(sampleResult());
    const pages = [...text.matchAll(/Page (\d+) of (\d+)/g)].map(([, page, of]) => [Number(page), Number(of)]);
    expect(pages.length).toBeGreaterThan(5);
    expect(pages).toEqual(pages.map((_, index) => [index + 1, pages.length]));
  });

  it('shows control characters instead of obeying them', async () => {
    const text = await textOf(withHostileTexts(sampleResult()));
    expect(text).toContain('⟨U+202E⟩');
    expect(text).not.toMatch(/\p{Cc}|\u202e/u);
    expect(text).toContain('<script>alert(1)</script>');
  });
});
