import { LinkError } from '../trace/errors';

const hex = (octet: number) => octet.toString(16).padStart(2, '0');

/** What a probe that echoes will give back before anything else: every octet sent, once. */
export class Echo {
  private awaited: number[] = [];
  private returned = 0;

  constructor(private readonly path: string) {}

  /** How many octets of echo are still to come. */
  get outstanding(): number {
    return this.awaited.length - this.returned;
  }

  sent(octets: Uint8Array) {
    if (this.outstanding === 0) this.forget();
    this.awaited.push(...octets);
  }

  /** Takes octets, no more than are outstanding. A LinkError of code `echo` where they are not what was sent. */
  came(octets: Uint8Array) {
    for (const octet of octets) {
      const expected = this.awaited[this.returned]!;
      if (octet !== expected) {
        const at = this.returned;
        this.forget();
        throw new LinkError(
          this.path,
          'echo',
          `octet ${at} of the echo is ${hex(octet)} in place of ${hex(expected)}: a disturbed line, two who sent at once, or a probe that does not echo`,
        );
      }
      this.returned++;
    }
  }

  /** Nothing is awaited any more. */
  forget() {
    this.awaited = [];
    this.returned = 0;
  }
}
