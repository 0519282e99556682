import { renderGithub } from '.';
import { HOSTILE_TEXTS, withHostileTexts, withTexts } from './hostile-texts.fixture';
import { sampleResult } from './sample-result.fixture';

const lines = (text: string) => text.trimEnd().split('\n');

describe('annotations for GitHub', () => {
  it('begin with the statement, then an error for each failure and a warning for what is open', () => {
    const [statement, failure, ...open] = lines(renderGithub(sampleResult()));
    expect(statement).toMatch(/^::error title=Statement%3A non-conformant::Non-conformant: 1 of 8 .* \(1 failures, 2 open\)$/);
    expect(failure).toMatch(
      /^::error title=profile\.stamped-at-end::.*expected 1\u202f200 to 1\u202f220\u00a0Wh, observed 1\u202f450\u00a0Wh/,
    );
    expect(open.map((line) => line.split('::')[1])).toEqual([
      'warning title=register.primary-unmoved',
      'warning title=mpan.reads-back',
    ]);
  });

  it('are a notice where the meter conforms', () => {
    const result = { ...sampleResult(), failures: [] };
    result.requirements = result.requirements.filter(({ verdict }) => verdict === 'pass');
    result.statement = { verdict: 'conformant', reason: 'all-mandatory-pass', attested: [], text: 'Conforms.', exitCode: 0 };
    expect(lines(renderGithub(result))).toEqual(['::notice title=Statement%3A conformant::Conforms. (0 failures, 0 open)']);
  });

  it.each(HOSTILE_TEXTS.map((_, first) => first))('are each one command on one line, hostile text from number %d', (first) => {
    const shape = lines(renderGithub(sampleResult())).length;
    const hostile = lines(renderGithub(withHostileTexts(sampleResult(), first)));
    expect(hostile).toHaveLength(shape);
    for (const line of hostile) expect(line).toMatch(/^::(error|warning|notice) title=[^:,\n]*::[^\n]*$/);
  });

  it('let no text begin a command of its own', () => {
    for (const line of lines(renderGithub(withTexts(sampleResult(), () => 'a\n::set-output name=x::y%0A::error::z'))))
      expect(line).toMatch(/^::(error|warning|notice) title=/);
  });
});
