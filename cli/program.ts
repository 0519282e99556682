import { Command, InvalidArgumentError, Option } from 'commander';
import { INTERVENTION_NAMES, type Intervention, interventionsNamed } from '../suites/conduct/interventions';
import { TOOL } from '../suites/conduct/tool';
import { LOAD_UNITS, type LoadOptions, SIGNS, STAMPS } from '../suites/scenarios/load';
import { UsageError } from '../trace/errors';
import { ELEMENTS, WAYS } from '../trace/vocabulary';
import { BASELINE, baselineSetCommand } from './baseline-command';
import { type BundleOptions, bundleCommand } from './bundle-command';
import { type CompareOptions, compareCommand } from './compare-command';
import { decodeCommand } from './decode-command';
import { type DoctorOptions, doctorCommand } from './doctor-command';
import { type FaultsOptions, faultsCommand } from './faults-command';
import { type FreezeOptions, freezeCommand } from './freeze-command';
import { type JudgeOptions, judgeCommand } from './judge-command';
import { type ListOptions, listCommand } from './list-command';
import type { Output } from './output';
import { readProgram } from './read-program';
import { restoreCommand } from './restore-command';
import { RELEASE_CASES, RELEASE_SEED, type RunOptions, runCommand } from './run-command';
import { simulateProgram } from './simulate-program';
import { type VerifyOptions, verifyCommand } from './verify-command';

type Options = Omit<RunOptions, 'loadOptions'> & Omit<LoadOptions, 'columns'> & { column: NonNullable<LoadOptions['columns']> };

/** The command line. `done` gets the exit code of the command that ran; usage errors are thrown. */
export function program(output: Output, signal: AbortSignal, done: (exitCode: number) => void): Command {
  const root = new Command('smets2-conformance')
    .description('Conformance of SMETS2 twin-element electricity meters that record export on the secondary element (DP184).')
    .version(TOOL)
    .showHelpAfterError('Try --help.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.text(text), writeErr: (text) => output.complaint(text.trimEnd()) })
    .addHelpText(
      'after',
      `
Exit codes:
  0   conformant, or everything selected passed
  1   non-conformant: a mandatory requirement failed; or something of an extension did
  2   incomplete: a mandatory requirement stayed open
  3   incomplete: trouble of the tool or the bench, or check the wiring
  64  usage

Examples:
  smets2-conformance run                                   the reference meter, everything
  smets2-conformance run --meter my-meter.yaml --dry-run   what would run, and how long
  smets2-conformance run --load my-house.csv               a year of a real house besides
  smets2-conformance run --fault netted-across-elements   see the suite catch a faulty meter`,
    );
  root.addCommand(runProgram(output, signal, done));
  root
    .command('judge')
    .description('judge a recorded run again: same run, same verdicts')
    .argument('<RUNDIR>', 'a folder that "run" has written')
    .option('--waivers <FILE>', 'failures that somebody answers for until a day')
    .option('--extension <PATH>', 'folder or npm package that adds to the suite; its code is run; repeatable', repeated, [])
    .option('--github', 'end with annotations for GitHub Actions', false)
    .action(async (folder: string, options: JudgeOptions) => done(await judgeCommand(folder, options, output)));
  root
    .command('bundle')
    .description('pack a recorded run into one file that shows every change')
    .argument('<RUNDIR>', 'a folder that "run" has written')
    .option('--out <FILE>', 'the bundle (default: RUNDIR.tar)')
    .option('--sign <KEY>', 'sign it with this private key: Ed25519 or P-256, PEM or JWK')
    .action(async (folder: string, options: BundleOptions) => done(await bundleCommand(folder, options, output)));
  root
    .command('verify')
    .description('check a bundle: every octet, every verdict, and whose it is')
    .argument('<BUNDLE>', 'a file that "bundle" has written')
    .option('--key <PUB>', 'the public key that you trust: PEM or JWK')
    .action(async (path: string, options: VerifyOptions) => done(await verifyCommand(path, options, output)));
  root
    .command('compare')
    .description('set runs beside an accepted one: what got worse, what is exercised less')
    .argument('<BASE>', 'a run directory or a baseline')
    .argument('<NEW...>', 'run directories or baselines, in the order of the builds')
    .option('--html <FILE>', 'write the comparison as a page too')
    .action((base: string, runs: string[], options: CompareOptions) => done(compareCommand(base, runs, options, output)));
  root
    .command('baseline')
    .description('the accepted run that builds are compared with')
    .exitOverride()
    .addCommand(
      new Command('set')
        .description('keep a run as the baseline: a small file for a repository')
        .argument('<RUNDIR>', 'a folder that "run" has written')
        .option('--out <FILE>', 'the baseline', BASELINE)
        .action((folder: string, options: { out: string }) => done(baselineSetCommand(folder, options, output)))
        .exitOverride(),
    );
  root
    .command('freeze')
    .description('keep a failing scenario of a run as one of your own, to be played from now on')
    .argument('<FAILURE>', 'a scenario file of a run: smallest/….yaml or scenarios/….yaml')
    .requiredOption('--id <ID>', 'its new name, your prefix first: acme-lost-evening')
    .option('--to <DIR>', 'your extension; made where there is none', 'smets2-extension')
    .action((failure: string, options: FreezeOptions) => done(freezeCommand(failure, options, output)));
  root
    .command('list')
    .description('the catalogue: requirements and scripted scenarios')
    .option('--untested', 'the clauses that no requirement tests, each with the reason', false)
    .option('--markdown', 'the whole catalogue as a page, as docs/reference/catalogue.md is made', false)
    .option('--json', 'as JSON', false)
    .option(
      '--extension <PATH>',
      'list what this folder or npm package adds too, apart; its code is run; repeatable',
      repeated,
      [],
    )
    .action(async (options: ListOptions) => done(await listCommand(options, output, signal)));
  root
    .command('faults')
    .description('show that every faulty meter is caught and no legal variant accused')
    .argument('[NAME...]', 'only these faulty meters and legal variants')
    .option('--list', 'only list the faulty meters', false)
    .option('--scripted', 'only the scripted score: no generated scenarios, laboratory, pairs or variants', false)
    .addOption(
      new Option('--wire', 'only over a wire: every faulty meter behind a pty, its scenarios in virtual time')
        .conflicts('scripted')
        .default(false),
    )
    .option('--json <FILE>', 'write the tables as JSON')
    .action(async (names: string[], options: FaultsOptions) => done(await faultsCommand(names, options, output, signal)));
  root
    .command('decode')
    .description('print what octets say: HDLC frames, DLMS APDUs, GBCS messages')
    .argument('[HEX...]', 'the octets as hex; without them the standard input is read')
    .option('--file <FILE>', 'read the hex from a file, - for the standard input')
    .action((hex: string[], { file }: { file?: string }) => done(decodeCommand(hex, file, output)));
  root.addCommand(simulateProgram(output, signal, done));
  root.addCommand(readProgram(output, signal, done));
  root
    .command('restore')
    .description('put back what a run has left changed on its meter')
    .argument('<RUNDIR>', 'the folder of that run')
    .option('--forget', 'leave the meter as it is, and say no more about it', false)
    .action(async (folder: string, options: { forget: boolean }) => done(await restoreCommand(folder, options, output, signal)));
  root
    .command('doctor')
    .description('look at what a run needs, thing by thing, and say what to do next')
    .argument('[METER]', 'declaration of a meter on a wire: the way to it and its objects are looked at too')
    .option('--json', 'as JSON', false)
    .option('--out <DIR>', 'folder of run directories, where runs on this meter are looked for', 'runs')
    .action(async (meter: string | undefined, options: DoctorOptions) =>
      done(await doctorCommand({ ...options, ...(meter !== undefined && { meter }) }, output, signal)),
    );
  return root;
}

function runProgram(output: Output, signal: AbortSignal, done: (exitCode: number) => void): Command {
  return new Command('run')
    .description('play, judge and report')
    .optionsGroup('What to test:')
    .option('--meter <FILE>', 'declaration of the meter under test (default: the reference meter)')
    .option('--bench <FILE>', 'declaration of the bench (default: what fits the meter)')
    .option('--only <NAME>', 'only this requirement, area or scenario; repeatable', repeated, [])
    .option('--scenario <FILE>', 'play only this scenario file; repeatable', repeated, [])
    .option('--fault <NAME>', 'fit the reference meter with this faulty part; repeatable', repeated, [])
    .addOption(new Option('--seed <N>', 'seed of the generated scenarios, or "random"').default(RELEASE_SEED).argParser(seed))
    .option('--cases <N>', 'how many generated scenarios', wholeNumber, RELEASE_CASES)
    .addOption(
      new Option('--serve [PORT]', 'show the run on a page of this machine (default: any free port)').preset(0).argParser(port),
    )
    .option(
      '--allow <WHAT>',
      `of a meter that stays somebody's: ${INTERVENTION_NAMES.join(', ')}, or all; repeatable`,
      allowed,
      [],
    )
    .option('--yes', 'agree to what cannot be put back, and to putting back what an earlier run has left', false)
    .option('--dry-run', 'say what would run, what cannot and why; play nothing', false)
    .option('--waivers <FILE>', 'failures that somebody answers for until a day')
    .option('--extension <PATH>', 'folder or npm package that adds to the suite; its code is run; repeatable', repeated, [])
    .option('--github', 'end with annotations for GitHub Actions', false)
    .option('--out <DIR>', 'folder that the run directory is written to', 'runs')
    .optionsGroup('A recorded house or generator (--load):')
    .option('--load <FILE>', 'half-hourly CSV to play besides the standard scenarios')
    .option('--column <WAY=NAME>', 'column of "import", "export" or "time"; repeatable', column, {})
    .addOption(new Option('--element <NAME>', 'element that it flows through').choices([...ELEMENTS]))
    .option('--tz <ZONE>', 'time zone of the labels, e.g. Europe/London')
    .addOption(new Option('--units <UNIT>', 'unit of the values').choices([...LOAD_UNITS]))
    .addOption(new Option('--stamp <WHICH>', 'what a label marks of its half hour').choices([...STAMPS]))
    .addOption(new Option('--sign <RULE>', 'how one signed column is read').choices([...SIGNS]))
    .option('--scale <FACTOR>', 'multiply every value, exactly')
    .option('--consecutive <START>', 'ignore the labels: rows follow each other from this time on')
    .action(async ({ column: columns, element, tz, units, stamp, sign, scale, consecutive, ...options }: Options) => {
      const given = { element, tz, units, stamp, sign, scale, consecutive };
      const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as LoadOptions;
      if (options.load === undefined && (Object.keys(named).length > 0 || Object.keys(columns).length > 0))
        throw new UsageError(`--${Object.keys(named)[0] ?? 'column'} says how to read a CSV: give --load FILE too`);
      done(await runCommand({ ...options, loadOptions: { ...named, columns } }, output, signal));
    })
    .exitOverride();
}

const allowed = (text: string, earlier: Intervention[]) => [...new Set([...earlier, ...interventionsNamed(text)])];
const repeated = (value: string, earlier: string[]) => [...earlier, value];

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}

function port(text: string | number): number {
  const value = wholeNumber(String(text));
  if (value > 65535) throw new InvalidArgumentError('Expected a port, 0 to 65535.');
  return value;
}

function seed(text: string): number | 'random' {
  if (text === 'random') return text;
  const value = wholeNumber(text);
  if (value >= 2 ** 31) throw new InvalidArgumentError('Expected a whole number below 2147483648, or "random".');
  return value;
}

function column(text: string, earlier: Options['column']): Options['column'] {
  const [, way, name] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (way === undefined || name === undefined || ![...WAYS, 'time'].includes(way as never))
    throw new InvalidArgumentError('Expected import=NAME, export=NAME or time=NAME.');
  return { ...earlier, [way]: name };
}
