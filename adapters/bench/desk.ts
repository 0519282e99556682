import type { Ms, OperatorAnswer } from '../../trace/vocabulary';

/** What a person at the bench is asked to do. */
export interface Question {
  id: number;
  /** Line by line what to set. */
  asked: readonly string[];
  /** Bench time until which it has to stay so. */
  untilMs?: Ms;
}

/** Who says something, and where; `note` is what that person adds, or nothing. */
export interface Said {
  name: string;
  over: OperatorAnswer['over'];
  note?: string;
}
export interface Reply extends Said {
  done: boolean;
}

const MOST_NAME = 100;
const MOST_NOTE = 500;

/**
 * Where a manual bench and the person before it meet: one question at a time, answered in a terminal or on a page, whichever is first;
 * and at any time the word that something went wrong.
 */
export class Desk {
  private pending: { question: Question; resolve(reply: Reply): void } | undefined;
  private lastId = 0;
  private lastReply: (Reply & { id: number }) | undefined;
  private alarmed = new AbortController();
  private wrong: Said | undefined;
  private set: readonly string[] | undefined = [];
  private readonly listeners = new Set<() => void>();

  /** The question that waits for an answer. */
  get question(): Question | undefined {
    return this.pending?.question;
  }

  /** The newest answer, and to which question. */
  get replied(): (Reply & { id: number }) | undefined {
    return this.lastReply;
  }

  /** Fires when somebody says that something went wrong, until that is taken note of. */
  get alarm(): AbortSignal {
    return this.alarmed.signal;
  }

  /** What stands set at the bench, in words, none where all is off; undefined where nobody knows. */
  get standing(): readonly string[] | undefined {
    return this.set;
  }

  stands(set: readonly string[] | undefined): void {
    this.set = set;
    this.changed();
  }

  /** Told whenever a question is asked or answered, or something is set. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Asks, and waits for the answer as long as it takes. Throws the signal's reason. */
  async ask(asked: readonly string[], untilMs: Ms | undefined, signal: AbortSignal): Promise<Reply> {
    signal.throwIfAborted();
    const question = { id: ++this.lastId, asked, ...(untilMs !== undefined && { untilMs }) };
    let give = () => {};
    try {
      return await new Promise<Reply>((resolve, reject) => {
        this.pending = { question, resolve };
        give = () => reject(signal.reason);
        signal.addEventListener('abort', give, { once: true });
        this.changed();
      });
    } finally {
      signal.removeEventListener('abort', give);
      this.pending = undefined;
      this.changed();
    }
  }

  /** False where that question is no longer open: somebody was faster, or the run went on. */
  answer(id: number, reply: Reply): boolean {
    if (this.pending?.question.id !== id) return false;
    const { resolve } = this.pending;
    this.pending = undefined;
    this.lastReply = { id, done: reply.done, ...plain(reply) };
    const { id: _, ...given } = this.lastReply;
    resolve(given);
    return true;
  }

  /** Something went wrong, whenever and whatever: the scenario at hand ends, and none of it speaks against the meter. */
  wentWrong(said: Said): void {
    this.wrong = plain(said);
    this.alarmed.abort();
  }

  /** What went wrong, once; the alarm is over with it. */
  takeAlarm(): Said | undefined {
    const { wrong } = this;
    if (!wrong) return undefined;
    this.wrong = undefined;
    this.alarmed = new AbortController();
    return wrong;
  }

  private changed() {
    for (const listener of this.listeners) listener();
  }
}

/** What a person types goes into traces and reports: one line, and no more than a page shows. */
function plain({ name, over, note }: Said): Said {
  const line = (text: string, most: number) =>
    text
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim()
      .slice(0, most);
  const [who, more] = [line(name, MOST_NAME), line(note ?? '', MOST_NOTE)];
  return { name: who || 'nobody named', over, ...(more && { note: more }) };
}
