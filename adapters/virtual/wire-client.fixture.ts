import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type BytePort, monotonicMs } from '../../native';
import { TimeoutError } from '../../trace/errors';
import {
  type Authentication,
  associationRequest,
  ClientTransfer,
  CONFORMANCE_BITS,
  decodeApdu,
  encodeApdu,
  type GetDataResult,
  initiateRequestOctets,
  invokeIdAndPriority,
  type Link,
  type LinkEvent,
  ReaderSignOn,
  type ServerApdu,
} from '../dlms';
import { LineCutter, lineOf, parseGreeting, parseReply, type Reply, type Request } from './side-channel';

type WithoutId<R> = R extends unknown ? Omit<R, 'id'> : never;

/** A client of links and APDUs of our own on a port, one request at a time. */
export class WireClient {
  constructor(
    private readonly port: BytePort,
    private readonly link: Link,
  ) {}

  /** Signs on in mode E; the line is left at 8N1. */
  async signOn(): Promise<void> {
    const reader = new ReaderSignOn({ line: 'test', purpose: 'hdlc', mostBaud: 9600 });
    let events = reader.open(monotonicMs());
    for (;;) {
      for (const event of events) {
        if (event.event === 'transmit') {
          await this.port.write(event.octets);
          reader.sent(monotonicMs());
        } else if (event.event === 'retune') await this.port.setLine?.(event.line);
        else if (event.event === 'failed') throw event.error;
        else if (event.event === 'signed-on') return;
      }
      const octets = await this.heard(reader.wakeAtMs);
      events = octets ? reader.receive(octets, monotonicMs()) : reader.wake(monotonicMs());
    }
  }

  async associate(authentication: Authentication): Promise<void> {
    await this.until(this.link.open(monotonicMs()), 'connected');
    const userInformation = initiateRequestOctets({ conformance: CONFORMANCE_BITS, clientMaxReceivePduSize: 512 });
    const answer = await this.ask(
      encodeApdu('client', { kind: 'aarq', ...associationRequest({ authentication, userInformation }) }),
    );
    if (answer.kind !== 'aare' || answer.result !== 'accepted') throw new Error(JSON.stringify(answer));
  }

  async get(attribute: { classId: number; instanceId: string; attributeId: number }): Promise<GetDataResult> {
    const transfer = new ClientTransfer(
      { kind: 'get-request-normal', invokeIdAndPriority: invokeIdAndPriority(1), attribute },
      { serverMaxReceivePduSize: 0 },
    );
    for (let apdu = transfer.first(); ; ) {
      const step = transfer.take(await this.ask(encodeApdu('client', apdu)));
      if ('send' in step) apdu = step.send;
      else if ('response' in step && step.response.kind === 'get-response-normal') return step.response.result;
      else throw new Error(JSON.stringify(step));
    }
  }

  async close(): Promise<void> {
    await this.until(this.link.close(monotonicMs()), 'disconnected');
    await this.port.close();
  }

  private async ask(apdu: Uint8Array): Promise<ServerApdu> {
    const event = await this.until(this.link.send(apdu, monotonicMs()), 'received');
    return decodeApdu('server', event.apdu);
  }

  private async until<E extends LinkEvent['event']>(first: LinkEvent[], wanted: E): Promise<Extract<LinkEvent, { event: E }>> {
    for (let events = first; ; ) {
      for (const event of events) {
        if (event.event === 'transmit') {
          await this.port.write(event.octets);
          this.link.sent(monotonicMs());
        } else if (event.event === 'failed') throw event.error;
        else if (event.event === wanted) return event as Extract<LinkEvent, { event: E }>;
      }
      const octets = await this.heard(this.link.wakeAtMs);
      events = octets ? this.link.receive(octets, monotonicMs()) : this.link.wake(monotonicMs());
    }
  }

  private async heard(wakeAtMs: number | undefined): Promise<Uint8Array | undefined> {
    try {
      return (await this.port.read({ responseMs: Math.max(1, (wakeAtMs ?? monotonicMs() + 20_000) - monotonicMs()) })).octets;
    } catch (error) {
      if (error instanceof TimeoutError) return undefined;
      throw error;
    }
  }
}

/** A bench at the side channel. */
export class SideClient {
  private readonly cutter = new LineCutter();
  private readonly lines: string[] = [];
  private id = 0;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (octets) => {
      this.lines.push(...this.cutter.push(octets as Buffer));
      socket.emit('line');
    });
  }

  static async at(path: string) {
    const socket = connect(path);
    await once(socket, 'connect');
    const client = new SideClient(socket);
    return { client, greeting: parseGreeting(await client.next()) };
  }

  async ask(request: WithoutId<Request>): Promise<Reply> {
    this.socket.write(lineOf({ id: ++this.id, ...request } as Request));
    const reply = parseReply(await this.next());
    if (reply.id !== this.id) throw new Error(`reply ${reply.id} to ${this.id}`);
    return reply;
  }

  async close(): Promise<void> {
    this.socket.end();
    await once(this.socket, 'close');
  }

  private async next(): Promise<string> {
    while (this.lines.length === 0) await once(this.socket, 'line');
    return this.lines.shift()!;
  }
}
