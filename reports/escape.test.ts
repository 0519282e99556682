import fc from 'fast-check';
import { anchor, clip, html, oneLine, trusted, visible } from './escape';

const texts = fc.string({ unit: 'binary', maxLength: 60 });

describe('the html tag', () => {
  it('escapes text in elements and in quoted attributes', () => {
    expect(html`<a title="${'"&<'}">${"'`>"}</a>`.text).toBe('<a title="&quot;&amp;&lt;">&#39;&#96;&gt;</a>');
  });

  it('leaves Html as it is, joins lists and drops what is absent', () => {
    expect(html`${[html`<b>${1}</b>`, '<', trusted('<i>')]}${undefined}${null}${false}`.text).toBe('<b>1</b>&lt;<i>');
  });

  it('lets no markup through, whatever the text', () => {
    fc.assert(
      fc.property(texts, (text) => !/[<>"'`]/.test(html`${text}`.text)),
      { seed: 1 },
    );
  });
});

describe('visible text', () => {
  it('shows control characters, reordering marks and lone surrogates by their number', () => {
    expect(visible('a\u0000b\u202ec\ud800d\ufeff')).toBe('a⟨U+0000⟩b⟨U+202E⟩c⟨U+D800⟩d⟨U+FEFF⟩');
  });

  it('keeps tab, newline, letters of any script and astral characters', () => {
    const text = 'a\tb\nשלום 𝛑 ½ −1\u202f000';
    expect(visible(text)).toBe(text);
  });

  it('holds only characters that XML 1.0 allows', () => {
    const illegal = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
    fc.assert(
      fc.property(texts, (text) => !illegal.test(visible(text))),
      { seed: 2 },
    );
  });

  it('stays on one line where asked', () => {
    fc.assert(
      fc.property(texts, (text) => !/[\n\r\t]/.test(oneLine(text))),
      { seed: 3 },
    );
  });
});

describe('clipping', () => {
  it('says how much it cut', () => {
    expect(clip('abcdef', 4)).toBe('abcd… (2 more characters)');
  });

  it('never halves a surrogate pair', () => {
    expect(clip('𝛑𝛑𝛑', 2)).toBe('𝛑𝛑… (1 more characters)');
  });
});

describe('an anchor', () => {
  it('is the id itself where that is safe', () => {
    expect(anchor('register.counts-export')).toBe('register.counts-export');
  });

  it('holds no character that ends an attribute or a fragment', () => {
    fc.assert(
      fc.property(texts, (text) => /^[A-Za-z0-9._-]*$/.test(anchor(text))),
      { seed: 4 },
    );
  });

  it('differs for different texts', () => {
    fc.assert(
      fc.property(texts, texts, (left, right) => left === right || anchor(left) !== anchor(right)),
      { seed: 5 },
    );
  });
});
