import type { Choices } from '../../declaration/choices';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import type { Ms, Stimulus } from '../../trace/vocabulary';
import { Ledger } from './ledger';
import { traceOf } from './trace-of.fixture';

const at = (iso: string): Ms => Date.parse(`2026-03-03T${iso}Z`);
const until = (iso: string): Stimulus => ({ do: 'wait', until: { at: at(iso) } });
const supply = (on: boolean): Stimulus => ({ do: 'supply', on });
const setClock = (iso: string): Stimulus => ({ do: 'setClock', to: { at: at(iso) } });
/** 1 Wh a second. */
const exporting: Stimulus = { do: 'flow', elements: { secondary: { activeMw: -3_600_000 } } };
const activate: Stimulus = { do: 'invoke', object: 'firmware', method: 'activate' };

type Told = [end: string, lot: string, rows: number | undefined, lo?: number, hi?: number];

/** The claim of each half hour from 09:00 on, exported at 1 Wh a second; without bounds where the lot is open. */
function claims(steps: Stimulus[], choices: Partial<Choices> = {}): Told[] {
  const { trace } = traceOf({ startMs: at('09:00:00'), steps: [exporting, ...steps] });
  const ledger = new Ledger(trace, exampleMeter({ startUpMs: 0, activationGapMs: 0, ...choices }));
  return ledger.rowClaims('secondary', 'export').map(({ half, lot, rows, lo, hi }): Told => {
    const end = new Date(half.endMs).toISOString().slice(11, 16);
    return lot === 'open' ? [end, lot, rows] : [end, lot, rows, Number(lo), Number(hi)];
  });
}

const whole = (end: string): Told => [end, 'whole', 1, 1800, 1800];

describe('the claim of a half hour', () => {
  it('is one row of its own energy where nothing disturbs it, and open where the trace ends', () => {
    expect(claims([until('10:10:00')])).toEqual([whole('09:30'), whole('10:00'), ['10:30', 'open', undefined]]);
  });

  const outage = [until('09:40:00'), supply(false), until('10:50:00'), supply(true), until('11:30:00')];

  it.each<[string, Partial<Choices>, Told[]]>([
    [
      'short rows',
      {},
      [['10:00', 'cut', 1, 600, 600], ['10:30', 'unsupplied', 0, 0, 0], ['11:00', 'cut', 1, 600, 600], whole('11:30')],
    ],
    [
      'rows of zero',
      { outageEntries: 'zero' },
      [['10:00', 'cut', 1, 600, 600], ['10:30', 'unsupplied', 1, 0, 0], ['11:00', 'cut', 1, 600, 600], whole('11:30')],
    ],
    [
      'none, and the next one inherits',
      { partialPeriod: 'merged' },
      [
        ['10:00', 'cut', 0, 0, 0],
        ['10:30', 'unsupplied', 0, 0, 0],
        ['11:00', 'cut', 0, 0, 0],
        ['11:30', 'heir', 1, 3000, 3000],
      ],
    ],
    [
      'none, and nobody inherits',
      { partialPeriod: 'discarded' },
      [['10:00', 'cut', 0, 0, 0], ['10:30', 'unsupplied', 0, 0, 0], ['11:00', 'cut', 0, 0, 0], whole('11:30')],
    ],
  ])('over an outage: %s', (_, choices, expected) => {
    expect(claims(outage, choices)).toEqual([whole('09:30'), ...expected]);
  });

  it('may hold a watt-hour more than its parts where they are counted as one', () => {
    // 9.999 kW: 1666.5 Wh in the ten minutes before the outage, 1666.5 Wh in those after it, 4999.5 Wh in the half hour that inherits.
    const merged = { partialPeriod: 'merged', quantisation: 'per-interval' } as const;
    const steps: Stimulus[] = [
      { do: 'flow', elements: { secondary: { activeMw: -9_999_000 } } },
      until('09:40:00'),
      supply(false),
      until('10:50:00'),
      supply(true),
      until('11:30:00'),
    ];
    expect(claims(steps, merged).at(-1)).toEqual(['11:30', 'heir', 1, 8331, 8332]);
  });

  it('is open where only the start-up reaches into it, and cut where it surely lacked supply', () => {
    const steps = [until('09:50:00'), supply(false), until('09:59:58'), supply(true), until('11:00:00')];
    expect(claims(steps, { startUpMs: 5000 })[2]).toEqual(['10:30', 'open', undefined]);
    expect(claims(steps, { startUpMs: 2000 })[2]).toEqual(whole('10:30'));
  });

  it('is cut by an activation within it', () => {
    const steps = [until('09:40:00'), activate, until('10:30:00')];
    expect(claims(steps).slice(1)).toEqual([['10:00', 'cut', 1, 1800, 1800], whole('10:30')]);
    expect(claims(steps, { partialPeriod: 'merged' }).slice(1)).toEqual([
      ['10:00', 'cut', 0, 0, 0],
      ['10:30', 'heir', 1, 3600, 3600],
    ]);
  });

  const forward = [until('09:40:00'), setClock('11:20:00'), until('12:00:00')];

  it.each<[Choices['clockForward'], Told[]]>([
    [
      'absent',
      [
        ['10:00', 'left', 0, 0, 0],
        ['11:30', 'entered', 1, 600, 1200],
      ],
    ],
    [
      'short',
      [
        ['10:00', 'left', 1, 600, 600],
        ['11:30', 'entered', 1, 600, 600],
      ],
    ],
  ])('around a forward set, declared %s', (clockForward, expected) => {
    expect(claims(forward, { clockForward })).toEqual([whole('09:30'), ...expected, whole('12:00')]);
  });

  it('is an heir where a forward set lands just at its begin', () => {
    const steps = [until('09:40:00'), setClock('11:00:00'), until('12:00:00')];
    expect(claims(steps).slice(1, 3)).toEqual([
      ['10:00', 'left', 0, 0, 0],
      ['11:30', 'heir', 1, 1800, 2400],
    ]);
  });

  it('of the half hour that is set onto its own end is open', () => {
    const steps = [until('09:40:00'), setClock('10:00:00'), until('11:00:00')];
    expect(claims(steps).slice(1)).toEqual([['10:00', 'open', undefined], ['10:30', 'heir', 1, 1800, 2400], whole('11:00')]);
  });

  const back = [until('10:10:00'), setClock('09:40:00'), until('11:00:00')];

  it.each<[Choices['clockBack'], Told[]]>([
    [
      'duplicate',
      [
        ['10:00', 'repeated', 2, 2999, 3001],
        ['10:30', 'repeated', 2, 2399, 2401],
      ],
    ],
    [
      'merged',
      [
        ['10:00', 'repeated', 1, 2999, 3001],
        ['10:30', 'repeated', 1, 2399, 2401],
      ],
    ],
    [
      'discarded',
      [
        ['10:00', 'repeated', 1, 0, 3001],
        ['10:30', 'repeated', 1, 0, 2401],
      ],
    ],
  ])('around a backward set, declared %s', (clockBack, expected) => {
    expect(claims(back, { clockBack })).toEqual([whole('09:30'), ...expected, whole('11:00')]);
  });

  it('is open where the clock was set back but has not come there again', () => {
    const steps = [until('10:10:00'), setClock('09:40:00'), until('10:00:00')];
    expect(claims(steps).at(-1)).toEqual(['10:30', 'open', undefined]);
  });

  it('is one row where the clock was set within it', () => {
    expect(claims([until('09:10:00'), setClock('09:20:00'), until('10:00:00')])[0]).toEqual(['09:30', 'within', 1, 1200, 1200]);
  });

  it('is open where two sets touch it', () => {
    const steps = [until('09:10:00'), setClock('09:12:00'), until('09:15:00'), setClock('09:17:00'), until('10:00:00')];
    expect(claims(steps)[0]).toEqual(['09:30', 'open', undefined]);
  });

  it('is open while the clock is invalid', () => {
    const { trace } = traceOf({ startMs: at('09:00:00'), steps: [exporting, until('10:00:00')], status: 'invalid' });
    const lots = new Ledger(trace, exampleMeter()).rowClaims('secondary', 'export').map(({ lot }) => lot);
    expect(new Set(lots)).toEqual(new Set(['open']));
  });
});

describe('energy that may stand in no row', () => {
  const missing = (choices: Partial<Choices>) => {
    const steps = [until('09:40:00'), supply(false), until('10:20:00'), supply(true), until('11:10:00')];
    const { trace } = traceOf({ startMs: at('09:00:00'), steps: [exporting, ...steps] });
    const ledger = new Ledger(trace, exampleMeter({ startUpMs: 0, ...choices }));
    const halves = ledger.halfHours('secondary', 'export');
    return [halves.slice(0, 3), halves.slice(0, 4)].map((run) => Number(ledger.unrecordedWh(run)));
  };

  it.each<[Choices['partialPeriod'], number[]]>([
    ['short-entry', [0, 0]],
    ['merged', [1200, 0]],
    ['discarded', [1200, 1200]],
  ])('is that of cut half hours, under %s until a whole one follows', (partialPeriod, expected) => {
    expect(missing({ partialPeriod })).toEqual(expected);
  });
});
