import type { Choices } from '../../../declaration/choices';
import { checkRemainder } from '../../../declaration/mpan';
import type { Value } from '../../../trace/vocabulary';
import { DONE, HandTrace, HOUR, MINUTE, octets, REFUSED } from '../hand-trace.fixture';
import { met } from '../met';
import { MPAN_REQUIREMENTS } from './mpan';

const EXPORT = 'secondary.export.mpan';
const BOTH = 'primary.export.mpan';
const IMPORT = 'import.mpan';
const [A, B, C] = ['1030006718997', '1470116845051', '1049827101269'];
const COMBINED = { exportMpanLayout: 'combined-26' } as const;
const START_MS = Date.parse('2026-03-03T10:00:00Z');

const told = () => new HandTrace(START_MS);
const outcomes = (trace: HandTrace, id: string, choices: Partial<Choices> = {}) => {
  const requirement = MPAN_REQUIREMENTS.find((one) => one.id === id)!;
  const found = trace.outcomes(MPAN_REQUIREMENTS, id, choices);
  const evidence = trace.evidence(choices);
  // The law that binds judges, here at the boundaries too.
  const needed = requirement.needs(evidence.meter).every((need) => met(need, evidence));
  expect([id, needed && found.length === 0]).toEqual([id, false]);
  return found;
};

describe('the remainder of an MPAN', () => {
  it.each([
    ['1030006718997', 7],
    ['1312345678907', 7],
    ['1892941794350', 10],
    ['1000000000040', 10],
    ['1312345678111', 8],
    ['2000000000006', 6],
  ])('%s is %d', (mpan, remainder) => {
    expect(checkRemainder(mpan)).toBe(remainder);
  });
});

describe('mpan.read-back', () => {
  it('compares octet for octet with the read after the write, and names both records', () => {
    const trace = told()
      .write(EXPORT, octets(A))
      .read(EXPORT, octets(`${A}\0`));
    expect(trace.findings(MPAN_REQUIREMENTS, 'mpan.read-back')).toEqual([
      {
        says: 'the MPAN reads back as written',
        observed: octets(`${A}\0`),
        expected: { equals: octets(A) },
        outcome: 'beyond',
        records: [5, 7],
      },
    ]);
  });

  it('fails a refusal of a well-formed MPAN', () => {
    const trace = told().write(EXPORT, octets(A), REFUSED).read(EXPORT, octets(''));
    expect(outcomes(trace, 'mpan.read-back')).toEqual(['beyond']);
  });

  it('says nothing of a write that another one followed before the read', () => {
    const trace = told().write(EXPORT, octets(A)).write(EXPORT, octets(B)).read(EXPORT, octets(B));
    expect(outcomes(trace, 'mpan.read-back')).toEqual(['within']);
  });

  it('says nothing of letters where only digits are declared', () => {
    const trace = told().write(EXPORT, octets('ABCDEFGHIJKLM'), REFUSED).read(EXPORT, octets(A));
    expect(outcomes(trace, 'mpan.read-back', { mpanCharacters: 'digits' })).toEqual([]);
  });

  it('speaks of 26 octets where both Export MPANs share an object', () => {
    const trace = told()
      .write(BOTH, octets(A))
      .read(BOTH, octets(A))
      .write(BOTH, octets(A + B))
      .read(BOTH, octets(B + A));
    expect(outcomes(trace, 'mpan.read-back', COMBINED)).toEqual(['beyond']);
    expect(outcomes(trace, 'mpan.read-back')).toEqual([]);
  });
});

describe('mpan.check-digit', () => {
  const written = (mpan: string) => told().write(EXPORT, octets(mpan), REFUSED).read(EXPORT, octets(''));

  it.each([
    ['1312345678111', 'a wrong one', 1],
    ['1892941794350', '0 for remainder 10', 1],
    ['1030006718997', 'a right one', 0],
    ['ABCDEFGHIJKLM', 'none', 0],
  ])('asks that %s, %s, is taken: %d', (mpan, _, asked) => {
    expect(outcomes(written(mpan), 'mpan.check-digit')).toHaveLength(asked);
  });

  it('looks at the second MPAN of 26 octets', () => {
    const both = (first: string, second: string) =>
      told()
        .write(BOTH, octets(first + second))
        .read(BOTH, octets(first + second));
    expect(outcomes(both('1312345678111', A), 'mpan.check-digit', COMBINED)).toEqual([]);
    expect(outcomes(both(A, '1312345678111'), 'mpan.check-digit', COMBINED)).toEqual(['within']);
  });
});

describe('mpan.length', () => {
  it.each([0, 1, 12, 14, 25, 26, 27, 30])('asks that %d octets are refused', (length) => {
    const wrong = octets('1'.repeat(length));
    expect(outcomes(told().write(EXPORT, wrong, REFUSED), 'mpan.length')).toEqual(['within']);
    expect(outcomes(told().write(EXPORT, wrong, DONE), 'mpan.length')).toEqual(['beyond']);
  });

  it('lets 13 octets be, and 26 where the layout combines two', () => {
    expect(outcomes(told().write(EXPORT, octets(A)), 'mpan.length')).toEqual([]);
    expect(outcomes(told().write(BOTH, octets(A + B)), 'mpan.length', COMBINED)).toEqual([]);
    expect(outcomes(told().write(BOTH, octets(A), DONE), 'mpan.length', COMBINED)).toEqual([]);
    expect(outcomes(told().write(BOTH, octets(`${A}1`)), 'mpan.length', COMBINED)).toEqual(['beyond']);
  });

  it.each([EXPORT, BOTH, IMPORT])('asks that a refused write leaves %s as it was', (object) => {
    const around = (after: Value) => told().read(object, octets(A)).write(EXPORT, octets('1'), REFUSED).read(object, after);
    expect(outcomes(around(octets(A)), 'mpan.length')).toEqual(['within', 'within']);
    expect(outcomes(around(octets(B)), 'mpan.length')).toEqual(['within', 'beyond']);
  });

  it('does not blame a wrong length for what a good write did', () => {
    const trace = told()
      .read(EXPORT, octets(A))
      .write(EXPORT, octets('1'), REFUSED)
      .write(EXPORT, octets(B))
      .read(EXPORT, octets(B));
    expect(outcomes(trace, 'mpan.length')).toEqual(['within']);
  });
});

describe('mpan.characters', () => {
  const trace = (answer: typeof DONE, after: string) =>
    told().read(EXPORT, octets(A)).write(EXPORT, octets('10300067189 7'), answer).read(EXPORT, octets(after));
  const digits = { mpanCharacters: 'digits' } as const;

  it('asks that they are taken octet for octet where any are declared', () => {
    expect(outcomes(trace(DONE, '10300067189 7'), 'mpan.characters')).toEqual(['within']);
    expect(outcomes(trace(DONE, '10300067189'), 'mpan.characters')).toEqual(['beyond']);
    expect(outcomes(trace(REFUSED, A), 'mpan.characters')).toEqual(['beyond']);
  });

  it('asks that they are refused and change nothing where only digits are declared', () => {
    expect(outcomes(trace(REFUSED, A), 'mpan.characters', digits)).toEqual(['within', 'within']);
    expect(outcomes(trace(REFUSED, B), 'mpan.characters', digits)).toEqual(['within', 'beyond']);
    expect(outcomes(trace(DONE, '10300067189 7'), 'mpan.characters', digits)).toEqual(['beyond', 'beyond']);
  });
});

describe('mpan.unset', () => {
  const read = (text: string) => told().read(EXPORT, octets(text));
  const [spaces, zeros, erased] = [' '.repeat(13), '0'.repeat(13), '\u00ff'.repeat(13)];

  it.each([
    ['empty', ''],
    ['spaces-13', spaces],
    ['zeros-13', zeros],
  ] as const)('asks for what is declared: %s', (mpanUnset, text) => {
    expect(outcomes(read(text), 'mpan.unset', { mpanUnset })).toEqual(['within']);
    for (const other of ['', spaces, zeros, erased].filter((one) => one !== text))
      expect(outcomes(read(other), 'mpan.unset', { mpanUnset })).toEqual(['beyond']);
  });

  it('takes what may be an MPAN for one that was written long ago', () => {
    for (const mpan of [A, '1'.repeat(13), '9'.repeat(13)]) expect(outcomes(read(mpan), 'mpan.unset')).toEqual([]);
  });

  it('says nothing once an MPAN has been written', () => {
    expect(outcomes(told().write(EXPORT, octets(A)).read(EXPORT, octets('')), 'mpan.unset')).toEqual([]);
  });

  it('looks at the second half of an object of two', () => {
    expect(outcomes(told().read(BOTH, octets(A + spaces)), 'mpan.unset', { ...COMBINED, mpanUnset: 'spaces-13' })).toEqual([
      'within',
    ]);
    expect(outcomes(told().read(BOTH, octets(A)), 'mpan.unset', { ...COMBINED, mpanUnset: 'spaces-13' })).toEqual(['beyond']);
  });
});

describe('mpan.write-cut', () => {
  const cut = (after: string, afterMs = 0, answer: typeof DONE | 'none' = DONE) => {
    const trace = told().read(EXPORT, octets(A));
    if (answer === 'none') trace.unanswered(EXPORT, octets(B));
    else trace.write(EXPORT, octets(B), answer);
    return trace.pass(afterMs).supply(false).pass(MINUTE).supply(true).pass(MINUTE).read(EXPORT, octets(after));
  };

  it('takes the old MPAN and the new one, and nothing else', () => {
    expect(outcomes(cut(A), 'mpan.write-cut')).toEqual(['within']);
    expect(outcomes(cut(B), 'mpan.write-cut')).toEqual(['within']);
    expect(outcomes(cut(B.slice(0, 7) + A.slice(7)), 'mpan.write-cut')).toEqual(['beyond']);
    expect(outcomes(cut(''), 'mpan.write-cut')).toEqual(['beyond']);
  });

  it('is of writes within five seconds before the loss of supply; earlier ones must stand', () => {
    expect(outcomes(cut(A, 5000), 'mpan.write-cut')).toEqual(['within']);
    expect(outcomes(cut(A, 5000), 'mpan.read-back')).toEqual([]);
    expect(outcomes(cut(A, 5001), 'mpan.write-cut')).toEqual([]);
    expect(outcomes(cut(A, 5001), 'mpan.read-back')).toEqual(['beyond']);
  });

  it('leaves either where no answer came, and the old one where the write was refused', () => {
    expect(outcomes(cut(B, 0, 'none'), 'mpan.write-cut')).toEqual(['within']);
    expect(outcomes(cut(A, 0, REFUSED), 'mpan.write-cut')).toEqual(['within']);
    expect(outcomes(cut(B, 0, REFUSED), 'mpan.write-cut')).toEqual(['beyond']);
  });

  it('keeps the second of two MPANs where only the first was written', () => {
    const first = (after: string) =>
      told()
        .read(BOTH, octets(A + B))
        .write(BOTH, octets(C))
        .supply(false)
        .pass(1)
        .supply(true)
        .read(BOTH, octets(after));
    expect(outcomes(first(C + B), 'mpan.write-cut', COMBINED)).toEqual(['within']);
    expect(outcomes(first(C + A), 'mpan.write-cut', COMBINED)).toEqual(['beyond']);
  });
});

describe('mpan.separate', () => {
  it('compares every MPAN that was not written', () => {
    const trace = told()
      .read(BOTH, octets(A))
      .read(IMPORT, octets(B + C))
      .write(EXPORT, octets(C));
    trace.read(BOTH, octets(A)).read(IMPORT, octets(B + A));
    expect(trace.findings(MPAN_REQUIREMENTS, 'mpan.separate').map(({ says, outcome }) => [says, outcome])).toEqual([
      ['the primary Import MPAN stays as it was when another is written', 'within'],
      ['the secondary Import MPAN stays as it was when another is written', 'beyond'],
      ['the primary Export MPAN stays as it was when another is written', 'within'],
    ]);
  });

  it('lets the first half of an object be written and asks for the second', () => {
    const trace = (after: string) =>
      told()
        .read(BOTH, octets(A + B))
        .write(BOTH, octets(C))
        .read(BOTH, octets(after));
    expect(outcomes(trace(C + B), 'mpan.separate', COMBINED)).toEqual(['within']);
    expect(outcomes(trace(C), 'mpan.separate', COMBINED)).toEqual(['beyond']);
  });

  it('says nothing where no write was accepted', () => {
    const trace = told().read(BOTH, octets(A)).write(EXPORT, octets(C), REFUSED).read(BOTH, octets(B));
    expect(outcomes(trace, 'mpan.separate')).toEqual([]);
  });
});

describe('mpan.kept', () => {
  const over = (ms: number, after = A) => told().read(EXPORT, octets(A)).pass(ms).read(EXPORT, octets(after));

  it('compares readings ten minutes apart and further', () => {
    expect(outcomes(over(10 * MINUTE + 999), 'mpan.kept')).toEqual([]);
    expect(outcomes(over(10 * MINUTE + 1000), 'mpan.kept')).toEqual(['within']);
    expect(outcomes(over(HOUR, B), 'mpan.kept')).toEqual(['beyond']);
  });

  it('says nothing where somebody tried to write', () => {
    const trace = told().read(EXPORT, octets(A)).write(EXPORT, octets(B), REFUSED).pass(HOUR).read(EXPORT, octets(B));
    expect(outcomes(trace, 'mpan.kept')).toEqual([]);
  });

  it('is judged apart over a loss of supply', () => {
    const over = (after: string) => told().read(EXPORT, octets(A)).supply(false).pass(1).supply(true).read(EXPORT, octets(after));
    expect(outcomes(over(A), 'mpan.survives-outage')).toEqual(['within']);
    expect(outcomes(over(''), 'mpan.survives-outage')).toEqual(['beyond']);
  });
});
