/** Octets as they may be recorded: those of a secret are 0, and where they stood is said as `[from, to)`. */
export interface MaskedOctets {
  octets: Uint8Array;
  masked?: [from: number, to: number][];
}

/** A run of a secret that is no chance: a frame may hold only a part of it. */
const TELLING = 4;
const FLAG = 0x7e;

/** Octets of one transmission without any part of a secret. A frame's check sequence, from which a short one can be guessed, goes too. */
export function masked(octets: Uint8Array, secrets: readonly Uint8Array[]): MaskedOctets {
  const hidden = new Uint8Array(octets.length);
  for (const secret of secrets) hide(octets, secret, hidden);
  if (!hidden.includes(1)) return { octets };
  if (octets.at(-1) === FLAG) hidden.fill(1, Math.max(0, octets.length - 3), octets.length - 1);
  const runs: [number, number][] = [];
  for (let i = 0; i < hidden.length; i++) {
    if (hidden[i] === 0) continue;
    const last = runs.at(-1);
    if (last?.[1] === i) last[1] = i + 1;
    else runs.push([i, i + 1]);
  }
  return { octets: octets.map((octet, i) => (hidden[i] === 1 ? 0 : octet)), masked: runs };
}

function hide(octets: Uint8Array, secret: Uint8Array, hidden: Uint8Array) {
  const telling = Math.min(TELLING, secret.length);
  if (telling === 0) return;
  const searched = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  for (let from = 0; from + telling <= secret.length; from++) {
    const part = secret.subarray(from, from + telling);
    for (let at = searched.indexOf(part); at >= 0; at = searched.indexOf(part, at + 1)) hidden.fill(1, at, at + telling);
  }
}

/** What comes in bursts, masked as if it had come at once: of a secret that an echo gives back octet by octet, all but three. */
export class MaskedBursts {
  private before: Uint8Array = new Uint8Array();

  constructor(private readonly secrets: readonly Uint8Array[]) {}

  take(octets: Uint8Array): MaskedOctets {
    const longest = Math.max(0, ...this.secrets.map(({ length }) => length));
    const offset = this.before.length;
    const joined = Uint8Array.from([...this.before, ...octets]);
    this.before = joined.slice(Math.max(0, joined.length - longest));
    const shown = masked(joined, this.secrets);
    const runs = (shown.masked ?? []).map(([from, to]): [number, number] => [Math.max(0, from - offset), to - offset]);
    const within = runs.filter(([, to]) => to > 0);
    return { octets: shown.octets.slice(offset), ...(within.length > 0 && { masked: within }) };
  }
}
