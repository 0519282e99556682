import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where the browser is looked for; another one can be named by CHROMIUM. */
export const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const hasBrowser = existsSync(EXECUTABLE);

/** Titles a block of tests that need a real browser; where there is none they are skipped, and the title says so. */
export const describeInBrowser = (title: string, tests: () => void) =>
  hasBrowser ? describe(title, tests) : describe.skip(`${title} (no Chromium at ${EXECUTABLE})`, tests);

/** A browser for the tests of one file, and pages that show a document from a file. */
export class Chromium {
  private browser: Browser | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'browser-'));
  private files = 0;

  async open(document: string, options: BrowserContextOptions = {}): Promise<Page> {
    // A container has no user namespaces for the sandbox; what is shown is made here.
    this.browser ??= await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] });
    const page = await (await this.browser.newContext(options)).newPage();
    const file = join(this.folder, `${this.files++}.html`);
    writeFileSync(file, document);
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  async close(): Promise<void> {
    await this.browser?.close();
    rmSync(this.folder, { recursive: true });
  }
}
