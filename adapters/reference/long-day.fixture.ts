import { createHash } from 'node:crypto';
import { OBJECTS } from '../../declaration/objects';
import type { SwitchingTable } from '../../declaration/switching-table';
import type { Answer, Value } from '../../trace/vocabulary';
import type { Specimen } from './specimen.fixture';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const at = (iso: string) => Date.parse(`${iso}Z`);

/** Where the long day begins: the last evening of a month. */
export const LONG_DAY_START_MS = at('2026-03-31T21:00:00');

const table = (...actions: [at: string, rate: number][]) =>
  ({
    seasons: [{ name: 'all', start: '*-01-01', week: 'all' }],
    weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
    days: [{ id: 1, actions: actions.map(([time, rate]) => ({ at: time, rate })) }],
    specialDays: [],
  }) satisfies SwitchingTable;

const mpan = (text: string) => ({ octets: Buffer.from(text).toString('hex') });

/**
 * Plays a day through both ports that reaches every part of the meter: all directions, reversals, tables, MPANs, outages within and over
 * midnight and beyond the clock's reserve, clock sets, firmware activation. Gives the hash of every answer on the way.
 */
export function playLongDay(meter: Specimen): string {
  const answers: Answer[] = [];
  const readAll = () => answers.push(...OBJECTS.map(({ name }) => meter.answer(name)));
  const write = (object: string, value: Value) => answers.push(meter.write(object, value));

  readAll();
  meter.flow({ primary: 700, secondary: -3 }, 9 * MINUTE + 500);
  meter.flow({ secondary: -1200 }, 10 * SECOND);
  readAll();
  write('secondary.export.table.passive', table(['00:30:00', 1], ['21:20:00', 3], ['23:47:11', 2]));
  write('secondary.export.table.activation', 'immediate');
  write('secondary.import.table.passive', table(['00:00:00', 4], ['22:20:00', 2]));
  write('secondary.import.table.activation', at('2026-03-31T21:40:00'));
  meter.flow({ secondary: -3457 }, 31 * MINUTE + 3 * SECOND);
  readAll();
  write('secondary.import.table.activation', at('2026-03-31T21:00:00'));
  write('secondary.export.table.passive', table(['00:00:00', 9]));
  write('secondary.export.table.activation', 'immediate');
  write('secondary.export.table.passive', table(['00:10:00', 4], ['21:00:00', 3], ['23:47:11', 2]));
  write('secondary.export.table.activation', 'immediate');
  write('secondary.export.mpan', mpan('1030006718997'));
  write('primary.export.mpan', mpan('1312345678907'));
  write('primary.export.mpan', mpan('14701168450511049827101269'));
  write('primary.export.mpan', mpan('ABCDEFGHIJKLM'));
  writeOddMpans(meter, answers);
  liveOn(meter, answers);
  for (let i = 0; i < 40; i++) meter.flow({ secondary: i % 2 === 0 ? 2333 : -2777 }, 17 * SECOND);
  meter.flow({ primary: 1500, secondary: -1000 }, 20 * MINUTE);
  meter.flow({ primary: -900, secondary: 0 }, 7 * MINUTE);
  meter.flow({ primary: 0 }, 20 * MINUTE);
  meter.flows(
    { primary: { activeMw: 0, reactiveMvar: 333_000 }, secondary: { activeMw: -987_654, reactiveMvar: -50_000 } },
    HOUR,
  );
  readAll();
  meter.supply(false);
  meter.wait(100 * MINUTE);
  meter.supply(true);
  meter.wait(MINUTE);
  readAll();
  meter.flow({ secondary: -7200 }, HOUR);
  answers.push(meter.setClock(at('2026-04-01T03:13:00')));
  meter.flow({ secondary: -7200 }, 40 * MINUTE);
  answers.push(meter.setClock(at('2026-04-01T03:23:00')));
  meter.wait(2 * HOUR);
  readAll();
  write('firmware.image', 'dp184');
  answers.push(meter.invoke('firmware', 'activate'));
  meter.wait(20 * MINUTE);
  readAll();
  meter.supply(false);
  meter.wait(60 * HOUR);
  meter.supply(true);
  meter.flow({ primary: 800, secondary: -1111 }, 25 * HOUR);
  readAll();
  answers.push(meter.setClock(at('2026-04-30T23:30:00')));
  meter.wait(HOUR);
  readAll();
  passMonthEnds(meter);
  readAll();
  answers.push(...overLoadAndPay(meter, readAll));
  meetEverythingAtOnce(meter, readAll);
  readAll();
  for (const range of [
    { fromMs: 5, toMs: 4 },
    { fromMs: 4, toMs: 5 },
  ])
    answers.push(meter.answer('primary.export.profile', range), meter.answer('secondary.export.profile', range));
  return createHash('sha256').update(JSON.stringify(answers)).digest('hex');
}

/** MPANs of wrong lengths, wrong check digits and other characters; and two written as the supply fails. */
function writeOddMpans(meter: Specimen, answers: Answer[]) {
  const odd = [
    '',
    '103000671899',
    '10300067189970',
    '10300067189971312345678907',
    '1312345678111',
    '1892941794350',
    '0123456789012',
    'ABCDEFGHIJKLM',
    '103000671899 ',
    '1030006718997',
  ];
  for (const text of odd)
    for (const object of ['secondary.export.mpan', 'primary.export.mpan'])
      answers.push(meter.write(object, mpan(text)), meter.answer(object), meter.answer('import.mpan'));
  for (const afterMs of [0, 500]) {
    answers.push(meter.write('secondary.export.mpan', mpan('1470116845051')));
    meter.wait(afterMs);
    meter.supply(false);
    meter.wait(MINUTE);
    meter.supply(true);
    answers.push(meter.answer('secondary.export.mpan'));
  }
  answers.push(meter.write('secondary.export.mpan', mpan('2278676232781')));
}

/** Changes of supplier, tenant, credentials and payment mode, and a contact that opens and closes, all under export. */
function liveOn(meter: Specimen, answers: Answer[]) {
  const after = () => {
    meter.flow({ secondary: -3457 }, 5 * MINUTE);
    answers.push(...['secondary.export.total', 'secondary.export.mpan', 'billing.changes'].map((name) => meter.answer(name)));
  };
  after();
  answers.push(meter.write('secondary.import.table.activation', 'immediate'));
  after();
  for (const object of ['import.supplier', 'tenancy']) {
    answers.push(meter.invoke(object, 'change', 'another'));
    after();
  }
  answers.push(meter.invoke('credentials', 'replace', 'others'));
  after();
  answers.push(meter.write('prepayment.balance', { mode: 'prepayment', milliPence: 1000 }));
  after();
  answers.push(meter.invoke('load.switch', 'open', 'secondary'));
  meter.wait(40 * MINUTE);
  answers.push(meter.invoke('load.switch', 'close', 'secondary'));
  after();
}

/** More ends of days and months than the daily and the billing logs hold, each met by a clock set just before it. */
function passMonthEnds(meter: Specimen) {
  for (let month = 0; month < 33; month++) {
    meter.setClock(Date.UTC(2026, 6 + month, 1) - SECOND);
    meter.wait(2 * SECOND);
  }
}

/** Import over the load limit and through a prepaid balance, beside export with reactive power of either sign; demand is reset. */
function overLoadAndPay(meter: Specimen, readAll: () => void): Answer[] {
  const reactiveMvar = 400_000;
  const answers = [
    meter.write('load.limit', { thresholdW: 8000 }),
    meter.write('prepayment.debt', { milliPence: 500_000 }),
    meter.write('prepayment.balance', { mode: 'prepayment', milliPence: 20_000 }),
  ];
  for (const activeMw of [5_000_000, 9_000_000, 5_000_000])
    for (const exported of [-reactiveMvar, reactiveMvar]) {
      meter.flows(
        { primary: { activeMw, reactiveMvar }, secondary: { activeMw: -7_200_000, reactiveMvar: exported } },
        5 * MINUTE,
      );
      readAll();
    }
  answers.push(meter.invoke('export.maxDemand', 'reset'), meter.invoke('import.maxDemand', 'reset'));
  readAll();
  meter.wait(HOUR);
  return answers;
}

/** Switches, activations, snapshots, season and special day on one instant; the supply lost and the clock set just there. */
function meetEverythingAtOnce(meter: Specimen, readAll: () => void) {
  meter.setClock(at('2026-05-31T21:40:00'));
  meter.write('secondary.export.table.passive', table(['00:00:00', 1], ['22:00:00', 2]));
  meter.write('secondary.export.table.activation', 'immediate');
  meter.write('secondary.export.table.passive', {
    seasons: [
      { name: 'spring', start: '*-03-01', week: 'spring' },
      { name: 'summer', start: '*-06-01', week: 'summer' },
    ],
    weeks: [
      { name: 'spring', days: [1, 1, 1, 1, 1, 1, 1] },
      { name: 'summer', days: [2, 2, 2, 2, 2, 2, 2] },
    ],
    days: [1, 2, 3].map((id) => ({
      id,
      actions: [
        { at: '00:00:00', rate: id },
        { at: '22:30:00', rate: 4 },
      ],
    })),
    specialDays: [{ date: '2026-06-01', day: 3 }],
  });
  meter.write('secondary.export.table.activation', at('2026-06-01T00:00:00'));
  for (let halfHour = 0; halfHour < 8; halfHour++) {
    meter.flow({ primary: -7200, secondary: -7200 }, 30 * MINUTE);
    readAll();
  }
  for (const boundary of ['2026-06-03T00:00:00', '2026-06-03T10:30:00']) {
    meter.setClock(at(boundary) - 5 * MINUTE);
    meter.flow({ secondary: -7200 }, 5 * MINUTE);
    meter.supply(false);
    meter.wait(30 * SECOND);
    meter.supply(true);
    meter.flow({ secondary: -3600 }, 40 * MINUTE);
    readAll();
  }
  meter.setClock(at('2026-06-03T12:30:00'));
  meter.flow({ secondary: 0 }, MINUTE);
  readAll();
}
