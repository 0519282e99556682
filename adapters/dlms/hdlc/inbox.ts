/** Puts a message together from information fields received in order; holds at most so many octets. */
export class Inbox {
  private parts: Uint8Array[] = [];
  private octets = 0;

  constructor(private readonly maxOctets: number) {}

  /** The whole message with its last part, `too-long` where it outgrows the bound, else undefined. */
  add(info: Uint8Array, segmented: boolean): Uint8Array | 'too-long' | undefined {
    this.octets += info.length;
    if (this.octets > this.maxOctets) {
      this.clear();
      return 'too-long';
    }
    // Empty ones would grow the list without ever reaching the bound.
    if (info.length > 0) this.parts.push(info);
    if (segmented) return undefined;
    const message = new Uint8Array(this.octets);
    let at = 0;
    for (const part of this.parts) {
      message.set(part, at);
      at += part.length;
    }
    this.clear();
    return message;
  }

  clear(): void {
    this.parts = [];
    this.octets = 0;
  }
}
