import { renderHtml } from '.';
import { violations } from './axe.fixture';
import { Chromium, describeInBrowser } from './browser.fixture';
import { HOSTILE_TEXTS, withHostileTexts } from './hostile-texts.fixture';
import { sampleResult } from './sample-result.fixture';

const chromium = new Chromium();
afterAll(() => chromium.close());

/** Like a conformant meter: no failure, nothing open. */
const conformant = () => {
  const result = sampleResult();
  result.requirements = result.requirements.filter(({ verdict }) => verdict === 'pass');
  return { ...result, failures: [], statement: { ...result.statement, verdict: 'conformant' as const, attested: [] } };
};

describeInBrowser('the HTML report in a browser', () => {
  it.each(['light', 'dark'] as const)('meets WCAG AA by every rule of axe, %s', async (colorScheme) => {
    const page = await chromium.open(renderHtml(sampleResult()), { colorScheme });
    expect(await violations(page)).toEqual([]);
  });

  it('meets them where everything passed too', async () => {
    expect(await violations(await chromium.open(renderHtml(conformant())))).toEqual([]);
  });

  it('would be told of a contrast that is too low', async () => {
    const page = await chromium.open(renderHtml(sampleResult()));
    await page.evaluate(`document.querySelector('.says').style.color = '#fcc'`);
    expect((await violations(page)).join()).toContain('color-contrast');
  });

  it.each([360, 800, 1600])('is read without scrolling sideways at %d pixels', async (width) => {
    const page = await chromium.open(renderHtml(sampleResult()), { viewport: { width, height: 900 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  it('fits on A4 when printed, with nothing cut off', async () => {
    const page = await chromium.open(renderHtml(sampleResult()), { viewport: { width: 680, height: 900 } });
    await page.emulateMedia({ media: 'print' });
    const cut = await page.evaluate(
      `[...document.querySelectorAll('.scroll, pre, table')].filter((each) => each.scrollWidth > 682).map((each) => each.outerHTML.slice(0, 100))`,
    );
    expect(cut).toEqual([]);
  });

  it('is walked through by keyboard: the first stop skips to the statement, and every stop shows', async () => {
    const page = await chromium.open(renderHtml(sampleResult()));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the statement');
    const stops = (await page.evaluate(`document.querySelectorAll('a[href], [tabindex="0"]').length`)) as number;
    const seen = new Set<string>();
    for (let stop = 1; stop <= stops; stop++) {
      const [outline, mark] = (await page.evaluate(
        `(() => { const at = document.activeElement; at.dataset.stop ??= '${stop}'; return [getComputedStyle(at).outlineStyle, at.dataset.stop]; })()`,
      )) as [string, string];
      expect(outline).toBe('solid');
      seen.add(mark);
      await page.keyboard.press('Tab');
    }
    expect(seen.size).toBe(stops);
  });

  it('shows the whole statement without any script', async () => {
    const page = await chromium.open(renderHtml(sampleResult()), { javaScriptEnabled: false });
    expect(await page.textContent('.says')).toBe(sampleResult().statement.text);
  });
});

describeInBrowser('hostile text in a browser', () => {
  it.each(HOSTILE_TEXTS.map((_, first) => first))(
    'opens no dialog, asks for nothing and trips no policy, from number %d',
    async (first) => {
      const page = await chromium.open('<!doctype html><title>before</title>');
      const heard: string[] = [];
      page.on('dialog', async (dialog) => {
        heard.push(`dialog ${dialog.message()}`);
        await dialog.dismiss();
      });
      page.on('console', (message) => heard.push(message.text()));
      page.on('pageerror', (error) => heard.push(error.message));
      page.on('request', (request) => !request.isNavigationRequest() && heard.push(request.url()));
      await page.setContent(renderHtml(withHostileTexts(sampleResult(), first)));
      await page.evaluate(
        `for (const each of document.querySelectorAll('a, [tabindex]')) { each.focus(); each.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })); }`,
      );
      expect(heard).toEqual([]);
      expect(await page.evaluate('document.scripts.length')).toBe(0);
    },
  );

  it('would be heard where a dialog opens', async () => {
    const page = await chromium.open('<!doctype html><script>alert(1)</script>');
    const dialog = page.waitForEvent('dialog');
    void page.reload();
    const opened = await dialog;
    expect(opened.message()).toBe('1');
    await opened.dismiss();
  });
});
