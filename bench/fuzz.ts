/** `npm run fuzz [-- --seed N --cases N --decoder NAME]`: hostile octets for every decoder and both ends of a wire; anything but a value or a typed error fails. */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzzing/campaign';
import { TARGETS } from './fuzzing/targets';

const USAGE = 64;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, cases: { type: 'string', default: '100000' }, decoder: { type: 'string' } },
  });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const cases = Number(values.cases);
  const decoders = TARGETS.filter(({ name }) => values.decoder === undefined || name === values.decoder);
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(cases) || cases < 1 || decoders.length === 0) {
    const names = TARGETS.map(({ name }) => `"${name}"`).join(', ');
    process.stderr.write(`fuzz: --seed and --cases take whole numbers, --decoder one of ${names}\n`);
    return USAGE;
  }
  process.stdout.write(`fuzz: seed ${seed}, ${cases} cases a decoder\n`);
  let broken = 0;
  for (const decoder of decoders) {
    const fromMs = performance.now();
    const { taken, refused, slowestMs, broken: failure } = await fuzz(decoder, seed, cases);
    const seconds = ((performance.now() - fromMs) / 1000).toFixed(1);
    process.stdout.write(
      `  ${decoder.name.padEnd(28)} ${taken} taken, ${refused} refused, slowest ${slowestMs.toFixed(1)} ms, in ${seconds} s\n`,
    );
    if (failure === undefined) continue;
    broken++;
    const { number, octets, why } = failure;
    process.stdout.write(`  BROKEN by case ${number}: ${Buffer.from(octets).toString('hex')}\n    ${why}\n`);
    process.stdout.write(`    again: npm run fuzz -- --seed ${seed} --cases ${number + 1} --decoder "${decoder.name}"\n`);
  }
  return broken === 0 ? 0 : 1;
}

main().then((code) => {
  process.exitCode = code;
});
