/** `npm run fuzz [-- --seed N --cases N --decoder NAME]`: hostile octets for every decoder; anything but a value or a DecodeError fails. */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzzing/campaign';
import { DECODERS } from './fuzzing/decoders';

const USAGE = 64;

function main(): number {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, cases: { type: 'string', default: '100000' }, decoder: { type: 'string' } },
  });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const cases = Number(values.cases);
  const decoders = DECODERS.filter(({ name }) => values.decoder === undefined || name === values.decoder);
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(cases) || cases < 1 || decoders.length === 0) {
    const names = DECODERS.map(({ name }) => `"${name}"`).join(', ');
    process.stderr.write(`fuzz: --seed and --cases take whole numbers, --decoder one of ${names}\n`);
    return USAGE;
  }
  process.stdout.write(`fuzz: seed ${seed}, ${cases} cases a decoder\n`);
  let broken = 0;
  for (const decoder of decoders) {
    const { taken, refused, slowestMs, broken: failure } = fuzz(decoder, seed, cases);
    process.stdout.write(`  ${decoder.name.padEnd(20)} ${taken} taken, ${refused} refused, slowest ${slowestMs.toFixed(1)} ms\n`);
    if (failure === undefined) continue;
    broken++;
    const { number, octets, why } = failure;
    process.stdout.write(`  BROKEN by case ${number}: ${Buffer.from(octets).toString('hex')}\n    ${why}\n`);
    process.stdout.write(`    again: npm run fuzz -- --seed ${seed} --cases ${number + 1} --decoder "${decoder.name}"\n`);
  }
  return broken === 0 ? 0 : 1;
}

process.exitCode = main();
