import { Desk } from './desk';

const listening = new AbortController().signal;
const said = { name: 'O. Perator', over: 'page' as const };

describe('the desk of a manual bench', () => {
  it('takes the first answer, and no second one', async () => {
    const desk = new Desk();
    const asked = desk.ask(['primary: off'], 1000, listening);
    const { id } = desk.question!;
    expect(desk.question).toEqual({ id, asked: ['primary: off'], untilMs: 1000 });
    expect([desk.answer(id, { ...said, done: true }), desk.answer(id, { ...said, done: false })]).toEqual([true, false]);
    expect(await asked).toEqual({ ...said, done: true });
    expect(desk.question).toBeUndefined();
  });

  it('takes no answer to a question that is over', async () => {
    const desk = new Desk();
    void desk.ask(['primary: off'], undefined, listening);
    const { id } = desk.question!;
    desk.answer(id, { ...said, done: true });
    void desk.ask(['primary: import 5 W'], undefined, listening);
    expect(desk.answer(id, { ...said, done: true })).toBe(false);
    expect(desk.question?.asked).toEqual(['primary: import 5 W']);
  });

  it('stops asking with the signal', async () => {
    const desk = new Desk();
    const stop = new AbortController();
    const asked = desk.ask(['primary: off'], undefined, stop.signal);
    stop.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    expect(desk.question).toBeUndefined();
  });

  it('tells of each question, and that it is over', async () => {
    const desk = new Desk();
    const seen: (number | undefined)[] = [];
    desk.onChange(() => seen.push(desk.question?.id));
    const asked = desk.ask(['primary: off'], undefined, listening);
    desk.answer(1, { ...said, done: true });
    await asked;
    expect(seen).toEqual([1, undefined]);
  });

  it('raises one alarm for what went wrong', () => {
    const desk = new Desk();
    const { alarm } = desk;
    desk.wentWrong({ ...said, note: 'a fuse' });
    expect(alarm.aborted).toBe(true);
    expect(desk.takeAlarm()).toEqual({ ...said, note: 'a fuse' });
    expect([desk.takeAlarm(), desk.alarm.aborted]).toEqual([undefined, false]);
  });

  it('keeps of what a person types one line without control characters', async () => {
    const desk = new Desk();
    const asked = desk.ask(['primary: off'], undefined, listening);
    desk.answer(1, { name: '\u001b[31mO.\n\u202ePerator', over: 'page', done: false, note: `a\r\nb${'c'.repeat(1000)}` });
    const { name, note } = await asked;
    expect(name).toBe('[31mO. Perator');
    expect([note?.slice(0, 3), note?.length]).toEqual(['a b', 500]);
  });

  it('says so where nobody gives a name', async () => {
    const desk = new Desk();
    const asked = desk.ask(['primary: off'], undefined, listening);
    desk.answer(1, { name: '  ', over: 'page', done: true });
    expect((await asked).name).toBe('nobody named');
  });
});
