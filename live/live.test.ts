import { request } from 'node:http';
import { type Browser, chromium } from 'playwright-core';
import { FAULTS } from '../adapters/reference/faults';
import { describeInBrowser, EXECUTABLE } from '../reports/browser.fixture';
import { adapted } from '../suites/conduct/plan';
import { EVERY_OBJECT, play } from '../suites/conduct/play';
import type { PlannedScenario } from '../suites/conduct/run-directory';
import { referenceStage } from '../suites/reference-plays.fixture';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import { MemoryTrace } from '../trace/sink';
import type { TraceRecord } from '../trace/vocabulary';
import { LiveRun } from './live-run';
import { LiveServer } from './live-server';

const HOSTILE = '<img src=x onerror="window.stolen=1"><script>window.stolen=1</script>';

/** Records of a scenario as a faulty meter leaves them. */
async function recordsOf(name: string): Promise<readonly TraceRecord[]> {
  const stage = referenceStage({ faults: FAULTS.filter((fault) => fault.name === 'netted-across-elements') });
  const sink = new MemoryTrace();
  const scenario = scriptedScenarios().find((one) => one.name === name)!;
  await play(adapted(scenario, stage.meter.choices), stage, EVERY_OBJECT, sink);
  return sink.records;
}

const planned = (name: string): PlannedScenario => ({
  ...{ name, title: `Title of ${name}`, kind: 'scripted', file: '', sha256: '', trace: '' },
});

function liveRun(changed = (): void => undefined, now = () => 0) {
  const { meter } = referenceStage();
  meter.meter.model = HOSTILE;
  return new LiveRun(
    meter,
    new Map([
      ['four-directions', 10],
      ['leap-day', 30],
    ]),
    changed,
    now,
  );
}

describe('a run that is followed', () => {
  it('tells progress, verdicts so far and the newest failures', async () => {
    const run = liveRun();
    run.started(planned('four-directions'), 1, 2);
    expect(run.snapshot()).toMatchObject({ done: 0, of: 2, scenario: { name: 'four-directions' } });
    for (const record of await recordsOf('four-directions')) run.recorded(record);
    run.ended(planned('four-directions'));
    const { done, verdicts, failed } = run.snapshot();
    expect(done).toBe(1);
    expect(verdicts.fail).toBeGreaterThan(0);
    expect(verdicts.pass).toBeGreaterThan(0);
    expect(failed.map(({ requirement }) => requirement)).toContain('register.gross-across-elements');
  });

  it('tells the time left by what the scenarios weigh', async () => {
    let now = 0;
    const run = liveRun(undefined, () => now);
    expect(run.snapshot()).not.toHaveProperty('leftMs');
    run.started(planned('four-directions'), 1, 2);
    for (const record of await recordsOf('four-directions')) run.recorded(record);
    now = 5000;
    run.ended(planned('four-directions'));
    expect(run.snapshot().leftMs).toBe(15_000);
  });

  it('charts what flowed and how the registers moved, the last half hour of it', async () => {
    const run = liveRun();
    run.started(planned('four-directions'), 1, 2);
    const records = await recordsOf('four-directions');
    for (const record of records) run.recorded(record);
    const { chart } = run.snapshot();
    expect(chart.toMs - chart.fromMs).toBeLessThanOrEqual(30 * 60_000);
    expect(chart.toMs).toBe(records.at(-1)!.atMs);
    expect(chart.power.map(({ element }) => element)).toEqual(['primary', 'secondary']);
    expect(chart.registers.map(({ name }) => name)).toContain('secondary.export.total');
    const all = liveRun();
    all.started(planned('four-directions'), 1, 2);
    const watts = new Set<number>();
    for (const record of records) {
      all.recorded(record);
      for (const [, watt] of all.snapshot().chart.power.find(({ element }) => element === 'secondary')?.points ?? [])
        watts.add(Math.round(watt));
    }
    // The script lets 3 kW flow each way.
    expect([...watts]).toEqual(expect.arrayContaining([-3000, 0]));
  });

  it('shows what persons at the bench were asked and answered', () => {
    const run = liveRun();
    run.started(planned('four-directions'), 1, 2);
    run.recorded({
      seq: 1,
      prev: '',
      atMs: 0,
      kind: 'operator',
      of: 1,
      name: 'O. Perator',
      over: 'page',
      asked: 'lamp',
      answer: 'flashes',
    });
    expect(run.snapshot().operator).toEqual([{ name: 'O. Perator', asked: 'lamp', answer: 'flashes' }]);
  });
});

/** A request as somebody may send it. */
function asked(url: string, { headers = {}, method = 'GET' }: { headers?: Record<string, string>; method?: string } = {}) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    request(url, { headers, method }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('the server of a live page', () => {
  let server: LiveServer;
  beforeEach(async () => {
    server = await LiveServer.start(() => liveRun().snapshot());
  });
  afterEach(() => server.close());

  it('is bound to the loopback and has an address that nobody guesses', () => {
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/);
  });

  it('gives the page under a policy that lets in nothing from elsewhere', async () => {
    const { status, headers, text } = await asked(server.address);
    expect(status).toBe(200);
    expect(text).toContain('page.js');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([
    ['another host, as a rebound name would be', '', { headers: { host: 'evil.example' } }, 421],
    ['another port', '', { headers: { host: '127.0.0.1:1' } }, 421],
    ['another token', '../00000000000000000000000000000000/', {}, 404],
    ['no token', '../', {}, 404],
    ['a path out of its folder', '..%2f..%2fpackage.json', {}, 404],
    ['a file that is not of the page', 'live-server.js', {}, 404],
    ['anything that would change something', '', { method: 'POST' }, 405],
  ] as const)('refuses %s', async (_, path, options, status) => {
    expect((await asked(new URL(path, server.address).href, options)).status).toBe(status);
    expect((await asked(`${server.address}events`, { headers: { host: 'evil.example' } })).status).toBe(421);
  });

  it('tells every reader how the run ended before it lets go of them', async () => {
    const run = liveRun();
    const other = await LiveServer.start(() => run.snapshot());
    const reading = asked(`${other.address}events`);
    await asked(other.address);
    run.finish({ statement: 'conformant', text: 'all is well', report: 'r'.repeat(100_000) });
    await other.close();
    const events = (await reading).text.trim().split('\n\n');
    expect(JSON.parse(events.at(-1)!.replace(/^data: /, ''))).toMatchObject({ ended: { statement: 'conformant' } });
  });

  it('says which port is taken', async () => {
    const port = Number(new URL(server.address).port);
    await expect(LiveServer.start(() => liveRun().snapshot(), port)).rejects.toThrow(
      /cannot be used \(EADDRINUSE\); leave the port out/,
    );
  });
});

describeInBrowser('a live page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(() => browser.close());

  it('follows a run to its end, and no text of a meter is more than text', async () => {
    let run: LiveRun | undefined;
    const server = await LiveServer.start(() => run!.snapshot());
    run = liveRun(server.changed);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(server.address);
    run.started({ ...planned('four-directions'), title: HOSTILE }, 1, 2);
    await page.getByText('four-directions:').waitFor();
    for (const record of await recordsOf('four-directions')) run.recorded(record);
    run.ended(planned('four-directions'));
    await page.getByText('1 of 2 scenarios').waitFor();
    await page.getByText(/^✕ \d+ fail$/).waitFor();
    expect(await page.locator('#failed li').first().textContent()).toMatch(/: four-directions|: the|: /);
    expect(await page.locator('#power path').count()).toBe(2);
    expect(await page.locator('#registers path').count()).toBeGreaterThan(0);
    if (process.env.SMETS2_SCREENSHOT) await page.screenshot({ path: process.env.SMETS2_SCREENSHOT, fullPage: true });
    run.finish({ statement: 'non-conformant', text: HOSTILE, report: 'runs/x/report.html' });
    await page.getByText('non-conformant:').waitFor();
    await server.close();
    expect(await page.evaluate('window.stolen')).toBeUndefined();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
