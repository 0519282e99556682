import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import { exportMpan } from '../../../declaration/objects';
import type { Ms, Stimulus } from '../../../trace/vocabulary';
import { composed, type Family } from './family';
import { apparent, DAY_MS, flow, HALF_HOUR_MS, HOUR_MS, look, MINUTE_MS, mpanObjects, SECOND_MS, strongExport } from './flows';
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
  scenario: (meter) =>
    fc
      .record({
        events: fc.array(event(meter), { minLength: 5, maxLength: 9 }),
        flows: fc.array(apparent(meter, 'secondary'), { minLength: 9, maxLength: 9 }),
      })
      .map(({ events, flows }) => {
        const title = 'Days of a life, each event alone between two looks';
        const parts = events.map((its, i) => [
          flow({ primary: { activeMw: 300_000 }, secondary: flows[i]! }, 47 * MINUTE_MS),
          ...look(),
          flow(strongExport(meter), 2 * MINUTE_MS),
          ...its,
          flow(strongExport(meter), 2 * MINUTE_MS),
          ...lookAtTables(),
          ...look('secondary.export.profile', ...mpanObjects(meter)).slice(1),
        ]);
        return composed('life', { title, start: START_MS }, parts);
      }),
};

const slot = (ms: Ms) => Math.floor(ms / HALF_HOUR_MS);

function event(meter: Declaration): fc.Arbitrary<Stimulus[]> {
  const off = (ms: Ms): Stimulus[] => [
    { do: 'supply', on: false },
    { do: 'wait', until: { after: ms } },
    { do: 'supply', on: true },
  ];
  const outages = fc
    .constantFrom(
      SECOND_MS,
      SECOND_MS,
      3 * SECOND_MS,
      MINUTE_MS,
      29 * MINUTE_MS,
      HALF_HOUR_MS,
      3 * HOUR_MS,
      9 * HOUR_MS,
      26 * HOUR_MS,
      3 * DAY_MS,
    )
    .map(off);
  const sets = fc
    .constantFrom(-40, -20, -7, -1, 1, 7, 31, 95)
    .map((minutes): Stimulus[] => [{ do: 'setClock', to: { after: minutes * MINUTE_MS } }]);
  const table = legalTable(START_MS).map((one): Stimulus[] => [writeTable(one), activate('immediate')]);
  const mpan = fc.stringMatching(/^[0-9]{26}$/).map((digits): Stimulus[] => [
    {
      do: 'write',
      object: exportMpan(meter.choices).object,
      value: { octets: Buffer.from(digits.slice(0, meter.choices.exportMpanLayout === 'combined-26' ? 26 : 13)).toString('hex') },
    },
  ]);
  const firmware = fc.constant<Stimulus[]>([
    { do: 'write', object: 'firmware.image', value: 'dp184' },
    { do: 'invoke', object: 'firmware', method: 'activate' },
  ]);
  const payment = fc
    .constantFrom('prepayment', 'credit')
    .map((mode): Stimulus[] => [{ do: 'write', object: 'prepayment.balance', value: { mode, milliPence: 1_000_000 } }]);
  const midnight = fc.constant<Stimulus[]>([
    { do: 'flow', elements: strongExport(meter), until: { next: 'midnight', plus: 3 * MINUTE_MS } },
  ]);
  return fc.oneof(
    { weight: 4, arbitrary: outages },
    { weight: 3, arbitrary: sets },
    { weight: 2, arbitrary: table },
    { weight: 2, arbitrary: midnight },
    { weight: 1, arbitrary: mpan },
    { weight: 1, arbitrary: firmware },
    { weight: 1, arbitrary: payment },
  );
}
