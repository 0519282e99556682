import { createInterface } from 'node:readline/promises';

/** Asks in the terminal and gives the answer, trimmed; empty where the person closes it. Rejects as the signal says. */
export async function askInTerminal(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // In a terminal that is being read, Ctrl-C reaches nobody else.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const closed = new Promise<string>((resolve) => terminal.on('close', () => resolve('')));
  try {
    return (await Promise.race([terminal.question(question, { signal }), closed])).trim();
  } finally {
    terminal.close();
  }
}

export const isYes = (answer: string) => /^y(es)?$/i.test(answer);
