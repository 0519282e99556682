import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Desk } from '../adapters/bench/desk';
import { atTerminal, hasPerson, leftAtBench, mustHavePerson, told } from './at-the-bench';

const listening = new AbortController().signal;

/** A terminal that is typed into, and what it shows. */
function typing(name?: string) {
  const desk = new Desk();
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (text) => {
    shown += text;
  });
  const gone = jest.fn();
  const terminal = atTerminal({ desk, name }, { input, output }, gone);
  const type = async (...lines: string[]) => {
    for (const line of lines) {
      input.write(`${line}\n`);
      await setImmediate();
      await setImmediate();
    }
  };
  return { desk, terminal, type, gone, input, shown: () => shown };
}

describe('a person at the terminal', () => {
  it('gives a name once, and is told what to set and how to answer', async () => {
    const { desk, type, shown, terminal } = typing();
    const first = desk.ask(['primary: import 1,000 W (now off)'], undefined, listening);
    await type('', 'O. Perator', '');
    expect(await first).toEqual({ name: 'O. Perator', over: 'terminal', done: true });
    expect(shown()).toMatch(/Please set:\n {2}primary: import 1,000 W \(now off\)\n\[Enter\] done/);
    const second = desk.ask(['primary: off'], undefined, listening);
    await type('yes');
    expect(await second).toMatchObject({ name: 'O. Perator', done: true });
    terminal.close();
  });

  it.each([
    ['', { done: true }],
    ['ok', { done: true }],
    ['n', { done: false }],
    ['no the source trips', { done: false, note: 'the source trips' }],
    ['N: a fuse', { done: false, note: 'a fuse' }],
  ])('by %j means %j', async (line, reply) => {
    const { desk, type, terminal } = typing('O. Perator');
    const asked = desk.ask(['primary: off'], undefined, listening);
    await type(line);
    expect(await asked).toEqual({ name: 'O. Perator', over: 'terminal', ...reply });
    terminal.close();
  });

  it('is asked again where an answer is none', async () => {
    const { desk, type, shown, terminal } = typing('O. Perator');
    void desk.ask(['primary: off'], undefined, listening);
    await type('nothing yet');
    expect(desk.question).toBeDefined();
    expect(shown().match(/\[n why\]/g)).toHaveLength(2);
    await type('');
    expect(desk.question).toBeUndefined();
    terminal.close();
  });

  it('says at any time that something went wrong', async () => {
    const { desk, type, terminal } = typing('O. Perator');
    await type('! it was 500 W');
    expect(desk.alarm.aborted).toBe(true);
    expect(desk.takeAlarm()).toMatchObject({ name: 'O. Perator', note: 'it was 500 W' });
    terminal.close();
  });

  it('sees that a page was faster', async () => {
    const { desk, shown, terminal } = typing('O. Perator');
    const asked = desk.ask(['primary: off'], undefined, listening);
    desk.answer(desk.question!.id, { name: 'P. Age', over: 'page', done: true });
    await asked;
    expect(shown()).toContain('answered on the page');
    terminal.close();
  });

  it('is not told of an answer where the run was stopped', async () => {
    const { desk, shown, terminal } = typing('O. Perator');
    const stop = new AbortController();
    const asked = desk.ask(['primary: off'], undefined, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
    expect(shown()).not.toContain('answered');
    terminal.close();
  });

  it('who leaves ends the run, which closing the terminal does not', async () => {
    const left = typing();
    left.input.end();
    await setImmediate();
    await setImmediate();
    expect(left.gone).toHaveBeenCalled();
    const closed = typing();
    closed.terminal.close();
    await setImmediate();
    expect(closed.gone).not.toHaveBeenCalled();
  });
});

describe('a question', () => {
  it('says until when what is set has to stay', () => {
    const at = Date.parse('2026-03-03T10:00:00Z');
    const question = { id: 1, asked: ['primary: off'] };
    expect(told({ ...question, untilMs: at + 90_000 }, at)).toContain('to stay so until 10:01:30 UTC, for 90 s:');
    expect(told({ ...question, untilMs: at + 3_600_000 }, at)).toContain('until 11:00:00 UTC, for 60 min:');
  });
});

describe('a manual bench', () => {
  const output = { columns: 80, interactive: false, line: () => {}, text: () => {}, complaint: () => {} };

  it('needs somebody to ask: a terminal, or a page', () => {
    expect(hasPerson({ ...output, interactive: true }, { input: new PassThrough(), output: new PassThrough() })).toBe(false);
    expect(() => mustHavePerson(output, undefined)).toThrow(/here is no terminal: run it in one/);
    expect(() => mustHavePerson(output, 0)).not.toThrow();
  });

  it('says what is left set', () => {
    const desk = new Desk();
    expect(leftAtBench(desk)).toBe('');
    desk.stands(['primary at import 1,000 W']);
    expect(leftAtBench(desk)).toBe('The bench is left as it is: primary at import 1,000 W. Please make it safe.\n');
    desk.stands(undefined);
    expect(leftAtBench(desk)).toMatch(/nobody knows what stands set/);
  });
});
