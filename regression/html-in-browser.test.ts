import { violations } from '../reports/axe.fixture';
import { Chromium, describeInBrowser } from '../reports/browser.fixture';
import { digest, withRequirement } from './digest.fixture';
import { gridOf } from './grid';
import { comparisonHtml } from './html';

const chromium = new Chromium();
afterAll(() => chromium.close());

const build = (firmware: string, verdict: 'pass' | 'fail' | 'inconclusive') =>
  withRequirement({ verdict }, { run: firmware, meter: { ...digest().meter, firmware }, seed: 7 });
const WORSE = comparisonHtml(gridOf(build('1.0', 'pass'), [build('1.1', 'inconclusive'), build('1.2', 'fail')]));
const AS_GOOD = comparisonHtml(gridOf(build('1.0', 'pass'), [build('1.1', 'pass')]));

describeInBrowser('the comparison of builds in a browser', () => {
  it.each([
    ['worse', 'light', WORSE],
    ['worse', 'dark', WORSE],
    ['as good', 'light', AS_GOOD],
    ['as good', 'dark', AS_GOOD],
  ] as const)('meets WCAG AA by every rule of axe: %s, %s', async (_, colorScheme, page) => {
    expect(await violations(await chromium.open(page, { colorScheme }))).toEqual([]);
  });

  it.each([360, 1600])('is read without scrolling sideways at %d pixels', async (width) => {
    const page = await chromium.open(WORSE, { viewport: { width, height: 900 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});
