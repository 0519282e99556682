import { EncodeError } from '../../../trace/errors';
import { type GeneralBlockTransfer, MAX_WINDOW } from '../apdu/general';
import { LONGEST_TRANSFER, roomIn } from './blocks';

export interface GeneralBlocksOptions {
  /** Octets that the other side receives in one APDU; 0 is no limit. */
  maxReceivePduSize: number;
  /** Blocks that this side takes before it has to acknowledge, 1 to 63. */
  window: number;
  longest?: number;
}

/** What follows a block: blocks to send, perhaps none, and an APDU of the other side once it is whole. */
export interface GeneralStep {
  send: GeneralBlockTransfer[];
  apdu?: Uint8Array;
  /** How the other side broke the rules; nothing more is to be sent. */
  broken?: string;
}

/** Octets before the length of the data: tag, control and both numbers. */
const HEADER = 6;
const MOST_BLOCKS = 0xffff;
/** After a gap a whole window comes to no use, perhaps some times over; whoever goes on like that never ends. */
const MOST_STALE = 4 * MAX_WINDOW;

/**
 * One side of a general-block-transfer (IEC 62056-5-3 §6.13; Green Book 9.4.6.13): sends as many blocks as the other side's window
 * takes, the last of them without the streaming bit, and then waits; what the other side does not acknowledge is sent again. One
 * object carries one APDU each way. A state without wire or clock: whoever has waited in vain sends what `repeat` gives.
 */
export class GeneralBlocks {
  private blocks: readonly Uint8Array[] = [];
  private acknowledged = 0;
  private readonly parts: Uint8Array[] = [];
  private length = 0;
  private whole = false;
  private peerWindow = 1;
  /** Blocks in a row that neither brought nor acknowledged anything new. */
  private stale = 0;

  constructor(private readonly options: GeneralBlocksOptions) {
    if (!(options.window >= 1 && options.window <= MAX_WINDOW))
      throw new EncodeError(`a window from 1 to ${MAX_WINDOW}`, String(options.window));
  }

  /** The first blocks of an APDU: one, until the other side has said its window, or as many as it is known to take. */
  start(apdu: Uint8Array, peerWindow = 1): GeneralBlockTransfer[] {
    const size = Math.min(roomIn(this.options.maxReceivePduSize, HEADER), apdu.length);
    const count = Math.ceil(apdu.length / size);
    if (count > MOST_BLOCKS) throw new EncodeError(`at most ${MOST_BLOCKS} blocks`, String(count));
    this.blocks = Array.from({ length: count }, (_, i) => apdu.slice(i * size, (i + 1) * size));
    this.acknowledged = 0;
    this.peerWindow = peerWindow;
    return this.burst();
  }

  take({ control, blockNumber, blockNumberAck, blockData }: GeneralBlockTransfer): GeneralStep {
    if (blockNumberAck > this.blocks.length)
      return { send: [], broken: `acknowledged block ${blockNumberAck} of ${this.blocks.length}` };
    const acknowledges = blockNumberAck > this.acknowledged;
    this.acknowledged = Math.max(this.acknowledged, blockNumberAck);
    this.peerWindow = Math.max(1, control.window);
    const fresh = !this.whole && blockNumber === this.parts.length + 1 && blockData.length > 0;
    this.stale = fresh || acknowledges ? 0 : this.stale + 1;
    if (this.stale > MOST_STALE) return { send: [], broken: `sent ${this.stale} blocks in a row with nothing new` };
    if (fresh) {
      this.length += blockData.length;
      if (this.length > (this.options.longest ?? LONGEST_TRANSFER))
        return { send: [], broken: 'sent more than any object holds' };
      this.parts.push(blockData);
      if (control.lastBlock) {
        this.whole = true;
        return { send: this.unsent ? this.burst() : [], apdu: Uint8Array.from(Buffer.concat(this.parts)) };
      }
    }
    return { send: control.streaming ? [] : this.turn() };
  }

  /** What to send when nothing came: the blocks not acknowledged, or the acknowledgement that tells the other side to go on. */
  repeat(): GeneralBlockTransfer[] {
    return this.turn();
  }

  private get unsent(): boolean {
    return this.acknowledged < this.blocks.length;
  }

  private turn(): GeneralBlockTransfer[] {
    if (this.unsent) return this.burst();
    return this.whole ? [] : [this.block(this.blocks.length + 1, new Uint8Array(), { lastBlock: true, streaming: false })];
  }

  private burst(): GeneralBlockTransfer[] {
    const from = this.acknowledged;
    const to = Math.min(this.blocks.length, from + this.peerWindow);
    return this.blocks
      .slice(from, to)
      .map((data, i) =>
        this.block(from + i + 1, data, { lastBlock: from + i + 1 === this.blocks.length, streaming: from + i + 1 < to }),
      );
  }

  private block(
    blockNumber: number,
    blockData: Uint8Array,
    flags: { lastBlock: boolean; streaming: boolean },
  ): GeneralBlockTransfer {
    return { control: { ...flags, window: this.options.window }, blockNumber, blockNumberAck: this.parts.length, blockData };
  }
}
