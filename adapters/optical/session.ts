import type { Access } from '../../declaration/access';
import type { BytePort } from '../../native';
import { LinkError, PortError } from '../../trace/errors';
import type { Association } from '../../trace/vocabulary';
import {
  announcedOctets,
  ClientTransfer,
  encodeApdu,
  hdlcAddress,
  hdlcLink,
  invokeIdAndPriority,
  type Link,
  type ServerApdu,
  type SignOnBaud,
  type WholeRequest,
  type WholeResponse,
  WrapperLink,
} from '../dlms';
import type { Tap } from '../ports';
import { associate, type Granted } from './associate';
import { FrameLength } from './frame-length';
import { generalExchange } from './general-exchange';
import { Connection, Line } from './line';
import type { Secrets } from './secrets';
import { type Identified, signOn } from './sign-on';

type WithoutId<R> = R extends unknown ? Omit<R, 'invokeIdAndPriority'> : never;
/** A request of a client; the session numbers it. */
export type Request = WithoutId<WholeRequest>;

/** The whole answer, or why there is none: an exception-response, say. `attempts`: how often was asked for it. */
export interface Answered {
  response: WholeResponse | Extract<ServerApdu, { kind: 'exception-response' }>;
  attempts: number;
}

interface Open {
  by: Association;
  connection: Connection;
  granted: Granted;
  /** The longest APDU that is taken, as the access path says it. */
  pdu: number;
}

/** Stretches a read over a time: resolves when it is time for a block, from the second on, of so many as there seem to be. */
export type Pace = (block: number, of: number) => Promise<void>;

/**
 * How a request is asked for. `repeatable`: it only reads. `pace`: its blocks are taken one after the other, each in its time.
 * `begins` is called whenever the request is about to be sent.
 */
export interface Manner {
  repeatable: boolean;
  begins?: () => void;
  pace?: Pace;
}

/** A read that is to be stretched is cut into blocks of two dozen rows; one of the longest APDU would be all of it. */
const PACED_PDU = 512;

/**
 * A client's end of a meter on a wire: signs on, connects, associates, asks, and does it again where the link was lost. A request that
 * only reads is asked again as often as the access path allows; any other is never sent twice unless the meter has said that it did
 * not take it.
 */
export class Session {
  identified: Identified | undefined;
  private line: Line | undefined;
  private now: Open | undefined;
  private invokeId = 0;
  /** What no record shows. */
  private readonly hidden: Uint8Array[];

  constructor(
    readonly access: Access,
    private readonly secrets: Secrets,
    private readonly openPort: (signal: AbortSignal) => Promise<BytePort>,
    private readonly frames = new FrameLength(access.infoField),
  ) {
    const { password, encryptionKey, authenticationKey } = secrets;
    this.hidden = [password, encryptionKey, authenticationKey].filter((secret) => secret !== undefined);
  }

  /** What the meter has granted to that association, which is opened first. */
  async granted(by: Association, signal: AbortSignal, tap: Tap): Promise<Granted> {
    return (await this.opened(by, signal, tap)).granted;
  }

  /** Throws a PortError where no answer came. */
  async ask(by: Association, request: Request, manner: Manner, signal: AbortSignal, tap: Tap): Promise<Answered> {
    for (let lost = 0; ; lost++) {
      // What never reached an open association was not asked for: that is not a write sent twice.
      let asked = false;
      try {
        await this.opened(by, signal, tap);
        asked = true;
        const { response, retries } = await this.once(by, request, manner, signal, tap);
        return { response, attempts: 1 + lost + retries };
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        this.frames.lost(error);
        await this.drop();
        // Who was refused is refused again, and some meters lock their doors after three wrong passwords.
        const again = error.code !== 'refused' && (manner.repeatable || !asked);
        if (!again || lost === this.access.retries) throw error;
      }
    }
  }

  /** Says goodbye to the meter, and lets go of the port. */
  async close(): Promise<void> {
    const { now } = this;
    this.now = undefined;
    try {
      await now?.connection.close(AbortSignal.timeout(2 * this.access.silenceMs));
    } catch {
      // A meter that is gone is left all the same.
    }
    await this.drop();
  }

  private async once(by: Association, request: Request, { pace, begins }: Manner, signal: AbortSignal, tap: Tap) {
    const pdu = pace ? Math.min(PACED_PDU, this.access.pdu) : this.access.pdu;
    for (let again = false; ; again = true) {
      const open = await this.opened(by, signal, tap, pdu);
      const before = open.connection.retries;
      begins?.();
      const response = await this.exchange(open, request, pace, signal);
      // The meter has forgotten the association, and did nothing: after a loss of supply, say.
      if (response.kind === 'exception-response' && !again && forgot(response)) await this.drop();
      else return { response, retries: open.connection.retries - before };
    }
  }

  private async exchange(
    { connection, granted }: Pick<Open, 'connection' | 'granted'>,
    request: Request,
    pace: Pace | undefined,
    signal: AbortSignal,
  ): Promise<Answered['response']> {
    this.invokeId = (this.invokeId + 1) & 0x0f;
    const whole = { ...request, invokeIdAndPriority: invokeIdAndPriority(this.invokeId) } as WholeRequest;
    const { form, serverPdu } = granted;
    const uncut = granted.generalBlocks && onlyGeneralBlocksCut(whole, granted);
    const transfer = new ClientTransfer(whole, { serverMaxReceivePduSize: uncut ? 0 : serverPdu });
    const inBlocks = uncut || (granted.generalBlocks && pace === undefined && mayBeLong(request));
    for (let apdu = transfer.first(), block = 1, of = 2; ; block++) {
      const answer = form.decode(await this.answerTo({ connection, granted }, form.encode(apdu), inBlocks, signal));
      const step = transfer.take(answer);
      if (pace) {
        if (block === 1) of = blocksFrom(answer);
        if (block === 1 || 'send' in step) await pace(block + 1, of);
        // An answer of one block cannot be stretched over a time: it is taken at the end of it.
        if (block === 1 && 'response' in step) return this.exchange({ connection, granted }, request, undefined, signal);
      }
      if ('response' in step) return step.response;
      if ('broken' in step) throw new LinkError(this.access.port, 'malformed', `the meter ${step.broken}`);
      if ('refused' in step) {
        if (step.refused.kind === 'exception-response') {
          if (!inBlocks || uncut) return step.refused;
          // A meter that grants blocks and does not take them: it did nothing, and is asked without.
          granted.generalBlocks = false;
          return this.exchange({ connection, granted }, request, pace, signal);
        }
        throw new LinkError(this.access.port, 'malformed', `the meter answered a request by ${step.refused.kind}`);
      }
      apdu = step.send;
    }
  }

  private answerTo(
    { connection, granted }: Pick<Open, 'connection' | 'granted'>,
    apdu: Uint8Array,
    inBlocks: boolean,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    if (!granted.generalBlocks) return connection.exchange(apdu, signal);
    const options = { maxReceivePduSize: granted.serverPdu, window: this.access.generalWindow };
    return generalExchange(connection, apdu, inBlocks, options, signal);
  }

  /** `pdu`: the longest APDU that is taken; left out, whatever is. */
  private async opened(by: Association, signal: AbortSignal, tap: Tap, pdu?: number): Promise<Open> {
    if (this.line) this.line.tap = tap;
    if (this.now?.by === by && (pdu ?? this.now.pdu) === this.now.pdu) return this.now;
    if (this.now) await this.close();
    this.line ??= new Line(await this.openPort(signal), this.hidden);
    this.line.tap = tap;
    try {
      this.now = await this.connect(by, pdu ?? this.access.pdu, this.line, signal);
    } catch (error) {
      await this.drop();
      throw error;
    }
    return this.now;
  }

  private async connect(by: Association, pdu: number, line: Line, signal: AbortSignal): Promise<Open> {
    const { access } = this;
    if (access.link === 'mode-e') this.identified = await signOn(line, access.baud as SignOnBaud, signal);
    const connection = new Connection(line, linkOf(access, by, this.frames.infoField));
    await connection.open(signal);
    const granted = await associate({
      access: { ...access, pdu: connection.fitting(pdu) },
      by,
      secrets: this.secrets,
      hide: (secret) => this.hidden.push(secret),
      ask: (apdu) => connection.exchange(apdu, signal),
    });
    return { by, connection, granted, pdu };
  }

  private async drop(): Promise<void> {
    const { line } = this;
    this.now = undefined;
    this.line = undefined;
    await line?.port.close();
  }
}

function linkOf(access: Access, by: Association, infoField: number): Link {
  const { port: line, server, physical, window, silenceMs } = access;
  const { client } = access[by];
  if (access.link === 'wrapper') return new WrapperLink({ role: 'client', line, own: client, peer: server, silenceMs });
  const parameters = { maxInfoTransmit: infoField, maxInfoReceive: infoField, windowTransmit: window, windowReceive: window };
  const [own, peer] = [hdlcAddress(client), hdlcAddress(server, physical)];
  return hdlcLink({ role: 'client', line, own, peer, parameters, patience: { silenceMs } });
}

/** How many blocks an answer seems to have, from the first of them. */
function blocksFrom(answer: ServerApdu): number {
  if (answer.kind !== 'get-response-with-datablock' || answer.result.kind !== 'raw-data') return 2;
  const { rawData } = answer.result;
  return rawData.length === 0 ? 2 : Math.max(2, Math.ceil((announcedOctets(rawData) ?? 0) / rawData.length));
}

/** Whether a request is longer than the meter takes, and cannot go by blocks of its own service: those of a list of attributes never can. */
function onlyGeneralBlocksCut(request: WholeRequest, { serverPdu, conformance }: Granted): boolean {
  if (serverPdu === 0 || encodeApdu('client', request).length <= serverPdu) return false;
  if (request.kind.startsWith('set')) return !conformance.has('block-transfer-with-set-or-write');
  return request.kind.startsWith('get') || !conformance.has('block-transfer-with-action');
}

/** The buffer of a profile, the list of an association: what is worth a stream of blocks. Anything else is shorter without. */
function mayBeLong(request: Request): boolean {
  if (request.kind !== 'get-request-normal') return false;
  const { classId, attributeId } = request.attribute;
  return attributeId === 2 && (classId === 7 || classId === 15);
}

/** Service-not-allowed is said outside of an association: nothing was done. */
const forgot = ({ stateError }: Extract<ServerApdu, { kind: 'exception-response' }>) => stateError === 'service-not-allowed';
