import { request } from 'node:http';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Desk } from '../adapters/bench/desk';
import { violations } from '../reports/axe.fixture';
import { describeInBrowser, EXECUTABLE } from '../reports/browser.fixture';
import { referenceStage } from '../suites/reference-plays.fixture';
import type { BenchFace } from './bench-face';
import { LiveRun } from './live-run';
import { LiveServer } from './live-server';

const listening = () => new AbortController().signal;
const HOSTILE = '<img src=x onerror="window.stolen=1">';

const faceOf = (desk: Desk): BenchFace => ({
  question: () => desk.question,
  standing: () => desk.standing,
  answer: (id, answer) => desk.answer(id, { ...answer, over: 'page' }),
  wentWrong: (answer) => desk.wentWrong({ ...answer, over: 'page' }),
});

/** A page beside a desk. */
async function served() {
  const desk = new Desk();
  const face = faceOf(desk);
  let run: LiveRun | undefined;
  const server = await LiveServer.start(() => run!.snapshot(), 0, face);
  run = new LiveRun(referenceStage().meter, new Map([['by-hand', 1]]), server.changed, Date.now, face);
  desk.onChange(server.changed);
  return { desk, server, run };
}

/** Posts a form as somebody may. */
function posted(address: string, form: Record<string, string> | string, headers: Record<string, string> = {}): Promise<number> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    request(`${address}answer`, { method: 'POST', headers: { ...type, ...headers } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode!));
    })
      .on('error', reject)
      .end(body);
  });
}

describe('a form of the page of a manual bench', () => {
  let site: Awaited<ReturnType<typeof served>>;
  let asked: Promise<unknown>;
  const answer = { id: '1', answer: 'done', name: 'O. Perator', note: '' };
  beforeEach(async () => {
    site = await served();
    asked = site.desk.ask(['primary: off'], undefined, listening());
  });
  afterEach(() => site.server.close());

  it('answers the question that is open, once', async () => {
    expect(await posted(site.server.address, answer)).toBe(303);
    expect(await asked).toEqual({ name: 'O. Perator', over: 'page', done: true });
    expect(await posted(site.server.address, answer)).toBe(409);
  });

  it('says that it could not be done, and why', async () => {
    await posted(site.server.address, { ...answer, answer: 'not-done', note: 'a fuse' });
    expect(await asked).toMatchObject({ done: false, note: 'a fuse' });
  });

  it('says that something went wrong, whether or not anything is asked', async () => {
    expect(await posted(site.server.address, { answer: 'went-wrong', name: 'O. Perator', note: 'it was 1 kW' })).toBe(303);
    expect(site.desk.takeAlarm()).toEqual({ name: 'O. Perator', over: 'page', note: 'it was 1 kW' });
  });

  it('is heard with its own origin', async () => {
    const { origin } = new URL(site.server.address);
    expect(await posted(site.server.address, answer, { origin, 'sec-fetch-site': 'same-origin' })).toBe(303);
  });

  it.each([
    ['from a page of another origin', answer, { origin: 'https://evil.example' }, 403],
    ['from a page without an origin', answer, { origin: 'null' }, 403],
    ['that a browser calls cross-site', answer, { 'sec-fetch-site': 'cross-site' }, 403],
    ['that a browser calls same-site only', answer, { 'sec-fetch-site': 'same-site' }, 403],
    ['for another host', answer, { host: 'evil.example' }, 421],
    ['of a type that any page may send', answer, { 'content-type': 'text/plain' }, 415],
    ['longer than any answer', 'x'.repeat(8193), {}, 413],
    ['as long as any answer, and without one', 'x'.repeat(8192), {}, 400],
    ['without an answer', { id: '1', name: 'x' }, {}, 400],
    ['with an answer that there is not', { ...answer, answer: 'maybe' }, {}, 400],
    ['to no question', { ...answer, id: 'x' }, {}, 400],
    ['to another question', { ...answer, id: '7' }, {}, 409],
  ] as const)('is not heard %s', async (_, form, headers, status) => {
    expect(await posted(site.server.address, form, headers)).toBe(status);
    expect([site.desk.question?.id, site.desk.alarm.aborted]).toEqual([1, false]);
  });

  it('is not heard without the token, nor where no bench asks', async () => {
    expect(await posted(new URL('../00000000000000000000000000000000/', site.server.address).href, answer)).toBe(404);
    const plain = await LiveServer.start(() => site.run.snapshot());
    expect(await posted(plain.address, answer)).toBe(405);
    await plain.close();
    expect(site.desk.question?.id).toBe(1);
  });
});

describeInBrowser('the page of a manual bench in a browser', () => {
  let browser: Browser;
  let page: Page;
  let site: Awaited<ReturnType<typeof served>>;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    site = await served();
    page = await browser.newPage();
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(site.server.address);
  });
  afterEach(async () => {
    await page.close();
    await site.server.close();
  });

  const shot = (name: string) => {
    const folder = process.env.SMETS2_SCREENSHOTS;
    return folder ? page.screenshot({ path: `${folder}/${name}.png`, fullPage: true }) : undefined;
  };

  it('asks, takes the answer, and asks the next with the name kept', async () => {
    await page.getByText('Nothing to set just now. All is off.').waitFor();
    expect(await page.getByRole('button', { name: 'Done' }).isVisible()).toBe(false);
    const lines = ['primary: import 1,000 W (now off)', 'secondary: export 2,000 W (now off)'];
    const first = site.desk.ask(lines, Date.now() + 600_000, listening());
    await page.getByText('secondary: export 2,000 W (now off)').waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/^Please set, to stay so until \d\d:\d\d:\d\d UTC, for 10 min:/);
    await shot('asked');
    await page.getByRole('button', { name: 'Done' }).click();
    // Without a name the form is not sent.
    expect(site.desk.question?.id).toBe(1);
    await page.getByLabel('Who you are').fill('O. Perator');
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await first).toEqual({ name: 'O. Perator', over: 'page', done: true });
    site.desk.stands(['primary at import 1,000 W']);
    await page.getByText('Set: primary at import 1,000 W.').waitFor();
    await shot('holding');
    const second = site.desk.ask(['primary: off (now import 1,000 W)'], undefined, listening());
    await page.getByText('primary: off (now').waitFor();
    await page.getByLabel('What there is to say').fill('a fuse');
    await page.getByRole('button', { name: 'Could not do it' }).click();
    expect(await second).toEqual({ name: 'O. Perator', over: 'page', done: false, note: 'a fuse' });
    await page.getByText('Nothing to set just now').waitFor();
    expect(await page.getByLabel('What there is to say').inputValue()).toBe('');
  });

  it('says that something went wrong while nothing is asked', async () => {
    await page.getByLabel('Who you are').fill('O. Perator');
    await page.getByLabel('What there is to say').fill('it was 1 kW');
    const alarm = new Promise((resolve) => site.desk.alarm.addEventListener('abort', resolve));
    await page.getByRole('button', { name: 'Something went wrong' }).click();
    await alarm;
    expect(site.desk.takeAlarm()).toMatchObject({ name: 'O. Perator', note: 'it was 1 kW' });
  });

  it('shows what is asked and answered as text alone', async () => {
    site.run.recorded({
      ...{ seq: 1, prev: '', atMs: 0, kind: 'operator', of: 1 },
      ...{ name: HOSTILE, over: 'page', asked: HOSTILE, answer: HOSTILE },
    });
    void site.desk.ask([HOSTILE], undefined, listening());
    await page.locator('#question').getByText(HOSTILE).waitFor();
    await page.locator('#operator').getByText(HOSTILE).first().waitFor();
    expect(await page.evaluate('window.stolen')).toBeUndefined();
    expect(await page.locator('main img').count()).toBe(0);
  });

  it('can be used with a keyboard, and axe finds nothing', async () => {
    const asked = site.desk.ask(['primary: off'], undefined, listening());
    await page.getByText('primary: off').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
    await page.keyboard.press('Tab');
    await page.keyboard.type('O. Perator');
    await page.keyboard.press('Enter');
    expect(await asked).toMatchObject({ name: 'O. Perator', done: true });
  });

  afterAll(() => expect(complaints).toEqual([]));
});
