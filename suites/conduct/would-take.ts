import type { Declaration } from '../../declaration/declaration';
import type { BenchDeclaration } from '../../declaration/read-bench';
import { REQUIREMENTS } from '../requirements';
import type { RequirementResult, ScenarioResult } from '../run-result';
import { shownBy } from './fault-patterns';

const MOST_NAMED = 3;

/** What it would take to assess a requirement that nothing exercised: by the access path, the bench, the scenarios or the maker. */
export function withWhatItWouldTake(
  result: RequirementResult,
  meter: Declaration,
  bench: BenchDeclaration,
  scenarios: readonly ScenarioResult[],
): RequirementResult {
  if (result.verdict !== 'not-assessed') return result;
  const { capabilities, testability } = REQUIREMENTS.find(({ id }) => id === result.id)!;
  const path = capabilities.meter.filter((name) => !meter.capabilities.includes(name));
  const rig = capabilities.bench.filter((name) => !(bench.capabilities as string[]).includes(name));
  const played = new Set(scenarios.filter(({ outcome }) => outcome === 'played').map(({ name }) => name));
  const unplayed = shownBy(result.id).filter((name) => !played.has(name));
  const wouldTake = [
    ...(path.length > 0 ? [`an access path to the meter that can do ${path.join(', ')}`] : []),
    ...(rig.length > 0 ? [`a bench that can do ${rig.join(', ')}`] : []),
    ...(unplayed.length > 0 ? [`playing ${unplayed.slice(0, MOST_NAMED).join(' or ')}`] : []),
    ...(testability !== 'black-box' || path.length > 0
      ? ['or named evidence of the maker, under attested in the declaration']
      : []),
  ];
  const unplayable = scenarios.find(({ name, outcome }) => outcome === 'cannot-run' && unplayed.includes(name));
  const because = unplayable ? `${result.because}: ${unplayable.name} was not played, for ${unplayable.because}` : result.because;
  return {
    ...result,
    because,
    wouldTake: wouldTake.length > 0 ? wouldTake : ['a scenario that meets its needs, as list shows them'],
  };
}
