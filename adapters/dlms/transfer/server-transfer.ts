import { DecodeError } from '../../../trace/errors';
import { type ClientApdu, encodeApdu, type ServerApdu } from '../apdu/apdu';
import type { DataBlock } from '../apdu/descriptors';
import type { ActionResult, DataAccessResult } from '../apdu/results';
import { decode, encode } from '../shape';
import { BlockReceiver, BlockSender, LONGEST_TRANSFER, type OctetSource, roomIn } from './blocks';
import { CARRIED, type WholeRequest, type WholeResponse } from './whole';

/** What a server does next: answer a whole request, send an APDU, or deal with one that is no GET, SET or ACTION. */
export type ServerStep = { request: WholeRequest } | { send: ServerApdu } | { other: ClientApdu };

export interface ServerTransferOptions {
  /** Octets that the client receives in one APDU; 0 is no limit. */
  clientMaxReceivePduSize: number;
  longest?: number;
}

type FirstBlock = Extract<
  ClientApdu,
  {
    kind:
      | 'set-request-with-first-datablock'
      | 'set-request-with-list-and-first-datablock'
      | 'action-request-with-first-pblock'
      | 'action-request-with-list-and-first-pblock';
  }
>;

type Progress =
  | { doing: 'nothing' }
  | { doing: 'receiving'; invokeId: number; first: FirstBlock; receiver: BlockReceiver }
  | { doing: 'answering'; lastBlock: number | undefined }
  | { doing: 'sending'; invokeId: number; service: 'get' | 'action'; sender: BlockSender };

const INVOKE_ID = 0x0f;

/** The block transfer of a server within one association: joins long requests, cuts long answers; a state without a wire. */
export class ServerTransfer {
  private progress: Progress = { doing: 'nothing' };

  constructor(private readonly options: ServerTransferOptions) {}

  /** What follows an APDU of the client. A new request ends a transfer that was under way. */
  take(apdu: ClientApdu): ServerStep {
    switch (apdu.kind) {
      case 'get-request-normal':
      case 'get-request-with-list':
      case 'set-request-normal':
      case 'set-request-with-list':
      case 'action-request-normal':
      case 'action-request-with-list':
        this.progress = { doing: 'answering', lastBlock: undefined };
        return { request: apdu };
      case 'get-request-next':
        return this.nextOf('get', apdu.invokeIdAndPriority, apdu.blockNumber);
      case 'action-request-next-pblock':
        return this.nextOf('action', apdu.invokeIdAndPriority, apdu.blockNumber);
      case 'set-request-with-first-datablock':
      case 'set-request-with-list-and-first-datablock':
        return this.firstBlock(apdu, apdu.datablock);
      case 'action-request-with-first-pblock':
      case 'action-request-with-list-and-first-pblock':
        return this.firstBlock(apdu, apdu.pblock);
      case 'set-request-with-datablock':
        return this.laterBlock('set', apdu.invokeIdAndPriority, apdu.datablock);
      case 'action-request-with-pblock':
        return this.laterBlock('action', apdu.invokeIdAndPriority, apdu.pblock);
      default:
        return { other: apdu };
    }
  }

  /**
   * The APDU that answers the request taken last: whole, its first block, or after a long SET with the number of its last block.
   * `source`: what makes the octets of a datum that has to be cut, block by block, instead of those that it has now.
   */
  answer(response: WholeResponse, source?: () => OctetSource | undefined): ServerApdu {
    const lastBlock = this.progress.doing === 'answering' ? this.progress.lastBlock : undefined;
    this.progress = { doing: 'nothing' };
    const { invokeIdAndPriority } = response;
    if (lastBlock !== undefined && response.kind === 'set-response-normal')
      return { kind: 'set-response-last-datablock', invokeIdAndPriority, result: response.result, blockNumber: lastBlock };
    if (lastBlock !== undefined && response.kind === 'set-response-with-list')
      return {
        kind: 'set-response-last-datablock-with-list',
        invokeIdAndPriority,
        results: response.results,
        blockNumber: lastBlock,
      };
    const limit = this.options.clientMaxReceivePduSize;
    const carried = carriedBy(response);
    if (carried === undefined || limit === 0 || encodeApdu('server', response).length <= limit) return response;
    const service = response.kind.startsWith('get') ? 'get' : 'action';
    const sender = new BlockSender(source?.() ?? carried, roomIn(limit, BLOCK_HEADER[service]));
    this.progress = { doing: 'sending', invokeId: invokeIdAndPriority & INVOKE_ID, service, sender };
    return this.sendBlock(service, invokeIdAndPriority, sender);
  }

  private sendBlock(service: 'get' | 'action', invokeIdAndPriority: number, sender: BlockSender): ServerApdu {
    const block = sender.next();
    if (block.lastBlock) this.progress = { doing: 'nothing' };
    if (service === 'action') return { kind: 'action-response-with-pblock', invokeIdAndPriority, pblock: block };
    const { lastBlock, blockNumber, rawData } = block;
    return {
      kind: 'get-response-with-datablock',
      invokeIdAndPriority,
      lastBlock,
      blockNumber,
      result: { kind: 'raw-data', rawData },
    };
  }

  private nextOf(service: 'get' | 'action', invokeIdAndPriority: number, blockNumber: number): ServerStep {
    const { progress } = this;
    const invokeId = invokeIdAndPriority & INVOKE_ID;
    if (progress.doing !== 'sending' || progress.service !== service || progress.invokeId !== invokeId)
      return this.noNext(service, invokeIdAndPriority, blockNumber, 'none');
    if (blockNumber !== progress.sender.sent) return this.noNext(service, invokeIdAndPriority, blockNumber, 'wrong-number');
    return { send: this.sendBlock(service, invokeIdAndPriority, progress.sender) };
  }

  private noNext(service: 'get' | 'action', id: number, blockNumber: number, why: 'none' | 'wrong-number'): ServerStep {
    this.progress = { doing: 'nothing' };
    if (service === 'action')
      return { send: refusedAction(id, why === 'none' ? 'no-long-action-in-progress' : 'long-action-aborted') };
    const result: DataAccessResult = why === 'none' ? 'no-long-get-in-progress' : 'data-block-number-invalid';
    return {
      send: {
        kind: 'get-response-with-datablock',
        invokeIdAndPriority: id,
        lastBlock: true,
        blockNumber,
        result: { kind: 'data-access-result', result },
      },
    };
  }

  private firstBlock(first: FirstBlock, block: DataBlock): ServerStep {
    const receiver = new BlockReceiver(this.options.longest ?? LONGEST_TRANSFER);
    this.progress = { doing: 'receiving', invokeId: first.invokeIdAndPriority & INVOKE_ID, first, receiver };
    return this.laterBlock(serviceOf(first), first.invokeIdAndPriority, block);
  }

  private laterBlock(service: 'set' | 'action', invokeIdAndPriority: number, block: DataBlock): ServerStep {
    const { progress } = this;
    const none = progress.doing !== 'receiving' || progress.invokeId !== (invokeIdAndPriority & INVOKE_ID);
    if (none || serviceOf(progress.first) !== service) return this.refuseBlock(service, invokeIdAndPriority, block, 'none');
    const received = progress.receiver.take(block);
    if (received.kind === 'more')
      return service === 'set'
        ? { send: { kind: 'set-response-datablock', invokeIdAndPriority, blockNumber: block.blockNumber } }
        : { send: { kind: 'action-response-next-pblock', invokeIdAndPriority, blockNumber: block.blockNumber } };
    if (received.kind !== 'whole') return this.refuseBlock(service, invokeIdAndPriority, block, received.kind);
    try {
      const request = wholeRequest(progress.first, received.octets);
      this.progress = { doing: 'answering', lastBlock: block.blockNumber };
      return { request };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return this.refuseBlock(service, invokeIdAndPriority, block, 'no-data');
    }
  }

  private refuseBlock(service: 'set' | 'action', id: number, { blockNumber }: DataBlock, why: keyof typeof REFUSALS): ServerStep {
    this.progress = { doing: 'nothing' };
    const { set, action } = REFUSALS[why];
    if (service === 'action') return { send: refusedAction(id, action) };
    return { send: { kind: 'set-response-last-datablock', invokeIdAndPriority: id, result: set, blockNumber } };
  }
}

/** Octets before the length of the raw data: tag, kind, invoke id, last, number, and of a GET the choice. */
const BLOCK_HEADER = { get: 9, action: 8 } as const;

const REFUSALS = {
  none: { set: 'no-long-set-in-progress', action: 'no-long-action-in-progress' },
  'wrong-number': { set: 'data-block-number-invalid', action: 'long-action-aborted' },
  'too-long': { set: 'long-set-aborted', action: 'long-action-aborted' },
  'no-data': { set: 'type-unmatched', action: 'type-unmatched' },
} as const satisfies Record<string, { set: DataAccessResult; action: ActionResult }>;

const refusedAction = (invokeIdAndPriority: number, result: ActionResult): ServerApdu => ({
  kind: 'action-response-normal',
  invokeIdAndPriority,
  response: { result },
});

const serviceOf = ({ kind }: FirstBlock) => (kind.startsWith('set') ? 'set' : 'action');

function wholeRequest(first: FirstBlock, octets: Uint8Array): WholeRequest {
  switch (first.kind) {
    case 'set-request-with-first-datablock': {
      const { datablock: _, ...rest } = first;
      return { ...rest, kind: 'set-request-normal', value: decode(CARRIED.value, octets) };
    }
    case 'set-request-with-list-and-first-datablock': {
      const { datablock: _, ...rest } = first;
      return { ...rest, kind: 'set-request-with-list', values: decode(CARRIED.values, octets) };
    }
    case 'action-request-with-first-pblock': {
      const { pblock: _, ...rest } = first;
      return { ...rest, kind: 'action-request-normal', parameters: decode(CARRIED.value, octets) };
    }
    case 'action-request-with-list-and-first-pblock': {
      const { pblock: _, ...rest } = first;
      return { ...rest, kind: 'action-request-with-list', parameters: decode(CARRIED.values, octets) };
    }
  }
}

/** What a response carries that can be cut; a refusal is never long. */
function carriedBy(response: WholeResponse): Uint8Array | undefined {
  switch (response.kind) {
    case 'get-response-normal':
      return response.result.kind === 'data' ? encode(CARRIED.getResult, response.result.data) : undefined;
    case 'get-response-with-list':
      return encode(CARRIED.getResults, response.results);
    case 'action-response-normal':
      return encode(CARRIED.response, response.response);
    case 'action-response-with-list':
      return encode(CARRIED.responses, response.responses);
    default:
      return undefined;
  }
}
