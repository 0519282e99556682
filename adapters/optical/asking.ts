import type { Answer, Association, Ms } from '../../trace/vocabulary';
import type { AttributeDescriptor, Data, DataAccessResult, GetDataResult, SelectiveAccess } from '../dlms';
import type { Tap } from '../ports';
import { actionRefusal, dataRefusal, type Refused, refusedBy } from './refusals';
import type { Answered, Pace, Request, Session } from './session';

/** What an attribute gave. */
export type Part = { data: Data } | { refused: Refused };

interface Done {
  answer: Answer;
  attempts: number;
}

/** `now`: bench time. `pace`: reads are stretched by it. */
export interface Timing {
  now?: () => Ms;
  pace?: Pace;
}

/** The services of a meter as one association asks for them, each in as few exchanges as the meter grants. */
export class Asking {
  /** Since when, in bench time, what was answered has been asked for: of what was asked again, since the last time. */
  sinceMs: Ms = Number.POSITIVE_INFINITY;

  constructor(
    private readonly session: Session,
    private readonly by: Association,
    private readonly signal: AbortSignal,
    private readonly tap: Tap,
    private readonly timing: Timing = {},
  ) {}

  async grants(bit: 'selective-access' | 'multiple-references'): Promise<boolean> {
    return (await this.session.granted(this.by, this.signal, this.tap)).conformance.has(bit);
  }

  /** Reads attributes, all by one request where the meter takes that. */
  async get(
    attributes: readonly AttributeDescriptor[],
    accessSelection?: SelectiveAccess,
  ): Promise<{ parts: Part[]; attempts: number }> {
    const selected = attributes.map((attribute) => ({ attribute, ...(accessSelection && { accessSelection }) }));
    if (selected.length > 1 && (await this.grants('multiple-references'))) {
      const { response, attempts } = await this.ask({ kind: 'get-request-with-list', attributes: selected }, true);
      if (response.kind === 'get-response-with-list') return { parts: response.results.map(partOf), attempts };
      const part = onlyPart(response);
      return { parts: selected.map(() => part), attempts };
    }
    const parts: Part[] = [];
    let most = 1;
    for (const one of selected) {
      const { response, attempts } = await this.ask({ kind: 'get-request-normal', ...one }, true);
      parts.push(onlyPart(response));
      most = Math.max(most, attempts);
    }
    return { parts, attempts: most };
  }

  /** Sets attributes, all by one request where the meter takes that; the first refusal is the answer. */
  async set(parts: readonly { attribute: AttributeDescriptor; value: Data }[]): Promise<Done> {
    if (parts.length > 1 && (await this.grants('multiple-references'))) {
      const attributes = parts.map(({ attribute }) => ({ attribute }));
      const values = parts.map(({ value }) => value);
      const { response, attempts } = await this.ask({ kind: 'set-request-with-list', attributes, values }, false);
      if (response.kind !== 'set-response-with-list') return { answer: { refused: refusedBy(response) }, attempts };
      return { answer: answerOf(response.results.find((result) => result !== 'success') ?? 'success'), attempts };
    }
    let most = 1;
    for (const part of parts) {
      const { response, attempts } = await this.ask({ kind: 'set-request-normal', ...part }, false);
      most = Math.max(most, attempts);
      const answer = response.kind === 'set-response-normal' ? answerOf(response.result) : { refused: refusedBy(response) };
      if ('refused' in answer) return { answer, attempts: most };
    }
    return { answer: { value: null }, attempts: most };
  }

  async act(method: Extract<Request, { kind: 'action-request-normal' }>['method'], parameters: Data): Promise<Done> {
    const { response, attempts } = await this.ask({ kind: 'action-request-normal', method, parameters }, false);
    if (response.kind !== 'action-response-normal') return { answer: { refused: refusedBy(response) }, attempts };
    const { result } = response.response;
    return { answer: result === 'success' ? { value: null } : { refused: actionRefusal(result) }, attempts };
  }

  private async ask(request: Request, repeatable: boolean): Promise<Answered> {
    const { now, pace } = this.timing;
    let sinceMs = Number.POSITIVE_INFINITY;
    const begins = () => {
      sinceMs = now?.() ?? sinceMs;
    };
    try {
      return await this.session.ask(this.by, request, { repeatable, begins, ...(pace && { pace }) }, this.signal, this.tap);
    } finally {
      // Also of a write whose answer was lost: it may have been done since then.
      this.sinceMs = Math.min(this.sinceMs, sinceMs);
    }
  }
}

const partOf = (result: GetDataResult): Part =>
  result.kind === 'data' ? { data: result.data } : { refused: dataRefusal(result.result) };

const onlyPart = (response: Answered['response']): Part =>
  response.kind === 'get-response-normal' ? partOf(response.result) : { refused: refusedBy(response) };

const answerOf = (result: DataAccessResult): Answer =>
  result === 'success' ? { value: null } : { refused: dataRefusal(result) };
