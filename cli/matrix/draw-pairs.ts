import type { Fault } from '../../adapters/reference/fault';
import { randomFrom } from './random';

/** Pairs of faults drawn at random, each two that one meter can have: same seed, same pairs, whatever the order of drawing. */
export function drawPairs(faults: readonly Fault[], count: number, seed: number): [string, string][] {
  const random = randomFrom(seed);
  const pick = () => faults[Math.floor(random() * faults.length)]!;
  const pairs = new Map<string, [string, string]>();
  const possible = faults.flatMap((one, i) => faults.slice(i + 1).filter((other) => together(one, other))).length;
  while (pairs.size < Math.min(count, possible)) {
    const [one, other] = [pick(), pick()].sort((a, b) => faults.indexOf(a) - faults.indexOf(b)) as [Fault, Fault];
    if (one !== other && together(one, other)) pairs.set(`${one.name} ${other.name}`, [one.name, other.name]);
  }
  return [...pairs.values()];
}

/** Whether one declaration can be what both faults need it to be. */
function together({ under: one }: Fault, { under: other }: Fault): boolean {
  if ((one?.variant ?? 'twin') !== (other?.variant ?? 'twin')) return false;
  const choices: Record<string, unknown> = { ...one?.choices };
  return Object.entries(other?.choices ?? {}).every(
    ([name, value]) => !(name in choices) || JSON.stringify(choices[name]) === JSON.stringify(value),
  );
}
