import { requirement } from '../define';
import type { Requirement } from '../requirement';
import { ruledRates } from './table-activation';
import type { TableRule } from './table-words';

/** A requirement on which rate counts wherever one rule of the switching table decides it. */
export function decidesRate(
  rule: TableRule,
  given: Pick<Requirement, 'id' | 'title' | 'statement'> & Partial<Requirement>,
  says: string,
): Requirement {
  return requirement({
    clauses: ['DP184 §2 bullet 2', 'GBCS 4.3 ECS24b (by analogy)'],
    capabilities: { meter: ['read', 'write.table'], bench: ['flow'] },
    needs: () => [{ ruledBy: rule }],
    judge: (evidence) => ruledRates(evidence, rule, says),
    ...given,
  });
}

/** How the days, weeks and seasons of the active table decide which rate counts. */
export const TABLE_DAYS_REQUIREMENTS: Requirement[] = [
  decidesRate(
    'utc',
    {
      id: 'table.utc',
      title: 'The switching table is read in UTC',
      statement: 'The times of a switching table are UTC all year round; summer time moves none of them.',
    },
    'times are UTC',
  ),
  decidesRate(
    'week',
    {
      id: 'table.weeks',
      title: 'A week begins on Monday',
      statement: 'The seven days of a week profile are Monday to Sunday.',
    },
    'the week begins on Monday',
  ),
  decidesRate(
    'season',
    {
      id: 'table.seasons',
      title: 'The season in force gives the week',
      statement: 'A season holds from the day of its start, whatever day of the month that is, to the start of the next.',
    },
    'the season in force gives the week',
  ),
  decidesRate(
    'seasonOverNewYear',
    {
      id: 'table.season-over-new-year',
      title: 'A season goes on over the new year',
      statement: "The season that starts last in a year holds until the next year's first start.",
    },
    'the last season of the year holds over the new year',
  ),
  decidesRate(
    'specialDay',
    {
      id: 'table.special-days',
      title: 'A special day goes before the day of the week',
      statement: 'On a special day its own day profile decides which rate counts, all day long.',
    },
    'the special day decides',
  ),
  decidesRate(
    'specialDaysInARow',
    {
      id: 'table.special-days-in-a-row',
      title: 'Special days may follow each other',
      statement: 'A special day counts also where the day before is special too.',
    },
    'a special day after another decides',
  ),
  decidesRate(
    'specialDayEnds',
    {
      id: 'table.special-day-ends',
      title: 'A special day ends at midnight',
      statement: 'On the day after a special day the week decides again, from 00:00 UTC.',
    },
    'the week decides again after the special day',
  ),
  decidesRate(
    'specialDayRemoved',
    {
      id: 'table.special-days-removed',
      title: 'Special days can be removed again',
      statement: 'A special day of an earlier table that the active table does not hold is a day as any other.',
    },
    'a special day that was removed no longer decides',
  ),
  decidesRate(
    'specialDayAtSeasonStart',
    {
      id: 'table.special-day-at-season-start',
      title: 'A special day may be the first of a season',
      statement: 'Where a season starts on a special day, the special day decides that day.',
    },
    'the special day decides at the start of a season',
  ),
  decidesRate(
    'leapDay',
    {
      id: 'table.leap-day',
      title: '29 February is a day of leap years alone',
      statement: 'A special day on 29 February counts on that day in leap years, and on no day of any other year.',
    },
    '29 February is a day of leap years alone',
  ),
  decidesRate(
    'year',
    {
      id: 'table.years',
      title: 'A date without a year comes every year, one with a year once',
      statement: 'A special day without a year counts in every year; one with a year counts in that year alone.',
    },
    'special days count in their years',
  ),
];
