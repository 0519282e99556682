import type { DataBlock } from '../apdu/descriptors';

/** Octets that one long service may carry; more is refused before it is kept. The longest profile has some 400,000. */
export const LONGEST_TRANSFER = 4 * 1024 * 1024;

/** Octets that are made as they are needed: a long answer which its server does not hold whole. */
export interface OctetSource {
  /** The next octets: as many, fewer only at the end. */
  take(count: number): Uint8Array;
  /** Whether nothing is left. */
  readonly done: boolean;
}

/** Octets that are there. */
class HeldSource implements OctetSource {
  private at = 0;

  constructor(private readonly octets: Uint8Array) {}

  get done(): boolean {
    return this.at >= this.octets.length;
  }

  take(count: number): Uint8Array {
    const taken = this.octets.slice(this.at, this.at + count);
    this.at += taken.length;
    return taken;
  }
}

/** Cuts octets into blocks, numbered from 1 on. At least one octet a block, whatever the size. */
export class BlockSender {
  private blockNumber = 0;
  private readonly source: OctetSource;

  constructor(
    octets: Uint8Array | OctetSource,
    private readonly size: number,
  ) {
    this.source = octets instanceof Uint8Array ? new HeldSource(octets) : octets;
  }

  /** The number of the block sent last. */
  get sent(): number {
    return this.blockNumber;
  }

  get done(): boolean {
    return this.blockNumber > 0 && this.source.done;
  }

  next(): DataBlock {
    const rawData = this.source.take(Math.max(1, this.size));
    return { lastBlock: this.source.done, blockNumber: ++this.blockNumber, rawData };
  }
}

/** What came of a block: it joined the others, the whole is there, or it was not the one that was due. */
export type Received =
  | { kind: 'more'; blockNumber: number }
  | { kind: 'whole'; octets: Uint8Array }
  | { kind: 'wrong-number'; expected: number; got: number }
  | { kind: 'too-long' };

/** What an empty block counts for, so that whoever sends nothing on and on comes to an end. */
const EMPTY_COST = 64 * 1024;

/** Joins blocks that come in order, numbered from 1 on. */
export class BlockReceiver {
  private readonly parts: Uint8Array[] = [];
  private length = 0;
  private expected = 1;

  constructor(private readonly longest = LONGEST_TRANSFER) {}

  take({ lastBlock, blockNumber, rawData }: DataBlock): Received {
    if (blockNumber !== this.expected) return { kind: 'wrong-number', expected: this.expected, got: blockNumber };
    this.length += rawData.length === 0 && !lastBlock ? EMPTY_COST : rawData.length;
    if (this.length > this.longest) return { kind: 'too-long' };
    this.parts.push(rawData);
    this.expected++;
    return lastBlock ? { kind: 'whole', octets: Uint8Array.from(Buffer.concat(this.parts)) } : { kind: 'more', blockNumber };
  }
}

/** Octets of raw data that fit into a PDU beside `header` octets and the length before them; without a limit, all. */
export function roomIn(pduSize: number, header: number): number {
  if (pduSize === 0) return Number.POSITIVE_INFINITY;
  const afterShortLength = pduSize - header - 1;
  if (afterShortLength < 0x80) return Math.max(1, afterShortLength);
  return pduSize - header - (pduSize - header - 2 < 0x100 ? 2 : 3);
}
