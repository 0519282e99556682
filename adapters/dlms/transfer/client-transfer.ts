import { DecodeError } from '../../../trace/errors';
import { type ClientApdu, encodeApdu, type ServerApdu } from '../apdu/apdu';
import type { DataBlock } from '../apdu/descriptors';
import { decode, encode } from '../shape';
import { BlockReceiver, BlockSender, LONGEST_TRANSFER, type Received, roomIn } from './blocks';
import { CARRIED, type WholeRequest, type WholeResponse } from './whole';

/**
 * What a client does next: send an APDU, or take the whole answer. `refused` is an APDU that answers no service (exception-response
 * and the like); `broken` says how the server broke the rules of block transfer, and nothing more is to be sent.
 */
export type ClientStep = { send: ClientApdu } | { response: WholeResponse } | { refused: ServerApdu } | { broken: string };

export interface ClientTransferOptions {
  /** Octets that the server receives in one APDU; 0 is no limit. */
  serverMaxReceivePduSize: number;
  longest?: number;
}

/** One GET, SET or ACTION of a client, cut into blocks and joined again as needed; a state without a wire. */
export class ClientTransfer {
  private readonly sender: BlockSender | undefined;
  private receiver: BlockReceiver | undefined;

  constructor(
    private readonly request: WholeRequest,
    private readonly options: ClientTransferOptions,
  ) {
    this.sender = this.longRequest();
  }

  /** The first APDU to send. */
  first(): ClientApdu {
    return this.sender === undefined ? this.request : this.firstBlock(this.sender.next());
  }

  /** What follows an APDU of the server. */
  take(apdu: ServerApdu): ClientStep {
    if (!('invokeIdAndPriority' in apdu)) return { refused: apdu };
    const asked = this.request.invokeIdAndPriority & INVOKE_ID;
    const answered = apdu.invokeIdAndPriority & INVOKE_ID;
    if (answered !== asked) return { broken: `answered invoke id ${answered} instead of ${asked}` };
    if (serviceOf(apdu) !== serviceOf(this.request)) return { broken: `answered ${this.request.kind} by ${apdu.kind}` };
    switch (apdu.kind) {
      case 'get-response-normal':
      case 'get-response-with-list':
      case 'set-response-normal':
      case 'set-response-with-list':
      case 'action-response-normal':
      case 'action-response-with-list':
        return { response: apdu };
      case 'get-response-with-datablock':
        return this.getBlock(apdu);
      case 'set-response-datablock':
      case 'action-response-next-pblock':
        return this.nextBlock(apdu.blockNumber);
      case 'set-response-last-datablock':
        return this.response({ kind: 'set-response-normal', result: apdu.result });
      case 'set-response-last-datablock-with-list':
        return this.response({ kind: 'set-response-with-list', results: apdu.results });
      case 'action-response-with-pblock':
        return this.actionBlock(apdu.pblock);
    }
  }

  private longRequest(): BlockSender | undefined {
    const { request } = this;
    const { serverMaxReceivePduSize: limit } = this.options;
    if (limit === 0 || encodeApdu('client', request).length <= limit) return undefined;
    const carried = carriedBy(request);
    if (carried === undefined) return undefined;
    const header =
      encodeApdu('client', this.firstBlock({ lastBlock: false, blockNumber: 1, rawData: new Uint8Array() })).length - 1;
    return new BlockSender(carried, roomIn(limit, header));
  }

  private firstBlock(block: DataBlock): ClientApdu {
    const { request } = this;
    switch (request.kind) {
      case 'set-request-normal': {
        const { value: _, ...rest } = request;
        return { ...rest, kind: 'set-request-with-first-datablock', datablock: block };
      }
      case 'set-request-with-list': {
        const { values: _, ...rest } = request;
        return { ...rest, kind: 'set-request-with-list-and-first-datablock', datablock: block };
      }
      case 'action-request-normal': {
        const { parameters: _, ...rest } = request;
        return { ...rest, kind: 'action-request-with-first-pblock', pblock: block };
      }
      case 'action-request-with-list': {
        const { parameters: _, ...rest } = request;
        return { ...rest, kind: 'action-request-with-list-and-first-pblock', pblock: block };
      }
      default:
        return request;
    }
  }

  private nextBlock(acknowledged: number): ClientStep {
    const { sender, request } = this;
    if (sender === undefined || sender.done) return { broken: `asked for a block after ${acknowledged}, and there is none` };
    if (acknowledged !== sender.sent) return { broken: `acknowledged block ${acknowledged} instead of ${sender.sent}` };
    const { invokeIdAndPriority } = request;
    const block = sender.next();
    return serviceOf(request) === 'set'
      ? { send: { kind: 'set-request-with-datablock', invokeIdAndPriority, datablock: block } }
      : { send: { kind: 'action-request-with-pblock', invokeIdAndPriority, pblock: block } };
  }

  private getBlock(apdu: Extract<ServerApdu, { kind: 'get-response-with-datablock' }>): ClientStep {
    const { result, lastBlock, blockNumber } = apdu;
    if (result.kind === 'data-access-result') return this.response({ kind: 'get-response-normal', result });
    const list = this.request.kind === 'get-request-with-list';
    return this.joined({ lastBlock, blockNumber, rawData: result.rawData }, 'get-request-next', (octets) =>
      list
        ? { kind: 'get-response-with-list', results: decode(CARRIED.getResults, octets) }
        : { kind: 'get-response-normal', result: { kind: 'data', data: decode(CARRIED.getResult, octets) } },
    );
  }

  private actionBlock(block: DataBlock): ClientStep {
    const list = this.request.kind === 'action-request-with-list';
    return this.joined(block, 'action-request-next-pblock', (octets) =>
      list
        ? { kind: 'action-response-with-list', responses: decode(CARRIED.responses, octets) }
        : { kind: 'action-response-normal', response: decode(CARRIED.response, octets) },
    );
  }

  private joined(
    block: DataBlock,
    next: 'get-request-next' | 'action-request-next-pblock',
    whole: (octets: Uint8Array) => WholeResponseBody,
  ): ClientStep {
    this.receiver ??= new BlockReceiver(this.options.longest ?? LONGEST_TRANSFER);
    const received: Received = this.receiver.take(block);
    if (received.kind === 'more') {
      const { invokeIdAndPriority } = this.request;
      return { send: { kind: next, invokeIdAndPriority, blockNumber: received.blockNumber } };
    }
    if (received.kind === 'wrong-number') return { broken: `sent block ${received.got} instead of ${received.expected}` };
    if (received.kind === 'too-long') return { broken: 'sent more than any object holds' };
    try {
      return this.response(whole(received.octets));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return { broken: `sent blocks that join to no answer: ${error.message}` };
    }
  }

  private response(body: WholeResponseBody): ClientStep {
    return { response: { invokeIdAndPriority: this.request.invokeIdAndPriority, ...body } as WholeResponse };
  }
}

const INVOKE_ID = 0x0f;

/** get, set or action: how every kind of theirs begins. */
const serviceOf = ({ kind }: { kind: string }) => kind.slice(0, kind.indexOf('-'));

type WithoutId<R> = R extends unknown ? Omit<R, 'invokeIdAndPriority'> : never;
type WholeResponseBody = WithoutId<WholeResponse>;

/** What a request carries that can be cut: a GET carries nothing, nor does an ACTION without parameters. */
function carriedBy(request: WholeRequest): Uint8Array | undefined {
  switch (request.kind) {
    case 'set-request-normal':
      return encode(CARRIED.value, request.value);
    case 'set-request-with-list':
      return encode(CARRIED.values, request.values);
    case 'action-request-normal':
      return request.parameters && encode(CARRIED.value, request.parameters);
    case 'action-request-with-list':
      return encode(CARRIED.values, request.parameters);
    default:
      return undefined;
  }
}
