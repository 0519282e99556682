import { basename, extname } from 'node:path';
import type { Declaration } from '../../../declaration/declaration';
import { exportMpan, exportRows } from '../../../declaration/objects';
import { InternalError } from '../../../trace/errors';
import type { Element, Ms, ObjectName, Scenario, Stimulus } from '../../../trace/vocabulary';
import { HALF_HOUR_MS, type LoadedSeries } from './load-options';
import { playableRows } from './playable-rows';
import { BETWEEN_MS, LEAD_MS, type Pulse, pulseLimits } from './pulses';

interface PlayedRow {
  endMs: Ms;
  pulses: Pulse[];
}

/** Records that the steps of one part may cost, of the 100,000 that a trace holds: the rest is for what surrounds them. */
const PART_RECORDS = 90_000;
const RECORDS_PER_STEP = 2;
/** Readings are taken so long after a half hour: registers are fresh by then, and nothing flows yet. */
const REST_MS = 15_000;
const MOST_ROWS_UNREAD = 4_000;
const MAX_SLUG = 50;
const MAX_TITLE = 80;

/**
 * Scenarios that make exactly the energies of the rows flow, each row within its half hour: pulses one after the other,
 * with every log read before it can wrap. More than one where a trace cannot hold all; each starts where the one before ended.
 */
export function playLoad(series: LoadedSeries, meter: Declaration): Scenario[] {
  const { element } = series;
  const limits = pulseLimits(meter, element);
  const { pulses, tooLittle } = playableRows(
    series.rows.map(({ importUj, exportUj }) => ({ import: importUj, export: exportUj })),
    limits,
  );
  const rows = series.rows.map(({ endMs, line }, i): PlayedRow => {
    const ofRow = pulses[i];
    if (!ofRow || tooLittle.length > 0)
      throw new InternalError(`${series.file}:${line}: a row that cannot be played was not refused`);
    return { endMs, pulses: ofRow };
  });
  const parts = split(rows);
  const { slug, title } = names(series.file);
  return parts.map((part, i) => {
    const suffix = parts.length > 1 ? `-${i + 1}-of-${parts.length}` : '';
    return {
      name: `load-${slug}${suffix}`,
      title: `Half hours of ${title}${parts.length > 1 ? `, part ${i + 1} of ${parts.length}` : ''}`,
      kind: 'loaded',
      start: (part[0]?.endMs ?? 0) - HALF_HOUR_MS,
      observe: observed(meter),
      steps: stepsOf(part, element, meter),
    };
  });
}

/** Parts of about equal cost, cut between rows. */
function split(rows: PlayedRow[]): PlayedRow[][] {
  const cost = ({ pulses }: PlayedRow) => RECORDS_PER_STEP * pulses.reduce((steps, pulse) => steps + pulse.steps.length + 1, 0);
  const total = rows.reduce((sum, row) => sum + cost(row), 0);
  const count = Math.max(1, Math.ceil(total / PART_RECORDS));
  const parts: PlayedRow[][] = Array.from({ length: count }, () => []);
  let spent = 0;
  for (const row of rows) {
    parts[Math.min(count - 1, Math.floor((spent * count) / Math.max(1, total)))]?.push(row);
    spent += cost(row);
  }
  return parts.filter((part) => part.length > 0);
}

function stepsOf(rows: PlayedRow[], element: Element, meter: Declaration): Stimulus[] {
  const steps: Stimulus[] = [];
  const idleUntil = (at: Ms) => steps.push({ do: 'flow', elements: { [element]: { activeMw: 0 } }, until: { at } });
  const most = mostRowsUnread(element, meter);
  const chunks = Math.ceil(rows.length / most);
  for (let chunk = 0; chunk < chunks; chunk++) {
    const unread = rows.slice(Math.floor((chunk * rows.length) / chunks), Math.floor(((chunk + 1) * rows.length) / chunks));
    for (const { endMs, pulses } of unread) {
      let at = endMs - HALF_HOUR_MS + LEAD_MS;
      for (const pulse of pulses) {
        idleUntil(at);
        for (const { powerMw, ms } of pulse.steps) {
          const activeMw = pulse.way === 'import' ? powerMw : -powerMw;
          // By duration, not by the clock: the energy stays exact where a reading before it took longer than planned.
          steps.push({ do: 'flow', elements: { [element]: { activeMw } }, until: { after: ms } });
          at += ms;
        }
        at += BETWEEN_MS;
      }
    }
    const [fromMs, toMs] = [unread[0]?.endMs ?? 0, unread.at(-1)?.endMs ?? 0];
    idleUntil(toMs + REST_MS);
    for (const object of counted(element)) steps.push({ do: 'read', object });
    for (const object of logs(element, meter)) steps.push({ do: 'read', object, range: { fromMs, toMs } });
  }
  return steps;
}

/** Rows after which the shallowest log that takes this element must be read. */
function mostRowsUnread(element: Element, { depths, choices }: Declaration): number {
  const inPrimaryLog = element === 'primary' || choices.profileShape === 'extra-member';
  const kept = [
    depths.importProfile,
    ...(element === 'secondary' ? [choices.exportProfileDepth] : []),
    ...(inPrimaryLog ? [depths.primaryExportProfile] : []),
  ];
  return Math.max(1, Math.min(MOST_ROWS_UNREAD, Math.floor(0.9 * Math.min(...kept))));
}

function counted(element: Element): ObjectName[] {
  const registers = [`${element}.import.total`, `${element}.export.total`, `${element}.import.rates`];
  return element === 'secondary' ? [...registers, 'secondary.export.rates'] : registers;
}

function logs(element: Element, { choices }: Declaration): ObjectName[] {
  return ['import.profile', element === 'primary' ? 'primary.export.profile' : exportRows(choices).object];
}

/** Read before and after as a whole: no logs, which the steps read in ranges. */
function observed(meter: Declaration): ObjectName[] {
  const primary = ['primary.import.total', 'primary.export.total', 'primary.import.rates', 'import.mpan', 'primary.export.mpan'];
  if (meter.variant !== 'twin') return primary;
  const secondary = ['secondary.import.total', 'secondary.export.total', 'secondary.import.rates', 'secondary.export.rates'];
  return [...new Set([...primary, ...secondary, exportMpan(meter.choices).object])];
}

/** A file's name as a scenario may carry it: kebab-case, and without control characters. */
function names(file: string): { slug: string; title: string } {
  const slug = basename(file, extname(file))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, '');
  const title = file.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, MAX_TITLE);
  return { slug: slug === '' ? 'file' : slug, title };
}
