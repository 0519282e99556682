import type { Ms } from '../trace/vocabulary';

/** What a person answers on a page. */
export interface PageAnswer {
  name: string;
  note: string;
}

/** A manual bench as a page sees it: what is asked, what stands set, and what a person may say. */
export interface BenchFace {
  question(): { id: number; asked: readonly string[]; untilMs?: Ms } | undefined;
  /** In words; none where all is off, undefined where nobody knows. */
  standing(): readonly string[] | undefined;
  /** False where that question is no longer open. */
  answer(id: number, answer: PageAnswer & { done: boolean }): boolean;
  wentWrong(answer: PageAnswer): void;
}

/** What a page shows of it. */
export interface BenchState {
  question?: { id: number; asked: readonly string[]; untilMs?: Ms };
  /** `null`: nobody knows. */
  standing: readonly string[] | null;
}

export function benchState(bench: BenchFace): BenchState {
  const question = bench.question();
  return { standing: bench.standing() ?? null, ...(question && { question }) };
}

/** Says to the bench what a form holds: `done`, `not-done` or `went-wrong`. The status and why, where that is no answer. */
export function say(bench: BenchFace, form: URLSearchParams): { status: number; why: string } | undefined {
  const given = { name: form.get('name') ?? '', note: form.get('note') ?? '' };
  const answer = form.get('answer');
  if (answer === 'went-wrong') {
    bench.wentWrong(given);
    return undefined;
  }
  const id = Number(form.get('id'));
  if ((answer !== 'done' && answer !== 'not-done') || !Number.isSafeInteger(id))
    return { status: 400, why: 'expected an answer: done, not-done or went-wrong, and the id of a question' };
  if (bench.answer(id, { ...given, done: answer === 'done' })) return undefined;
  return { status: 409, why: 'that question is no longer open' };
}
