#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT } from '../suites/verdict';
import { TraceError, UsageError } from '../trace/errors';
import { terminal } from './output';
import { program } from './program';

/** A virtual meter has no step at hand. */
const SERVES = process.argv[2] === 'simulate';

/** Ctrl-C stops after the step at hand and still judges and reports what was recorded; a second one ends at once. */
function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      terminal.complaint(
        SERVES ? 'ending; once more to end at once' : 'stopping after the step at hand; once more to end at once',
      );
      stop.abort();
    });
  return stop.signal;
}

/** `list | head` ends the reader early; that is no error of ours, and nothing is left to say. */
function endWithTheReader() {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

async function main(): Promise<number> {
  let exitCode = 0;
  try {
    await program(terminal, stopOnSignals(), (code) => {
      exitCode = code;
    }).parseAsync();
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
    if (error instanceof UsageError) {
      terminal.complaint(error.message);
      return EXIT.usage;
    }
    if (error instanceof TraceError) {
      terminal.complaint(`This recording cannot be judged: ${error.message}`);
      return EXIT.error;
    }
    // Stopped by a signal, which was answered already.
    if (error instanceof Error && error.name === 'AbortError') return EXIT.open;
    terminal.complaint(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return EXIT.error;
  }
}

/** Node's own exit code for a crash is 1, which would read as "non-conformant". */
function crashAsTrouble() {
  const crash = (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(EXIT.error);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

crashAsTrouble();
endWithTheReader();
main().then((code) => {
  process.exitCode = code;
});
