import type { Value } from '../../../trace/vocabulary';
import { HandTrace, REFUSED } from '../hand-trace.fixture';
import { met } from '../met';
import { VARIANT_REQUIREMENTS } from './variant';

const START_MS = Date.parse('2026-03-03T10:10:00Z');
const VIEW = 'association.view';
const begun = () => new HandTrace(START_MS);

describe('variant.as-declared', () => {
  it.each([
    ['single', 'A'],
    ['twin', 'B'],
    ['polyphase', 'C'],
  ] as const)('asks a %s meter for %s', (variant, letter) => {
    const trace = begun().read('variant', 'A').read('variant', 'B').read('variant', 'C').read('variant', null);
    const observed = trace.findings(VARIANT_REQUIREMENTS, 'variant.as-declared', {}, variant);
    expect(observed.map(({ outcome }) => outcome)).toEqual(
      ['A', 'B', 'C', null].map((one) => (one === letter ? 'within' : 'beyond')),
    );
  });
});

describe.each(['single', 'polyphase'] as const)('on a %s meter', (variant) => {
  const outcomes = (trace: HandTrace, id: string) => trace.outcomes(VARIANT_REQUIREMENTS, id, {}, variant);

  it('an answer of a secondary object is one too many, zero too, and one finding says it', () => {
    const id = 'variant.without-secondary';
    const refused = begun().refusedRead('secondary.export.total').refusedRead('secondary.import.rates');
    expect(outcomes(refused, id)).toEqual(['within', 'within']);
    const zero = begun().read('secondary.export.total', 0).refusedRead('secondary.export.total');
    expect(outcomes(zero, id)).toEqual(['beyond']);
    expect(outcomes(begun().read('primary.export.total', 0), id)).toEqual([]);
    expect(outcomes(begun().publicly({ do: 'read', object: 'secondary.export.total' }, REFUSED), id)).toEqual([]);
  });

  it.each<[Value, string]>([
    [['clock', 'primary.export.total'], 'within'],
    [['clock', 'secondary.export.total'], 'beyond'],
    [['secondary.import.rates'], 'beyond'],
    ['clock', 'beyond'],
  ])('the view %j is %s', (view, outcome) => {
    expect(outcomes(begun().read(VIEW, view), 'variant.view-without-secondary')).toEqual([outcome]);
  });
});

describe('on a twin-element meter', () => {
  const ALL = [
    'secondary.export.total',
    'secondary.export.rates',
    'secondary.export.profile',
    'secondary.export.mpan',
    'secondary.export.table.active',
  ];
  const outcomes = (trace: HandTrace) => trace.outcomes(VARIANT_REQUIREMENTS, 'variant.view-with-export');

  it('the view names each of what DP184 asks for', () => {
    expect(outcomes(begun().read(VIEW, [...ALL, 'clock']))).toEqual(['within']);
    for (const name of ALL)
      expect(
        outcomes(
          begun().read(
            VIEW,
            ALL.filter((one) => one !== name),
          ),
        ),
      ).toEqual(['beyond']);
    expect(outcomes(begun().read(VIEW, null))).toEqual(['beyond']);
  });

  it('names them where the declaration keeps them', () => {
    const declared = { profileShape: 'extra-member', exportMpanLayout: 'combined-26', exportSwitchingTable: 'imports' } as const;
    const names = ['secondary.export.total', 'secondary.export.rates', 'primary.export.profile', 'primary.export.mpan'];
    const view = (...more: string[]) =>
      begun()
        .read(VIEW, [...names, ...more])
        .outcomes(VARIANT_REQUIREMENTS, 'variant.view-with-export', declared);
    expect(view('secondary.import.table.active')).toEqual(['within']);
    expect(view('secondary.export.table.active')).toEqual(['beyond']);
  });

  it('is asked only where the view was answered', () => {
    const need = { viewed: 'association' } as const;
    expect(met(need, begun().read(VIEW, []).evidence())).toBe(true);
    expect(met(need, begun().refusedRead(VIEW).evidence())).toBe(false);
    expect(met(need, begun().publicly({ do: 'read', object: VIEW }, { value: [] }).evidence())).toBe(false);
  });

  it('the other two do not apply', () => {
    const { meter } = begun().evidence();
    const applying = VARIANT_REQUIREMENTS.filter((one) => one.applies(meter) === true).map(({ id }) => id);
    expect(applying).toEqual(['variant.as-declared', 'variant.view-with-export']);
  });
});
