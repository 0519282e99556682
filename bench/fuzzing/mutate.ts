type Random = () => number;
type Mutation = (octets: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

const LONGEST_RANDOM = 96;
/** Octets that formats give a meaning: lengths of many octets, flags, tags that nest, bounds of integers. */
const TELLING = [0x00, 0x01, 0x02, 0x13, 0x7e, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa8, 0xff];

const below = (random: Random, bound: number) => Math.floor(random() * bound);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!;
const octetsOf = (random: Random, length: number) => Uint8Array.from({ length }, () => below(random, 256));
const joined = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));

/** What stands between two places of the message, at most `most` long. */
function span(octets: Uint8Array, random: Random, most = 24): [number, number] {
  const from = below(random, octets.length + 1);
  return [from, Math.min(octets.length, from + below(random, most))];
}

const MUTATIONS: readonly Mutation[] = [
  (octets, random) => {
    const at = below(random, octets.length);
    return octets.length === 0 ? octets : octets.with(at, octets[at]! ^ (1 << below(random, 8)));
  },
  (octets, random) => (octets.length === 0 ? octets : octets.with(below(random, octets.length), pick(random, TELLING))),
  (octets, random) => (octets.length === 0 ? octets : octets.with(below(random, octets.length), below(random, 256))),
  (octets, random) => octets.slice(0, below(random, octets.length + 1)),
  (octets, random) => {
    const [from, to] = span(octets, random);
    return joined(octets.slice(0, from), octets.slice(to));
  },
  (octets, random) => {
    const at = below(random, octets.length + 1);
    return joined(octets.slice(0, at), octetsOf(random, 1 + below(random, 8)), octets.slice(at));
  },
  (octets, random) => {
    const [from, to] = span(octets, random);
    const again = Array.from({ length: 1 + below(random, 40) }, () => octets.slice(from, to));
    return joined(octets.slice(0, to), ...again, octets.slice(to));
  },
  (octets, random, others) => {
    const other = pick(random, others);
    return joined(octets.slice(0, below(random, octets.length + 1)), other.slice(below(random, other.length + 1)));
  },
  (octets, random) => {
    const at = below(random, octets.length + 1);
    return joined(octets.slice(0, at), Uint8Array.of(0x84, 0xff, 0xff, 0xff, 0xff), octets.slice(at));
  },
];

/** One case: mostly a valid message with one mutation, or two to four; one in eight random octets. */
export function hostileOctets(valid: readonly Uint8Array[], random: Random): Uint8Array {
  if (valid.length === 0 || random() < 1 / 8) return octetsOf(random, below(random, LONGEST_RANDOM));
  let octets = pick(random, valid);
  const mutations = random() < 0.6 ? 1 : 2 + below(random, 3);
  for (let count = 0; count < mutations; count++) octets = pick(random, MUTATIONS)(octets, random, valid);
  return octets;
}
