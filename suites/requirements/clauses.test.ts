import { CLAUSES, clausesIn, untestedClauses } from './clauses';
import { REQUIREMENTS } from './index';

describe('the clauses', () => {
  it.each([
    ['DP184 §2', ['DP184 §2']],
    ['DP184 §2 (existing recording unchanged)', ['DP184 §2']],
    ['DP184 §2 bullet 3', ['DP184 §2 bullet 3']],
    ['DP184 §2 bullets 1 and 4', ['DP184 §2 bullet 1', 'DP184 §2 bullet 4']],
    ['GBCS 4.3 ECS39b, ECS40 (by analogy with ECS17a)', ['GBCS ECS39b', 'GBCS ECS40']],
    ['GBCS 4.3 ECS22a (by analogy): "the end of the period"', ['GBCS ECS22a']],
    ['GBCS 9.1.6', ['GBCS 9.1.6']],
    ['SMETS2 5.7.5.2, 5.13.2.7', ['SMETS2 5.7.5.2', 'SMETS2 5.13.2.7']],
    ['SMETS2 data store retained on loss of power', ['SMETS2 data store']],
  ])('are found in the words of a requirement: %s', (words, ids) => {
    expect(clausesIn(words)).toEqual(ids);
  });

  it('have an id of their own each', () => {
    const ids = CLAUSES.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('that a requirement cites are all known', () => {
    const known = new Set(CLAUSES.map(({ id }) => id));
    const unknown = REQUIREMENTS.flatMap(({ id, clauses }) =>
      clauses
        .filter((words) => clausesIn(words).length === 0 || clausesIn(words).some((one) => !known.has(one)))
        .map((words) => `${id}: ${words}`),
    );
    expect(unknown).toEqual([]);
  });

  it('are each cited by a requirement, or say why they are not; never both', () => {
    const untested = new Set(untestedClauses(REQUIREMENTS).map(({ id }) => id));
    expect(CLAUSES.filter(({ id, untested: why }) => untested.has(id) === (why === undefined)).map(({ id }) => id)).toEqual([]);
  });
});
