import { DONE, HandTrace, MINUTE, octets, REFUSED, SECOND } from '../hand-trace.fixture';
import { met } from '../met';
import type { Need } from '../requirement';
import { ACCESS_REQUIREMENTS } from './access';

const REGISTER = 'primary.import.total';
const PROFILE = 'import.profile';
const START_MS = Date.parse('2026-03-03T10:10:00Z');

const begun = () => new HandTrace(START_MS).pass(MINUTE);
const findings = (trace: HandTrace, id: string) => trace.findings(ACCESS_REQUIREMENTS, id);
const outcomes = (trace: HandTrace, id: string) => trace.outcomes(ACCESS_REQUIREMENTS, id);
const isMet = (trace: HandTrace, need: Need) => met(need, trace.evidence());

describe.each([
  ['set', (trace: HandTrace, object: string, answer = REFUSED) => trace.write(object, 0, answer)],
  ['reset', (trace: HandTrace, object: string, answer = REFUSED) => trace.invoke(object, 'reset', undefined, answer)],
  ['capture', (trace: HandTrace, object: string, answer = REFUSED) => trace.invoke(object, 'capture', undefined, answer)],
] as const)('access.%s-refused', (trial, attempt) => {
  const id = `access.${trial}-refused`;

  it('takes any refusal for one, and nothing else', () => {
    const trace = begun();
    const seq = attempt(trace, 'daily.export').records.length;
    expect(findings(trace, id)).toEqual([
      {
        says: `${trial} of daily.export by the management association is refused`,
        observed: 'refused',
        expected: { equals: 'refused' },
        outcome: 'within',
        records: [seq],
      },
    ]);
    expect(outcomes(attempt(begun(), REGISTER, DONE), id)).toEqual(['beyond']);
    expect(outcomes(attempt(attempt(begun(), REGISTER), PROFILE, DONE), id)).toEqual(['within', 'beyond']);
  });

  it('does not speak of the other trials, nor of what may be changed', () => {
    const others = begun()
      .write('secondary.export.mpan', octets('1'), DONE)
      .invoke('primary.import.blocks', 'reset', undefined, DONE);
    expect(outcomes(others, id)).toEqual([]);
    for (const other of ['set', 'reset', 'capture'].filter((one) => one !== trial)) {
      const tried = begun();
      if (other === 'set') tried.write(REGISTER, 0, DONE);
      else tried.invoke(REGISTER, other, undefined, DONE);
      expect(outcomes(tried, id)).toEqual([]);
      expect(isMet(tried, { attempted: trial, by: 'management' })).toBe(false);
    }
  });

  it('does not speak of the public association', () => {
    const publicly = begun()
      .publicly({ do: 'write', object: REGISTER, value: 0 }, DONE)
      .publicly({ do: 'invoke', object: PROFILE, method: trial }, DONE);
    expect(outcomes(publicly, id)).toEqual([]);
  });
});

describe('access.public-changes-nothing', () => {
  const id = 'access.public-changes-nothing';

  it('speaks of whatever the public association writes or invokes', () => {
    const trace = begun()
      .publicly({ do: 'write', object: REGISTER, value: 0 }, REFUSED)
      .publicly({ do: 'write', object: 'secondary.export.mpan', value: octets('1') }, DONE)
      .publicly({ do: 'invoke', object: 'load.switch', method: 'open' }, REFUSED)
      .publicly({ do: 'read', object: 'clock' }, { value: 0 });
    expect(outcomes(trace, id)).toEqual(['within', 'beyond', 'within']);
    expect(isMet(trace, { attempted: 'change', by: 'public' })).toBe(true);
    expect(isMet(trace, { attempted: 'set', by: 'public' })).toBe(true);
    expect(isMet(trace, { attempted: 'reset', by: 'public' })).toBe(false);
  });

  it('does not speak of the other association', () => {
    expect(outcomes(begun().write('secondary.export.mpan', octets('1'), DONE).write(REGISTER, 0, DONE), id)).toEqual([]);
  });

  it('does not apply where the access path cannot speak by it', () => {
    const [requirement] = ACCESS_REQUIREMENTS.filter((one) => one.id === id);
    const { meter } = begun().evidence();
    expect(requirement!.applies(meter)).toBe(true);
    expect(requirement!.applies({ ...meter, associations: ['management'] })).toMatch(/public/);
  });
});

describe('access.public-reads-no-energy', () => {
  it('speaks of recorded energy alone', () => {
    const trace = begun()
      .publicly({ do: 'read', object: 'clock' }, { value: 0 })
      .publicly({ do: 'read', object: REGISTER }, REFUSED)
      .publicly({ do: 'read', object: PROFILE }, { value: [] })
      .read(REGISTER, 5);
    expect(outcomes(trace, 'access.public-reads-no-energy')).toEqual(['within', 'beyond']);
    expect(isMet(trace, { askedBy: 'public' })).toBe(true);
    expect(isMet(begun().read(REGISTER, 5), { askedBy: 'public' })).toBe(false);
  });
});

describe('access.registers-unchanged', () => {
  const id = 'access.registers-unchanged';
  /** Read, tried at rest, and read again after half a minute. */
  const around = (before: number, after: number, between = (trace: HandTrace) => trace) =>
    between(begun().read(REGISTER, before).write('secondary.export.total', 0, REFUSED))
      .pass(30 * SECOND)
      .read(REGISTER, after);

  it('asks for the very same value', () => {
    expect(outcomes(around(1000, 1000), id)).toEqual(['within']);
    expect(outcomes(around(1000, 999), id)).toEqual(['beyond']);
    expect(outcomes(around(1000, 1001), id)).toEqual(['beyond']);
    expect(outcomes(around(1000, 0), id)).toEqual(['beyond']);
  });

  it('speaks of rates and of every register', () => {
    const trace = begun().read('secondary.export.rates', [1, 0, 0, 0]).read('reactive.import.total', 3).write(REGISTER, 0, DONE);
    trace
      .pass(30 * SECOND)
      .read('secondary.export.rates', [0, 0, 0, 0])
      .read('reactive.import.total', 3);
    expect(outcomes(trace, id)).toEqual(['within', 'beyond']);
  });

  it('needs something held, and an attempt between', () => {
    const need: Need = { heldThrough: REGISTER };
    expect(isMet(around(1, 1), need)).toBe(true);
    expect(isMet(around(0, 0), need)).toBe(false);
    const before = begun().write(REGISTER, 0, REFUSED).read(REGISTER, 5).pass(MINUTE).read(REGISTER, 0);
    expect(outcomes(before, id)).toEqual([]);
    expect(outcomes(begun().read(REGISTER, 5).pass(MINUTE).read(REGISTER, 0).write(REGISTER, 0, REFUSED), id)).toEqual([]);
  });

  it('says nothing where anything flowed, reactive power too', () => {
    expect(
      outcomes(
        around(1000, 1001, (trace) => trace.flow(SECOND, { primary: { activeMw: 1 } })),
        id,
      ),
    ).toEqual([]);
    expect(
      outcomes(
        around(1000, 1001, (trace) => trace.flow(SECOND, { primary: { activeMw: 0, reactiveMvar: -1 } })),
        id,
      ),
    ).toEqual([]);
    expect(
      outcomes(
        around(1000, 1001, (trace) => trace.flow(SECOND, { secondary: { activeMw: -1 } })),
        id,
      ),
    ).toEqual([]);
  });

  it('says nothing where what flowed just before may still come up', () => {
    const lagging = (restMs: number) => {
      const trace = new HandTrace(START_MS).flow(MINUTE, { primary: { activeMw: 3_600_000 } });
      if (restMs > 0) trace.pass(restMs);
      return trace
        .read(REGISTER, 59)
        .write(REGISTER, 0, REFUSED)
        .pass(30 * SECOND)
        .read(REGISTER, 60);
    };
    expect(outcomes(lagging(999), id)).toEqual([]);
    expect(outcomes(lagging(1000), id)).toEqual(['beyond']);
  });
});

describe('access.rows-unchanged', () => {
  const id = 'access.rows-unchanged';
  const ROW = { end: START_MS - 10 * MINUTE, primaryWh: 5, secondaryWh: 0 };
  const NEW = { end: START_MS + 2 * MINUTE, primaryWh: 0, secondaryWh: 0 };
  const around = (after: (typeof ROW)[], between = (trace: HandTrace) => trace) =>
    between(begun().read(PROFILE, [ROW]).invoke(PROFILE, 'reset', undefined, REFUSED))
      .pass(30 * SECOND)
      .read(PROFILE, after);

  it.each([
    ['the same rows', [ROW], 0],
    ['no row left', [], 2],
    ['a row more', [ROW, NEW], 2],
    ['another value', [{ ...ROW, primaryWh: 6 }], 2],
    ['the row twice', [ROW, ROW], 1],
  ])('counts %s', (_, rows, differing) => {
    const [finding, ...more] = findings(around(rows), id);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ observed: differing, outcome: differing === 0 ? 'within' : 'beyond' });
  });

  it('says nothing where a half hour ended, or the clock or the supply was touched', () => {
    expect(
      outcomes(
        around([ROW, NEW], (trace) => trace.pass(18 * MINUTE)),
        id,
      ),
    ).toEqual(['beyond']);
    expect(
      outcomes(
        around([ROW, NEW], (trace) => trace.pass(19 * MINUTE)),
        id,
      ),
    ).toEqual([]);
    expect(
      outcomes(
        around([], (trace) => trace.setClock(START_MS + 2 * MINUTE)),
        id,
      ),
    ).toEqual([]);
    expect(
      outcomes(
        around([], (trace) => trace.supply(false).pass(SECOND).supply(true)),
        id,
      ),
    ).toEqual([]);
  });

  it('leaves out the log whose rows come at any time', () => {
    const trace = begun()
      .read('billing.changes', [])
      .write(REGISTER, 0, REFUSED)
      .pass(30 * SECOND);
    expect(outcomes(trace.read('billing.changes', [{ at: START_MS }]), id)).toEqual([]);
    const daily = begun()
      .read('daily.import', [])
      .write(REGISTER, 0, REFUSED)
      .pass(30 * SECOND);
    expect(outcomes(daily.read('daily.import', [{ at: START_MS }]), id)).toEqual(['beyond']);
  });
});
