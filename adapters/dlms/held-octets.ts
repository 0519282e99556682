/** The octets of a stream that have come and are not yet cut, in a buffer that never grows. */
export abstract class HeldOctets {
  protected readonly held: Uint8Array;
  protected from = 0;
  protected to = 0;
  /** The stream's offset of `held[0]`. */
  protected base = 0;

  protected constructor(size: number) {
    this.held = new Uint8Array(size);
  }

  /** Takes in octets, as many at a time as there is room for; `cut` moves `from` on over what it has cut. */
  protected feed(octets: Uint8Array, cut: () => void): void {
    for (let taken = 0; taken < octets.length; ) {
      this.held.copyWithin(0, this.from, this.to);
      this.base += this.from;
      this.to -= this.from;
      this.from = 0;
      const part = octets.subarray(taken, taken + this.held.length - this.to);
      this.held.set(part, this.to);
      this.to += part.length;
      taken += part.length;
      cut();
    }
  }
}
