import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import { exportMpan, LIFE_CYCLE } from '../../../declaration/objects';
import type { Ms, Stimulus } from '../../../trace/vocabulary';
import { composed, dealt, type Family } from './family';
import {
  apparent,
  DAY_MS,
  flow,
  HALF_HOUR_MS,
  HOUR_MS,
  look,
  MINUTE_MS,
  mpanObjects,
  reads,
  SECOND_MS,
  strongExport,
} from './flows';
import { mostOctets, mpanWrite } from './mpans';
import { legalTable } from './table-grammar';
import { activate, lookAtTables, writeTable } from './tables';
import { accepted, happens, outage, overMidnight, tableObjects } from './target';

const START_MS = Date.parse('2026-10-21T17:20:00Z');

/** Days of a meter's life: whatever happens to one, in any order, each time alone between two looks. */
export const LIFE: Family = {
  name: 'life',
  says: 'Days of a life: outages of a second to days, clock sets, firmware, tables, suppliers and payment, in any order.',
  targets: (meter) => [
    outage('an outage of one second', (lastsMs) => lastsMs === SECOND_MS),
    outage('an outage of an hour and more', (lastsMs) => lastsMs >= HOUR_MS),
    outage('an outage of two days and more', (lastsMs) => lastsMs >= 2 * DAY_MS),
    outage('an outage over midnight', (_, fromMs, toMs) => overMidnight(fromMs, toMs)),
    happens('clockSet'),
    happens('activation'),
    accepted(tableObjects(meter).activation, 'a table activated'),
    accepted(exportMpan(meter.choices).object, 'Export MPAN written'),
    accepted('prepayment.balance', 'payment mode written'),
    {
      name: 'a clock set back over a half hour',
      reached: ({ ledger }) =>
        ledger.clock.breaks.some(({ cause, before, after }) => cause === 'clockSet' && slot(after.toMs) < slot(before.fromMs)),
    },
  ],
  scenario: (meter, place) =>
    fc
      .record({
        events: fc.tuple(...dealt(events(meter), place)).chain((its) => fc.shuffledSubarray(its, { minLength: its.length })),
        flows: fc.array(apparent(meter, 'secondary'), { minLength: 9, maxLength: 9 }),
      })
      .map(({ events, flows }) => {
        const title = 'Days of a life, each event alone between two looks';
        const parts = events.map((its, i) => [
          flow({ primary: { activeMw: 300_000 }, secondary: flows[i % flows.length]! }, 47 * MINUTE_MS),
          ...look(),
          flow(strongExport(meter), 2 * MINUTE_MS),
          ...its,
          flow(strongExport(meter), 2 * MINUTE_MS),
          ...lookAtTables(),
          ...reads('secondary.export.profile', ...mpanObjects(meter), ...Object.keys(LIFE_CYCLE)),
        ]);
        const mpans = mpanObjects(meter).map((object) =>
          mpanWrite(object, '1030006718997'.repeat(mostOctets(meter, object) / 13)),
        );
        return composed('life', { title, start: START_MS }, [
          [flow(strongExport(meter), 5 * MINUTE_MS), ...mpans, ...look()],
          ...parts,
        ]);
      }),
};

const slot = (ms: Ms) => Math.floor(ms / HALF_HOUR_MS);

const OUTAGES_MS = [SECOND_MS, HOUR_MS, 9 * HOUR_MS, 3 * DAY_MS, 3 * SECOND_MS, 29 * MINUTE_MS, 3 * HOUR_MS, 26 * HOUR_MS];
const CLOCK_SETS_MIN = [-40, 31, -7, 95, 7, -20, 1, -1];

/** Whatever happens to a meter: dealt over four lives. */
function events(meter: Declaration): fc.Arbitrary<Stimulus[]>[] {
  const one = (...steps: Stimulus[]) => fc.constant(steps);
  const firmware = (image: string): Stimulus[] => [
    { do: 'write', object: 'firmware.image', value: image },
    { do: 'invoke', object: 'firmware', method: 'activate' },
  ];
  const payment = (mode: string): Stimulus => ({
    do: 'write',
    object: 'prepayment.balance',
    value: { mode, milliPence: 1_000_000 },
  });
  return [
    ...OUTAGES_MS.map((ms) => one({ do: 'supply', on: false }, { do: 'wait', until: { after: ms } }, { do: 'supply', on: true })),
    ...CLOCK_SETS_MIN.map((minutes) => one({ do: 'setClock', to: { after: minutes * MINUTE_MS } })),
    legalTable(START_MS).map((table) => [writeTable(table), activate('immediate')]),
    one(...firmware('dp184-next')),
    one(payment('prepayment')),
    one({ do: 'flow', elements: strongExport(meter), until: { next: 'midnight', plus: 3 * MINUTE_MS } }),
    one(...firmware('corrupt')),
    one(
      { do: 'invoke', object: 'import.maxDemand', method: 'reset' },
      { do: 'invoke', object: 'export.maxDemand', method: 'reset' },
    ),
    one(payment('credit')),
    legalTable(START_MS).map((table) => [writeTable(table), activate(START_MS + DAY_MS)]),
    ...Object.entries(LIFE_CYCLE).map(([changed, method]) => one({ do: 'invoke', object: changed, method, argument: 'another' })),
    one(flow(strongExport(meter), DAY_MS)),
  ];
}
