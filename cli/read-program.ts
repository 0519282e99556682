import { Command, InvalidArgumentError, Option } from 'commander';
import { ASSOCIATIONS, type Ms } from '../trace/vocabulary';
import type { Output } from './output';
import { type ReadOptions, readCommand } from './read-command';

/** `read` as the command line takes it. */
export function readProgram(output: Output, signal: AbortSignal, done: (exitCode: number) => void): Command {
  return new Command('read')
    .description('print values of a meter on a wire, with their units')
    .argument('<METER>', 'its declaration, with a connection of adapter optical')
    .argument('<NAME...>', 'names of objects, logical names, or CLASS/LOGICAL-NAME/ATTRIBUTE')
    .option('--from <TIME>', 'of a log only the rows from then on: 2026-03-02 or 2026-03-02T10:30Z, UTC', time)
    .option('--to <TIME>', 'of a log only the rows until then, inclusive', time)
    .addOption(new Option('--as <ASSOCIATION>', 'by which association').choices([...ASSOCIATIONS]).default('management'))
    .option('--json', 'as JSON', false)
    .option('--hex', 'the octets of the attributes instead of values', false)
    .action(async (meter: string, names: string[], options: ReadOptions) =>
      done(await readCommand(meter, names, options, output, signal)),
    )
    .exitOverride();
}

function time(text: string): Ms {
  const [, day, clock = '00:00', second = ':00'] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?Z?)?$/.exec(text) ?? [];
  const ms = Date.parse(`${day}T${clock}${second}Z`);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Expected a time in UTC like 2026-03-02 or 2026-03-02T10:30Z.');
  return ms;
}
