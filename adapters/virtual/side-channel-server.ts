import { createServer, type Server, type Socket } from 'node:net';
import { DecodeError } from '../../trace/errors';
import { LineCutter, lineOf, parseRequest, type Reply, type Request, refusalOf, SIDE_CHANNEL } from './side-channel';
import type { VirtualMeter } from './virtual-meter';

/** Serves the side channel of a virtual meter to one bench at a time; what it says is in `side-channel.ts`. */
export function sideChannelServer(meter: VirtualMeter): Server {
  let held = false;
  return createServer((socket) => {
    if (held) {
      const refused = { whose: 'bench', code: 'busy', message: 'another bench moves this meter: end it first' } as const;
      socket.on('error', () => {});
      socket.end(lineOf({ protocol: SIDE_CHANNEL, refused }));
      return;
    }
    held = true;
    new Bench(meter, socket).begin();
    socket.on('close', () => {
      held = false;
      meter.goOn();
    });
  });
}

/** One bench's connection: requests are answered one after the other, in their order. */
class Bench {
  private readonly cutter = new LineCutter();
  private readonly gone = new AbortController();
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly meter: VirtualMeter,
    private readonly socket: Socket,
  ) {}

  begin(): void {
    const { maker, timeKept: time } = this.meter;
    const meterCapabilities = [...maker.meterCapabilities];
    const benchCapabilities = [...maker.benchCapabilities];
    const greeting = { meter: maker.name, meterCapabilities, benchCapabilities, time, nowMs: this.meter.now() };
    this.socket.write(lineOf({ protocol: SIDE_CHANNEL, ...greeting }));
    this.socket.on('data', (octets) => this.came(octets as Buffer));
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('close', () => this.gone.abort());
  }

  /** Nothing more is taken until what came is answered. Whoever breaks the form is cut off: what it means cannot be known. */
  private came(octets: Uint8Array): void {
    try {
      const requests = this.cutter.push(octets).map(parseRequest);
      this.socket.pause();
      this.turn = this.turn.then(async () => {
        for (const request of requests) await this.serve(request);
        this.socket.resume();
      });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.socket.destroySoon();
    }
  }

  private async serve(request: Request): Promise<void> {
    if (this.gone.signal.aborted) return;
    const { id } = request;
    let reply: Reply;
    try {
      reply = { id, ...(await this.answer(request)), nowMs: this.meter.now() };
    } catch (error) {
      if (this.gone.signal.aborted) return;
      reply = { id, refused: refusalOf(error), nowMs: this.meter.now() };
    }
    this.socket.write(lineOf(reply));
  }

  private async answer(request: Request) {
    switch (request.ask) {
      case 'make':
        await this.meter.make(request.meter, request.time);
        return { made: this.meter.maker.name };
      case 'take':
        this.meter.take(request.time);
        return {};
      case 'perform':
        return { intervals: [...(await this.meter.perform(request.stimulus, this.gone.signal))] };
      case 'now':
        return {};
    }
  }
}
