import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { packageRoot } from '../declaration/package-root';
import { UsageError } from '../trace/errors';
import { type BenchFace, say } from './bench-face';
import type { LiveState } from './live-run';
import { postedForm } from './posted-form';

const LOOPBACK = '127.0.0.1';
/** Often enough for an eye, seldom enough for a bench. */
const BETWEEN_STATES_MS = 200;
/** A reader that does not take the last state by then goes without it. */
const LAST_WORD_MS = 1000;

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  // With no-referrer a browser would not say whence a form comes, and with less the token would leave this page.
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const FILES: Record<string, { file: string; type: string }> = {
  '': { file: 'index.html', type: 'text/html; charset=utf-8' },
  'page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
  'page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
};

/**
 * Shows a run on a page of this machine alone: bound to the loopback, behind a token in its address, and only for requests that name it as
 * their host, so that no page from elsewhere reaches it by a name of its own. Nothing can be changed by it but what a manual bench is
 * told, by a form of its own page.
 */
export class LiveServer {
  private readonly token = randomBytes(16).toString('hex');
  private readonly listeners = new Set<ServerResponse>();
  private readonly server: Server;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly state: () => LiveState,
    private readonly bench: BenchFace | undefined,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  /** `port` 0 takes a free one; `bench` takes what a person answers. Throws a UsageError where the port is taken. */
  static async start(state: () => LiveState, port = 0, bench?: BenchFace): Promise<LiveServer> {
    const live = new LiveServer(state, bench);
    await new Promise<void>((resolve, reject) => {
      live.server.once('error', (cause: NodeJS.ErrnoException) =>
        reject(
          new UsageError(`--serve ${port}: ${LOOPBACK}:${port} cannot be used (${cause.code}); leave the port out`, { cause }),
        ),
      );
      live.server.listen(port, LOOPBACK, resolve);
    });
    return live;
  }

  get address(): string {
    return `http://${LOOPBACK}:${this.port}/${this.token}/`;
  }

  /** Something is new: it is shown soon, whatever comes meanwhile with it. */
  changed = (): void => {
    this.timer ??= global.setTimeout(() => {
      this.timer = undefined;
      this.send();
    }, BETWEEN_STATES_MS);
  };

  /** Shows the last state and lets go of every reader. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.send();
    const closed = new Promise((resolve) => this.server.close(resolve));
    const told = [...this.listeners].map((listener) => new Promise<void>((resolve) => listener.end(resolve)));
    await Promise.race([Promise.all(told), setTimeout(LAST_WORD_MS, undefined, { ref: false })]);
    this.server.closeAllConnections();
    await closed;
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private send() {
    const event = `data: ${JSON.stringify(this.state())}\n\n`;
    for (const listener of this.listeners) listener.write(event);
  }

  private async answer(request: IncomingMessage, response: ServerResponse) {
    const refuse = (status: number, why: string) =>
      response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain' }).end(why);
    if (![`${LOOPBACK}:${this.port}`, `localhost:${this.port}`].includes(request.headers.host ?? ''))
      return refuse(421, 'this page has another host');
    const [, token = '', path = ''] = /^\/([^/?]*)\/([^?]*)$/.exec(request.url ?? '') ?? [];
    if (!this.isToken(token)) return refuse(404, 'not found');
    if (request.method === 'POST' && path === 'answer' && this.bench) {
      const form = await postedForm(request, `http://${request.headers.host}`).catch(() => undefined);
      if (!form) return response.destroy();
      const refused = form instanceof URLSearchParams ? say(this.bench, form) : form;
      if (refused) return refuse(refused.status, refused.why);
      return response.writeHead(303, { ...HEADERS, Location: `/${this.token}/` }).end();
    }
    if (request.method !== 'GET') return refuse(405, 'only GET');
    if (path === 'events') return this.listen(response);
    const found = FILES[path];
    if (!found) return refuse(404, 'not found');
    const text = readFileSync(join(packageRoot(), 'live', 'page', found.file));
    return response.writeHead(200, { ...HEADERS, 'Content-Type': found.type }).end(text);
  }

  private isToken(given: string): boolean {
    const [left, right] = [Buffer.from(given), Buffer.from(this.token)];
    return left.length === right.length && timingSafeEqual(left, right);
  }

  private listen(response: ServerResponse) {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(this.state())}\n\n`);
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
  }
}
