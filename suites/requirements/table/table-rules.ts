import type { Choices } from '../../../declaration/choices';
import { type DatePattern, EMPTY_TABLE, type SwitchingTable } from '../../../declaration/switching-table';
import type { Ms } from '../../../trace/vocabulary';
import type { RateReading, TableSpell } from '../../ledger/ledger';
import { isEmpty } from '../../ledger/table-calendar';
import type { HistoryBy } from '../../ledger/table-history';
import { RATES } from '../rate-spans';
import type { Evidence, Happening } from '../requirement';
import { type Span, spans } from '../spans';
import type { TableRule } from './table-words';
import { tableWrites } from './table-writes';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A rule of switching tables, and how meters read them that do not have it. */
type Misreadings = (evidence: Evidence) => (() => RateReading)[];

const changed = (change: (table: SwitchingTable) => SwitchingTable): Misreadings => {
  return (evidence) => [() => ({ tables: changedSpells(ordered(evidence), change) })];
};
const anyOf =
  (...several: Misreadings[]): Misreadings =>
  (evidence) =>
    several.flatMap((one) => one(evidence));
const chosen =
  (choices: (now: Choices) => Partial<Choices>): Misreadings =>
  (evidence) => [
    () => ({ tables: ordered(evidence), choices: { ...evidence.meter.choices, ...choices(evidence.meter.choices) } }),
  ];

const ordered = ({ ledger }: Evidence) => ledger.tables('export', 'orders').spells;

const changedSpells = (spells: readonly TableSpell[], change: (table: SwitchingTable) => SwitchingTable): TableSpell[] =>
  spells.map((spell) => ({ ...spell, table: spell.table && change(spell.table) }));

const special = (change: (days: SwitchingTable['specialDays'], table: SwitchingTable) => SwitchingTable['specialDays']) =>
  changed((table) => ({ ...table, specialDays: change(table.specialDays, table) }));

const seasonAlone = (index: number) =>
  changed((table) => {
    const season = table.seasons[index];
    return season ? { ...table, seasons: [{ ...season, start: '*-01-01' }] } : table;
  });

/** The same date in every year, or that of one year, so many days later. */
function shifted(pattern: DatePattern, days: number): DatePattern {
  const year = pattern.startsWith('*') ? (pattern.endsWith('02-29') ? '2028' : '2027') : pattern.slice(0, 4);
  const date = new Date(Date.parse(`${year}-${pattern.slice(-5)}`) + days * DAY_MS).toISOString().slice(0, 10);
  return pattern.startsWith('*') ? `*${date.slice(4)}` : date;
}

const isSpecial = (days: SwitchingTable['specialDays'], date: DatePattern) =>
  days.some((one) => one.date === date || (`${one.date}${date}`.includes('*') && inEveryYear(one.date) === inEveryYear(date)));

const inEveryYear = (date: DatePattern) => `*${date.slice(-6)}`;
const isLeapDay = ({ date }: { date: DatePattern }) => date.endsWith('-02-29');

/** The first season of the year, also from New Year on. */
function withoutWrap(table: SwitchingTable): SwitchingTable {
  const [first] = [...table.seasons].sort((a, b) => (a.start.slice(-5) < b.start.slice(-5) ? -1 : 1));
  return first ? { ...table, seasons: [...table.seasons, { ...first, start: '*-01-01' }] } : table;
}

/** Each write of a whole or of a wrong table puts something else in force, made of it and of the table in force before. */
function atWrite(
  which: 'whole' | 'wrong',
  live: (before: SwitchingTable, written: SwitchingTable) => SwitchingTable,
): Misreadings {
  return (evidence) => [
    () => {
      const spells = [...ordered(evidence)];
      for (const { record, faults, value } of tableWrites(evidence)) {
        if ((faults.length === 0) !== (which === 'whole')) continue;
        const at = spells.findLastIndex(({ since }) => since.fromMs <= record.when.fromMs);
        const before = spells[at]?.table;
        if (before) spells.splice(at + 1, 0, { since: record.when, table: live(before, value as unknown as SwitchingTable) });
      }
      return { tables: spells };
    },
  ];
}

/** The table before stays in force for one more change. */
const neverChanged: Misreadings = (evidence) =>
  ordered(evidence)
    .slice(1)
    .map((_, i) => () => ({ tables: ordered(evidence).filter((__, j) => j !== i + 1) }));

/** Special days of tables before go on beside those of the one in force. */
const neverRemoved: Misreadings = (evidence) => [
  () => {
    const seen: SwitchingTable['specialDays'] = [];
    return {
      tables: changedSpells(ordered(evidence), (table) => {
        seen.unshift(...table.specialDays);
        return { ...table, specialDays: [...seen] };
      }),
    };
  },
];

/** The table that does not rule secondary export by declaration. */
const otherTable: Misreadings = ({ ledger, meter }) => [
  () => ({
    tables:
      meter.choices.exportSwitchingTable === 'own'
        ? ledger
            .tables('import')
            .spells.map((spell) => (spell.table && isEmpty(spell.table) ? { ...spell, table: undefined } : spell))
        : [{ ...ledger.tables('export', 'orders').spells[0]!, table: EMPTY_TABLE }],
  }),
];

/** The meter's clock off by so much, while the tables are known by reads or by orders. */
export const clockMoved =
  (ms: Ms, by: HistoryBy = 'orders'): Misreadings =>
  (evidence) => {
    const { pieces, breaks } = evidence.ledger.clock;
    const bands = (one: (typeof pieces)[number]) => one.bands.map(({ loMs, hiMs }) => ({ loMs: loMs + ms, hiMs: hiMs + ms }));
    const tables = () => evidence.ledger.tables('export', by).spells;
    return [() => ({ tables: tables(), clock: { pieces: pieces.map((one) => ({ ...one, bands: bands(one) })), breaks } })];
  };

const invalidClockBelieved: Misreadings = (evidence) => {
  const { pieces, breaks } = evidence.ledger.clock;
  return [
    () => ({ tables: ordered(evidence), clock: { pieces: pieces.map((one) => ({ ...one, valid: 'yes' as const })), breaks } }),
  ];
};

const RULES: Record<TableRule, Misreadings> = {
  week: changed((table) => ({
    ...table,
    weeks: table.weeks.map((week) => ({ ...week, days: [...week.days.slice(1), ...week.days.slice(0, 1)] })),
  })),
  season: anyOf(...[0, 1, 2, 3].map(seasonAlone)),
  seasonOverNewYear: changed(withoutWrap),
  specialDay: special(() => []),
  specialDaysInARow: special((days) => days.filter(({ date }) => !isSpecial(days, shifted(date, -1)))),
  specialDayEnds: special((days) => [...days, ...days.map(({ date, day }) => ({ date: shifted(date, 1), day }))]),
  specialDayRemoved: neverRemoved,
  specialDayAtSeasonStart: special((days, { seasons }) =>
    days.filter(({ date }) => !seasons.some(({ start }) => start.slice(-5) === date.slice(-5))),
  ),
  leapDay: anyOf(
    special((days) => days.filter((one) => !isLeapDay(one))),
    special((days) => [...days, ...days.filter(isLeapDay).map(({ day }) => ({ date: '*-03-01', day }))]),
  ),
  year: anyOf(
    special((days) => days.filter(({ date }) => !date.startsWith('*'))),
    special((days) => days.map(({ date, day }) => ({ date: inEveryYear(date), day }))),
  ),
  firstAction: chosen(({ touBeforeFirstAction }) => ({
    touBeforeFirstAction: touBeforeFirstAction === 'previous' ? 'rate-1' : 'previous',
  })),
  noTable: chosen(({ touWithoutTable }) => ({ touWithoutTable: touWithoutTable === 'none' ? 'rate-1' : 'none' })),
  invalidClock: anyOf(
    chosen(({ touWhileClockInvalid }) => ({ touWhileClockInvalid: touWhileClockInvalid === 'last' ? 'rate-1' : 'last' })),
    invalidClockBelieved,
  ),
  utc: clockMoved(HOUR_MS),
  declaredTable: otherTable,
  waiting: anyOf(
    atWrite('whole', (_, written) => written),
    atWrite('whole', (before, { specialDays }) => ({ ...before, specialDays })),
  ),
  refusal: anyOf(
    atWrite('wrong', () => EMPTY_TABLE),
    atWrite('wrong', (before) => ({ ...before, specialDays: [] })),
  ),
  activation: neverChanged,
};

/** Less than 2 Wh may leave a wrong rate standing still, for want of a whole watt-hour. */
const DECISIVE: Happening = { flow: 'export', element: 'secondary', atLeastWh: 2 };

/** Spans of the rates in which a rule decides: a meter without it would count all the energy elsewhere than the right one does. */
export function ruledSpans(evidence: Evidence, rule: TableRule): Span<number[]>[] {
  return spans<number[]>(evidence, { between: RATES, where: [DECISIVE] }).filter((span) => decides(evidence, rule, span));
}

function decides(evidence: Evidence, rule: TableRule, { from, to }: Span): boolean {
  const { ledger } = evidence;
  const right = ledger.ratesReadAs('ordered', () => ({ tables: ordered(evidence) }), from.window, to.window);
  const { lo, hi } = ledger.energy('secondary', 'export', from.window, to.window);
  if (!right || lo < hi - lo) return false;
  return RULES[rule](evidence).some((misread, i) => {
    const wrong = ledger.ratesReadAs(`${rule} ${i}`, misread, from.window, to.window);
    return wrong?.every(({ total }, rate) => total.hi === 0n || right[rate]!.total.hi === 0n);
  });
}
