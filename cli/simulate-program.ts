import { Command, InvalidArgumentError, Option } from 'commander';
import { SIGN_ON_BAUDS } from '../adapters/dlms/iec62056-21';
import { MODES } from '../adapters/virtual/serve';
import { SECURITIES } from '../declaration/access';
import type { Output } from './output';
import { DEFAULT_LINK, type SimulateOptions, simulateCommand } from './simulate-command';

/** `simulate` as the command line takes it. */
export function simulateProgram(output: Output, signal: AbortSignal, done: (exitCode: number) => void): Command {
  return new Command('simulate')
    .description('the reference meter, or a faulty one, on a wire: a pty or a TCP port')
    .option('--meter <FILE>', 'declaration of the meter (default: the reference meter)')
    .option('--fault <NAME>', 'fit it with this faulty part; repeatable', (name, earlier: string[]) => [...earlier, name], [])
    .addOption(new Option('--port <PORT>', 'pty, or tcp:N; tcp:0 takes any free port').default('pty').argParser(port))
    .option('--link <PATH>', 'where the meter is found; side channel and keys stand beside it', DEFAULT_LINK)
    .addOption(new Option('--mode <MODE>', 'e: sign-on, then HDLC; hdlc; wrapper: over TCP').choices(MODES).default('hdlc'))
    .addOption(new Option('--baud <N>', 'the rate that it proposes at a sign-on').default(9600).argParser(baud))
    .option('--map <MAP>', 'the object map by which it answers: default, gbcs or a file (default: what --meter names)')
    .addOption(
      new Option('--security <NAME>', 'the least ciphering that it takes of who manages').choices(SECURITIES).default('none'),
    )
    .optionsGroup('An honest wire, in per cent of octets each way:')
    .addOption(share('--lose <PERCENT>', 'are lost'))
    .addOption(share('--repeat <PERCENT>', 'come twice'))
    .addOption(share('--damage <PERCENT>', 'come with another bit'))
    .addOption(share('--late <PERCENT>', 'of what the meter sends come 300 ms late'))
    .addOption(share('--halve <PERCENT>', "of the meter's turns end in their middle, in silence"))
    .option('--echo', 'the probe gives back what it hears')
    .option('--paced', 'octets leave no faster than at --baud')
    .addOption(new Option('--wire-seed <N>', 'another sequence of all that').default(1).argParser(wholeNumber))
    .optionsGroup('A meter within its declaration, or beside it:')
    .addOption(new Option('--clock-offset <MS>', 'its clock is so far ahead, or behind').default(0).argParser(signed))
    .addOption(new Option('--self-correct <MS>', 'its clock sets itself right so long after the start').argParser(wholeNumber))
    .addOption(new Option('--refresh-lag <MS>', 'its registers show what they held so long ago').argParser(wholeNumber))
    .action(async (options: SimulateOptions) => done(await simulateCommand(options, output, signal)))
    .exitOverride();
}

const share = (flags: string, what: string) =>
  new Option(flags, what).default(0).argParser((text) => {
    const percent = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text) || percent > 100) throw new InvalidArgumentError('Expected a number from 0 to 100.');
    return percent;
  });

function signed(text: string): number {
  if (!/^[+-]?\d{1,12}$/.test(text)) throw new InvalidArgumentError('Expected a whole number, which may be negative.');
  return Number(text);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

function port(text: string): SimulateOptions['port'] {
  if (text === 'pty') return text;
  const [, number] = /^tcp:(\d{1,5})$/.exec(text) ?? [];
  if (number === undefined || Number(number) > 65_535)
    throw new InvalidArgumentError('Expected pty, or tcp:N with N from 0 to 65535.');
  return { tcp: Number(number) };
}

function baud(text: string): SimulateOptions['baud'] {
  const known = SIGN_ON_BAUDS.find((rate) => String(rate) === text);
  if (known === undefined) throw new InvalidArgumentError(`Expected one of ${SIGN_ON_BAUDS.join(', ')}.`);
  return known;
}
