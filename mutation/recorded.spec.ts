// What suites/judge.test.ts and suites/requirements/laws.test.ts hold, on traces that were played before any mutant.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceOf, judge } from '../suites/judge';
import { REQUIREMENTS } from '../suites/requirements';
import { doubtful, lawfulFindings } from '../suites/requirements/lawful.fixture';
import type { Judgement } from '../suites/verdict-types';
import { TraceView } from '../trace/view';
import type { Recorded, RecordedPlay, Records } from './recorded-play';

const folder = process.env.MUTATION_PLAYS!;
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const { conforming, faulty }: Recorded = read('recorded.json');

/** Traces stay in memory from mutant to mutant; what is worked out from them does not. */
const traces = new Map<string, { records: Records; trace: TraceView }>();
function traceOf({ file }: RecordedPlay) {
  const known = traces.get(file);
  if (known) return known;
  const records: Records = read(file);
  const kept = { records, trace: new TraceView(records) };
  traces.set(file, kept);
  return kept;
}

function judged(play: RecordedPlay, id: string): Judgement {
  const requirements = REQUIREMENTS.filter((requirement) => requirement.id === id);
  return judge(evidenceOf(traceOf(play).trace, play.meter), requirements)[0]!;
}

describe('a judge', () => {
  for (const { fault, breaks, scenario, good, bad } of faulty)
    it(`of ${breaks} tells a meter with ${fault} from a conforming one by ${scenario}`, () => {
      expect(judged(good, breaks).verdict).toBe('pass');
      const { verdict, findings } = judged(bad, breaks);
      expect(verdict).toBe('fail');
      expect(findings.filter(({ outcome, records }) => outcome === 'beyond' && records.length > 0)).not.toEqual([]);
    });
});

describe('every judge', () => {
  for (const play of conforming)
    it(`is lawful and sure of a conforming meter: ${play.name}`, () => {
      const { records, trace } = traceOf(play);
      expect(doubtful(lawfulFindings(evidenceOf(trace, play.meter), records))).toEqual([]);
    });
});
