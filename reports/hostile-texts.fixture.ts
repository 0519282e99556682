import type { RunResult } from '../suites/run-result';

/** Strings that a meter or a file may hold and that must be harmless in every format. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></pre></script><h1>conformant',
  'javascript:alert(1)',
  ']]><x/>',
  '&lt;b&gt; &#x202e;',
  '\u202egnp.exe\u2066\u200b\ufeff',
  '\u0000\u0007\u001b[31mred\u001b]0;title\u0007\u009b\ufffe\ud800',
  `line one\r\nline two\u2028three`,
  'x'.repeat(10_240),
  '=HYPERLINK("http://example.invalid")',
];

/** What code reads as one of a few words, or makes itself, as hashes are; all other strings are free text. */
const WORDS = new Set([
  'schema',
  'verdict',
  'basis',
  'confidence',
  'testability',
  'outcome',
  'kind',
  'variant',
  'image',
  'element',
  'standing',
  'way',
  'sha256',
  'plan',
  'manifest',
  'hash',
  'declarationHash',
]);

/** The same run with every free text replaced, in the order of the document. */
export function withTexts(result: RunResult, next: () => string): RunResult {
  const replace = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return WORDS.has(key) ? value : next();
    if (Array.isArray(value)) return value.map((each) => replace(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replace(each, name)]));
  };
  return replace(result, '') as RunResult;
}

/** The same run with the hostile texts in turn in every free text, beginning with that of number `first`. */
export function withHostileTexts(result: RunResult, first = 0): RunResult {
  let turn = first;
  return withTexts(result, () => HOSTILE_TEXTS[turn++ % HOSTILE_TEXTS.length] ?? '');
}
