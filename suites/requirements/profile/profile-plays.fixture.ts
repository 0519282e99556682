import type { Choices } from '../../../declaration/choices';
import { TraceView } from '../../../trace/view';
import type { Ms, Scenario, Stimulus, TraceRecord } from '../../../trace/vocabulary';
import { evidenceOf } from '../../judge';
import { type Played, ReferencePlays } from '../../reference-plays.fixture';
import type { Finding } from '../requirement';
import { PROFILE_REQUIREMENTS } from './profile';

export const PROFILE = 'secondary.export.profile';
export const REGISTER = 'secondary.export.total';
export const at = (iso: string): Ms => Date.parse(`2026-03-03T${iso}Z`);
export const until = (iso: string): Stimulus => ({ do: 'wait', until: { at: at(iso) } });
/** 1 Wh a second. */
export const exporting = (until?: string): Stimulus => ({
  do: 'flow',
  elements: { secondary: { activeMw: -3_600_000 } },
  ...(until && { until: { at: at(until) } }),
});
export const rest = (iso: string): Stimulus => ({ do: 'flow', elements: { secondary: { activeMw: 0 } }, until: { at: at(iso) } });
export const supply = (on: boolean): Stimulus => ({ do: 'supply', on });
export const setClock = (iso: string): Stimulus => ({ do: 'setClock', to: { at: at(iso) } });
export const readAll: Stimulus = { do: 'read', object: PROFILE, range: {} };
export const range = (from?: string, to?: string): Stimulus => ({
  do: 'read',
  object: PROFILE,
  range: { ...(from && { fromMs: at(from) }), ...(to && { toMs: at(to) }) },
});

const scenario = (steps: Stimulus[], more: Partial<Scenario> = {}): Scenario => ({
  name: `scenario ${++named}`,
  title: 'some',
  kind: 'scripted',
  start: at('09:00:00'),
  observe: [REGISTER],
  steps,
  ...more,
});
let named = 0;

export type Row = { end: Ms; wh: number; flagged?: boolean };
/** Changes the rows of each read of the log; `nth` counts the reads. */
export type Change = (rows: Row[], nth: number) => Row[];

const plays = new ReferencePlays();
export const played = (steps: Stimulus[], more: Partial<Scenario> = {}, choices?: Partial<Choices>) =>
  (choices ? new ReferencePlays({ choices }) : plays).played(scenario(steps, more));

/** What a requirement finds where the rows that were read had been others. */
export function found(id: string, { records, evidence }: Played, change: Change = (rows) => rows): Finding[] {
  let nth = 0;
  const changed = records.map((record): TraceRecord => {
    if (record.kind !== 'observation' || record.object !== PROFILE || !('value' in record.answer)) return record;
    return { ...record, answer: { value: change(structuredClone(record.answer.value) as Row[], nth++) } };
  });
  const requirement = PROFILE_REQUIREMENTS.find((one) => one.id === `profile.${id}`)!;
  return requirement.judge(evidenceOf(new TraceView(changed), evidence.meter));
}

export const beyond = (findings: Finding[]) =>
  findings.filter(({ outcome }) => outcome === 'beyond').map(({ says, observed }) => [says, observed]);
export const clean = (findings: Finding[]) => {
  expect(findings).not.toEqual([]);
  expect(findings.filter(({ outcome }) => outcome !== 'within')).toEqual([]);
};
export const readSeqs = ({ records }: Played) =>
  records.flatMap((one) => (one.kind === 'observation' && one.object === PROFILE ? [one.seq] : []));

export const without =
  (iso: string): Change =>
  (rows) =>
    rows.filter(({ end }) => end !== at(iso));
export const onlyIn =
  (nth: number, change: Change): Change =>
  (rows, n) =>
    n === nth ? change(rows, n) : rows;
export const withWh =
  (iso: string, wh: number): Change =>
  (rows) =>
    rows.map((row) => (row.end === at(iso) ? { ...row, wh } : row));
export const twice =
  (iso: string): Change =>
  (rows) =>
    rows.flatMap((row) => (row.end === at(iso) ? [row, row] : [row]));
