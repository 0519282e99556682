import { createInterface } from 'node:readline';
import type { Desk, Question } from '../adapters/bench/desk';
import { UsageError } from '../trace/errors';
import type { Output } from './output';

/** Who sets a manual bench, and where that person is asked. */
export interface PersonAtBench {
  desk: Desk;
  /** As declared for the laboratory; asked for where left out. */
  name: string | undefined;
}

/** What a person types with: a terminal, or streams that stand for one. */
export interface Keyboard {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

const KEYBOARD: Keyboard = { input: process.stdin, output: process.stdout };

/** Whether a person can be asked here. */
export const hasPerson = (output: Output, { input }: Keyboard = KEYBOARD): boolean =>
  output.interactive === true && input.isTTY === true;

/** Refuses a manual bench that nobody could answer for. */
export function mustHavePerson(output: Output, serve: number | undefined): void {
  if (serve === undefined && !hasPerson(output))
    throw new UsageError(
      'a manual bench asks a person what to set, and here is no terminal: run it in one, or with --serve and answer on its page',
    );
}

/** What a person should know who leaves the bench; nothing where all is off. */
export function leftAtBench({ standing }: Desk): string {
  if (standing?.length === 0) return '';
  const what = standing?.join(', ') ?? 'nobody knows what stands set';
  return `The bench is left as it is: ${what}. Please make it safe.\n`;
}

const HOW = '[Enter] done   [n why] could not do it   [! what] something went wrong';

/** The desk's face in a terminal: shows each question, takes each line as an answer. `gone` is told where the input ends. */
export function atTerminal(
  { desk, name: declared }: PersonAtBench,
  { input, output }: Keyboard = KEYBOARD,
  gone: () => void = () => process.kill(process.pid, 'SIGINT'),
): { close(): void } {
  const terminal = createInterface({ input, output, terminal: input.isTTY === true, prompt: '> ' });
  const say = (text: string) => void output.write(text);
  let name = declared;
  let shown: Question | undefined;

  const show = () => {
    const { question } = desk;
    if (question === shown) return;
    if (shown && desk.replied?.id === shown.id && desk.replied.over === 'page') say('  answered on the page\n');
    shown = question;
    if (question === undefined) return;
    say(`\u0007\n${told(question, Date.now())}`);
    terminal.setPrompt(name === undefined ? 'Who is at the bench? ' : '> ');
    terminal.prompt();
  };

  terminal.on('line', (typed) => {
    const text = typed.trim();
    const { question } = desk;
    if (text.startsWith('!')) return desk.wentWrong({ name: name ?? '', over: 'terminal', note: text.slice(1) });
    if (!question) return void (text && say(`Nothing is asked just now. ${HOW}\n`));
    if (name === undefined) {
      if (text) name = text;
      terminal.setPrompt(name === undefined ? 'Who is at the bench? ' : `${HOW}\n> `);
      return terminal.prompt();
    }
    const [, no, note] = /^(n|no|not done)(?:[\s:,](.*))?$/i.exec(text) ?? [];
    if (text !== '' && no === undefined && !/^(y|yes|d|done|ok)$/i.test(text)) {
      say(`${HOW}\n`);
      return terminal.prompt();
    }
    if (no === undefined) say('Noted. Should something go wrong later: ! and what.\n');
    desk.answer(question.id, { name, over: 'terminal', done: no === undefined, ...(note && { note }) });
  });
  // In a terminal that reads line by line Ctrl-C is a key; the run has to hear of it as of any other.
  terminal.on('SIGINT', gone);
  let closing = false;
  terminal.on('close', () => {
    if (!closing) gone();
  });
  desk.onChange(show);
  return {
    close() {
      closing = true;
      terminal.close();
    },
  };
}

const UTC = (ms: number) => `${new Date(ms).toISOString().slice(11, 19)} UTC`;

/** A question as a person reads it: what to set, and until when. */
export function told({ asked, untilMs }: Question, nowMs: number): string {
  const until = untilMs === undefined ? '' : `, to stay so until ${UTC(untilMs)}, for ${inWords(untilMs - nowMs)}`;
  return `At the bench, ${UTC(nowMs)}. Please set${until}:\n${asked.map((line) => `  ${line}\n`).join('')}${HOW}\n`;
}

function inWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
