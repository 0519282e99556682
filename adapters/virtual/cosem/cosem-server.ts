import { DecodeError, EncodeError } from '../../../trace/errors';
import type { Association } from '../../../trace/vocabulary';
import {
  type ClientApdu,
  type ConformanceBit,
  type Data,
  decodeApdu,
  encodeApdu,
  GeneralBlocks,
  InvocationCounterError,
  isCiphered,
  MOST_ADDED,
  type ServerApdu,
  ServerTransfer,
  type WholeRequest,
  type WholeResponse,
} from '../../dlms';
import { associate, type Granted, type Offer } from './association';
import { associationObject, CURRENT_ASSOCIATION, REPLY_TO_HLS } from './association-view';
import type { ActionOutcome, CosemObject } from './cosem-object';
import { answerOfMeter } from './key-ring';
import { needed } from './needed-services';
import { Services } from './services';

export interface CosemServerOptions extends Offer {
  /** Objects as an association sees them, asked for anew with every request. */
  objects(by: Association): readonly CosemObject[];
  /** With whom: the client's address and that of the logical device. */
  client: number;
  server: number;
  /** Blocks of a general-block-transfer that it takes before it acknowledges. */
  window: number;
}

/** What a client asks, and how the octets of an answer are sent: in the clear, or ciphered as it was asked. */
interface Asked {
  apdu: ClientApdu;
  cover(answer: Uint8Array): Uint8Array;
}

const UNKNOWN_SERVICE = exception('service-unknown', 'service-not-supported');
const MALFORMED = exception('service-unknown', 'other-reason');
const NOT_ASSOCIATED = exception('service-not-allowed', 'operation-not-possible');
const NOT_AGREED = exception('service-not-allowed', 'service-not-supported');
const TOO_LONG = exception('service-not-allowed', 'pdu-too-long');
const NOT_DECIPHERED = exception('service-not-allowed', 'deciphering-error');

/** Of an APDU, the invoke id's bit that asks for an answer. */
const CONFIRMED = 0x40;
const AARQ = 0x60;
const RLRQ = 0x62;
const EXCEPTION = 0xd8;
const GENERAL_BLOCK_TRANSFER = 0xe0;
const IN_THE_CLEAR: ReadonlySet<number | undefined> = new Set([AARQ, RLRQ, GENERAL_BLOCK_TRANSFER]);

/**
 * A meter's end of one connection, APDUs in and APDUs out, without input or output: associations, services, transfer by blocks. Any
 * octets get an answer that the standard has for them; nothing that comes is kept beyond `LONGEST_TRANSFER` octets.
 */
export class CosemServer {
  private granted: Granted | undefined;
  private transfer: ServerTransfer | undefined;
  private blocks: GeneralBlocks | undefined;

  constructor(private readonly options: CosemServerOptions) {}

  /** The association that is open, by whom; undefined where there is none. */
  get associated(): Association | undefined {
    return this.granted?.by;
  }

  /** What is sent for one APDU that came: none, one, or the blocks of one. */
  take(octets: Uint8Array): Uint8Array[] {
    if (octets[0] !== AARQ && octets.length > this.options.maxReceivePduSize) return sent(TOO_LONG);
    const asked = this.understood(octets);
    if (!('apdu' in asked)) return sent(asked);
    if (asked.apdu.kind === 'general-block-transfer') return this.generalBlock(asked.apdu);
    this.blocks = undefined;
    const answer = this.answer(asked.apdu);
    return answer === undefined ? [] : this.fitted(answer, asked);
  }

  /** In a ciphered association everything but its beginning, its end and the blocks of what is ciphered must be ciphered. */
  private understood(octets: Uint8Array): Asked | Exception {
    const { security } = this.granted ?? {};
    let plain = octets;
    let cover: Asked['cover'] = (answer) => answer;
    try {
      if (security && isCiphered(octets)) {
        const { apdu, how } = security.open(octets);
        if (how.general && !this.granted?.conformance.has('general-protection')) return NOT_AGREED;
        plain = apdu;
        cover = (answer) => (answer[0] === EXCEPTION ? answer : security.cipher(answer, how));
      } else if (security && !IN_THE_CLEAR.has(octets[0])) return NOT_DECIPHERED;
    } catch (error) {
      if (error instanceof InvocationCounterError) return outOfTurn(error);
      if (!(error instanceof DecodeError)) throw error;
      return NOT_DECIPHERED;
    }
    try {
      return { apdu: decodeApdu('client', plain), cover };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return error.offset === 0 ? UNKNOWN_SERVICE : MALFORMED;
    }
  }

  /** `inGeneralBlocks`: it goes out in those, and is not cut twice. */
  private answer(apdu: ClientApdu, inGeneralBlocks = false): ServerApdu | undefined {
    if (apdu.kind === 'aarq') return this.associate(apdu);
    if (apdu.kind === 'rlrq') return this.release();
    const { granted, transfer } = this;
    if (!granted || !transfer) return NOT_ASSOCIATED;
    const services = needed(apdu);
    if (services === undefined) return UNKNOWN_SERVICE;
    if (services.some((bit) => !granted.conformance.has(bit))) return NOT_AGREED;
    if (granted.proof && !answersChallenge(apdu)) return NOT_ASSOCIATED;
    if (apdu.kind === 'access-request') return this.services(granted).access(apdu);
    const step = transfer.take(apdu);
    if ('send' in step) return step.send;
    if ('other' in step) return UNKNOWN_SERVICE;
    const served = this.services(granted);
    const whole = served.answer(step.request);
    if (!isConfirmed(step.request)) return undefined;
    return mayCut(whole, granted) && !inGeneralBlocks ? transfer.answer(whole, () => served.asRead(step.request)) : whole;
  }

  private associate(aarq: Extract<ClientApdu, { kind: 'aarq' }>): ServerApdu {
    this.forget();
    try {
      const { aare, granted } = associate(aarq, this.options.client, this.options);
      if (granted) {
        this.granted = granted;
        this.transfer = new ServerTransfer({ clientMaxReceivePduSize: roomOf(granted) });
      }
      return { kind: 'aare', ...aare };
    } catch (error) {
      if (error instanceof InvocationCounterError) return outOfTurn(error);
      throw error;
    }
  }

  private release(): ServerApdu {
    if (!this.granted) return NOT_ASSOCIATED;
    this.forget();
    return { kind: 'rlre', reason: 'normal' };
  }

  private forget(): void {
    this.granted = undefined;
    this.transfer = undefined;
    this.blocks = undefined;
  }

  private services(granted: Granted): Services {
    const { client, server, maxReceivePduSize } = this.options;
    const objects = this.options.objects(granted.by);
    const replyToHls = (answer: Data | undefined) => this.replyToHls(granted, answer);
    return new Services([associationObject({ client, server, granted, maxReceivePduSize, objects, replyToHls }), ...objects]);
  }

  /** A wrong answer ends the association: a challenge is answered once. */
  private replyToHls(granted: Granted, answer: Data | undefined): ActionOutcome {
    const { proof } = granted;
    if (!proof || answer?.type !== 'octet-string') return { result: 'read-write-denied' };
    const { keys, nextCounter } = this.options;
    const value = answerOfMeter(answer.value, proof, keys, nextCounter());
    if (value === undefined) {
      this.granted = undefined;
      return { result: 'other-reason' };
    }
    delete granted.proof;
    return { result: 'success', returns: { type: 'octet-string', value } };
  }

  /** An answer as the client can take it: whole, in general blocks where those are agreed, or a refusal. */
  private fitted(answer: ServerApdu, { cover }: Asked): Uint8Array[] {
    const octets = cover(encodeApdu('server', answer));
    const limit = this.granted?.clientMaxReceivePduSize ?? 0;
    if (limit === 0 || octets.length <= limit || answer.kind === 'aare') return [octets];
    if (this.granted?.conformance.has('general-block-transfer')) return this.inBlocks(octets, 1);
    return [cover(encodeApdu('server', 'invokeIdAndPriority' in answer ? (withoutData(answer) ?? TOO_LONG) : TOO_LONG))];
  }

  private inBlocks(octets: Uint8Array, window: number): Uint8Array[] {
    this.blocks ??= this.newBlocks();
    try {
      const blocks = this.blocks.start(octets, window);
      return blocks.map((block) => encodeApdu('server', { kind: 'general-block-transfer', ...block }));
    } catch (error) {
      if (!(error instanceof EncodeError)) throw error;
      return sent(TOO_LONG);
    }
  }

  private newBlocks(): GeneralBlocks {
    return new GeneralBlocks({ maxReceivePduSize: this.granted?.clientMaxReceivePduSize ?? 0, window: this.options.window });
  }

  private generalBlock({ kind: _, ...block }: Extract<ClientApdu, { kind: 'general-block-transfer' }>): Uint8Array[] {
    if (!this.granted) return sent(NOT_ASSOCIATED);
    if (!this.granted.conformance.has('general-block-transfer')) return sent(NOT_AGREED);
    if (block.blockNumber === 1 && block.blockData.length > 0 && block.blockNumberAck === 0) this.blocks = this.newBlocks();
    this.blocks ??= this.newBlocks();
    const { send, apdu, broken } = this.blocks.take(block);
    if (broken !== undefined) {
      this.blocks = undefined;
      return sent(exception('service-not-allowed', 'other-reason'));
    }
    if (apdu === undefined) return send.map((one) => encodeApdu('server', { kind: 'general-block-transfer', ...one }));
    return this.answerInBlocks(apdu, block.control.window);
  }

  /** What came in blocks is answered in blocks. */
  private answerInBlocks(octets: Uint8Array, window: number): Uint8Array[] {
    const room = Math.max(1, window);
    const asked = this.understood(octets);
    if (!('apdu' in asked)) return this.inBlocks(encodeApdu('server', asked), room);
    const answer = asked.apdu.kind === 'general-block-transfer' ? MALFORMED : this.answer(asked.apdu, true);
    return answer === undefined ? [] : this.inBlocks(asked.cover(encodeApdu('server', answer)), room);
  }
}

/** Whether an answer may be sent in blocks of its service; one to a SET is short, and only says to which block it answers. */
function mayCut({ kind }: WholeResponse, { conformance }: Granted): boolean {
  const bit: ConformanceBit | undefined = kind.startsWith('get')
    ? 'block-transfer-with-get-or-read'
    : kind.startsWith('action')
      ? 'block-transfer-with-action'
      : undefined;
  return bit === undefined || conformance.has(bit);
}

function answersChallenge(apdu: ClientApdu): boolean {
  if (apdu.kind !== 'action-request-normal') return false;
  const { instanceId, methodId } = apdu.method;
  return instanceId === CURRENT_ASSOCIATION && methodId === REPLY_TO_HLS;
}

const isConfirmed = ({ invokeIdAndPriority, kind }: WholeRequest) =>
  kind.startsWith('get') || (invokeIdAndPriority & CONFIRMED) !== 0;

/** The answer that says only that it was too long. */
function withoutData(answer: ServerApdu): WholeResponse | undefined {
  if (answer.kind === 'get-response-normal' || answer.kind === 'get-response-with-list')
    return {
      kind: 'get-response-normal',
      invokeIdAndPriority: answer.invokeIdAndPriority,
      result: { kind: 'data-access-result', result: 'other-reason' },
    };
  if (answer.kind === 'action-response-normal' || answer.kind === 'action-response-with-list')
    return {
      kind: 'action-response-normal',
      invokeIdAndPriority: answer.invokeIdAndPriority,
      response: { result: 'other-reason' },
    };
  return undefined;
}

type Exception = Extract<ServerApdu, { kind: 'exception-response' }>;

function exception(stateError: Exception['stateError'], serviceError: Exception['serviceError']): Exception {
  return { kind: 'exception-response', stateError, serviceError };
}

/** A message that was sent before, or by who has forgotten what it sent: the counter that would have been taken. */
const outOfTurn = ({ least }: InvocationCounterError): Exception => ({
  ...exception('service-not-allowed', 'invocation-counter-error'),
  invocationCounter: least,
});

/** Octets of one APDU in the clear that the client can take; 0 is no limit. */
function roomOf({ clientMaxReceivePduSize: size, security }: Granted): number {
  return size === 0 || !security ? size : size - MOST_ADDED;
}

const sent = (apdu: ServerApdu) => [encodeApdu('server', apdu)];
