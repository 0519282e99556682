import type { Ms, Window } from '../../trace/vocabulary';
import type { TraceEvents } from './trace-events';

/** Why a meter may leave energy uncounted that flowed, or that it must. */
export type Unmeasured = 'no register' | 'no supply' | 'moment of supply change' | 'start-up' | 'activation gap';

/** A stretch of bench time in which a meter need not count. */
export interface UnmeasuredSpan extends Window {
  why: Unmeasured;
}

/** Disjoint, ascending spans in which a meter need not count; where two overlap the one that excuses more remains. */
export function unmeasuredSpans(events: TraceEvents, startUpMs: Ms, activationGapMs: Ms): UnmeasuredSpan[] {
  const spans: UnmeasuredSpan[] = [];
  const add = (why: Unmeasured, fromMs: Ms, toMs: Ms) => {
    if (fromMs < toMs) spans.push({ why, fromMs, toMs });
  };
  for (const { off, on } of events.outages) {
    add('moment of supply change', off.fromMs, off.toMs);
    add('no supply', off.toMs, on ? on.fromMs : Number.POSITIVE_INFINITY);
    if (!on) continue;
    add('moment of supply change', on.fromMs, on.toMs);
    add('start-up', on.toMs, on.toMs + startUpMs);
  }
  for (const { when } of events.activations) add('activation gap', when.fromMs, when.toMs + activationGapMs);
  return disjoint(spans);
}

/** The spans in which secondary export need not be counted: besides those of the meter, all of what firmware of today ran for. */
export function withoutRegister(spans: readonly UnmeasuredSpan[], { dp184 }: TraceEvents): UnmeasuredSpan[] {
  const untilMs = dp184 ? dp184.when.fromMs : Number.POSITIVE_INFINITY;
  if (untilMs === Number.NEGATIVE_INFINITY) return [...spans];
  return disjoint([...spans, { why: 'no register', fromMs: Number.NEGATIVE_INFINITY, toMs: untilMs }]);
}

const RANK: Record<Unmeasured, number> = {
  'no register': 0,
  'no supply': 1,
  'moment of supply change': 2,
  'start-up': 3,
  'activation gap': 4,
};

function disjoint(spans: UnmeasuredSpan[]): UnmeasuredSpan[] {
  const edges = [...new Set(spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const result: UnmeasuredSpan[] = [];
  for (let i = 1; i < edges.length; i++) {
    const [fromMs, toMs] = [edges[i - 1]!, edges[i]!];
    const here = spans.filter((span) => span.fromMs < toMs && span.toMs > fromMs);
    const [strongest] = here.sort((a, b) => RANK[a.why] - RANK[b.why]);
    if (strongest) result.push({ why: strongest.why, fromMs, toMs });
  }
  return result;
}
