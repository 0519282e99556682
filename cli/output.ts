import { visible } from '../reports/escape';
import { askInTerminal } from './ask';

/** Where a command writes what a person reads. */
export interface Output {
  readonly columns: number;
  /** A person watches: what is written may be written over. */
  readonly interactive?: boolean;
  line(text: string): void;
  text(text: string): void;
  /** Asks the person who watches; not there where nobody does. */
  ask?: ((question: string, signal: AbortSignal) => Promise<string>) | undefined;
  /** Errors and what to do about them. */
  complaint(text: string): void;
}

export const terminal: Output = {
  columns: process.stdout.columns ?? 100,
  interactive: process.stdout.isTTY === true,
  ...(process.stdin.isTTY && process.stdout.isTTY && { ask: askInTerminal }),
  line: (text) => void process.stdout.write(`${text}\n`),
  text: (text) => void process.stdout.write(text),
  // What a file or a meter said is quoted in complaints: no control sequence of theirs may reach the terminal.
  complaint: (text) => void process.stderr.write(`${visible(text)}\n`),
};
