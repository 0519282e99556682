import type { FamilyResult, RunResult, ScenarioResult } from '../../suites/run-result';
import { clip } from '../escape';
import { count, decimal, duration } from '../format';
import { reach, SIGNS } from '../standing';
import { more, nothing, type Section, type Text } from './blocks';

const MOST_ROWS = 200;

/** What was done to the meter: those that did not play first, then the rest in their order, up to a page's worth. */
export function scenariosSection({ scenarios }: RunResult): Section {
  const played = scenarios.filter(({ outcome }) => outcome === 'played');
  const ordered = [...scenarios.filter(({ outcome }) => outcome !== 'played'), ...played];
  const rest = ordered.length - MOST_ROWS;
  const about = { id: 'scenarios', title: 'Scenarios' };
  if (ordered.length === 0) return { ...about, blocks: [nothing('The run names no scenarios.')] };
  const records = scenarios.reduce((sum, each) => sum + each.records, 0);
  return {
    ...about,
    blocks: [
      {
        block: 'text',
        kind: 'lead',
        text: `${decimal(played.length)} of ${count(scenarios.length, 'scenario')} played to the end, ${count(records, 'trace record')}.`,
      },
      {
        block: 'table',
        caption: 'Scenarios',
        columns: [
          { title: 'Scenario', width: 3.4 },
          { title: 'Kind', width: 1 },
          { title: 'Outcome', width: 1 },
          { title: 'Meter time', numeric: true, width: 1.1 },
          { title: 'Records', numeric: true, width: 0.9 },
          { title: 'Trace in the run directory', width: 2.6 },
        ],
        groups: [{ rows: ordered.slice(0, MOST_ROWS).map(row) }],
      },
      ...(rest > 0 ? [more(`… and ${count(rest, 'more', 'more')}; all are in report.json`)] : []),
    ],
  };
}

function row({ name, title, kind, extension, outcome, because, meterTimeMs, records, trace }: ScenarioResult): Text[] {
  return [
    [{ code: clip(name, 80) }, { below: clip(title, 200) }],
    [kind, extension !== undefined && { below: `of ${clip(extension, 40)}` }],
    [outcome === 'played' ? outcome : { strong: outcome }, because !== undefined && { below: clip(because, 300) }],
    duration(meterTimeMs),
    decimal(records),
    { code: clip(trace, 100) },
  ];
}

/** What each family of generated scenarios meant to reach, and how many of its scenarios were seen to. */
export function generatedSection({ generated, seed }: RunResult): Section | undefined {
  if (generated.length === 0) return undefined;
  const cases = generated.reduce((sum, { played }) => sum + played, 0);
  return {
    id: 'generated',
    title: 'What the generated scenarios reached',
    blocks: [
      {
        block: 'text',
        kind: 'lead',
        text: `${count(cases, 'scenario')} drawn with seed ${seed}. Each family states what it means to reach; that was looked for in the traces that were recorded, never taken from what was drawn. A number says in how many scenarios it was seen.`,
      },
      {
        block: 'table',
        caption: 'What the generated scenarios reached',
        columns: [
          { title: 'Family', width: 2 },
          { title: 'Scenarios', numeric: true, width: 0.8 },
          { title: 'Reached', width: 5 },
        ],
        groups: [{ rows: generated.map(familyRow) }],
      },
    ],
  };
}

function familyRow(family: FamilyResult): Text[] {
  const { targets, played, cases } = family;
  const missed = targets.filter((target) => target.reachedIn === 0);
  const reached = targets.filter((target) => target.reachedIn > 0);
  return [
    [{ code: clip(family.family, 60) }, { below: clip(family.says, 200) }],
    played === cases ? decimal(played) : `${decimal(played)} of ${decimal(cases)}`,
    [
      { strong: reach([family]) },
      ' ',
      missed.map(
        ({ name }): Text => [
          { label: `${SIGNS['not-assessed'].symbol} not reached: ${clip(name, 120)}`, tone: 'inconclusive' },
          ' ',
        ],
      ),
      reached.map(({ name, reachedIn }): Text => [{ label: `${clip(name, 120)} ${decimal(reachedIn)}`, tone: 'plain' }, ' ']),
    ],
  ];
}
