import { ReferencePlays } from '../../../suites/reference-plays.fixture';
import { scriptedScenarios } from '../../../suites/scenarios/scripted';
import { sha256 } from '../../../trace/chain';
import type { TraceRecord } from '../../../trace/vocabulary';
import type { Fault } from '../fault';
import { STANDARD_PARTS } from '../parts';
import { FAULTS, faultNamed } from './index';

const scripted = scriptedScenarios();

/** Conforming meters, by the declaration under which a fault is to show. */
const conforming = new Map<string, ReferencePlays>();

function conformingUnder(under: Fault['under']): ReferencePlays {
  const key = JSON.stringify(under ?? {});
  const plays = conforming.get(key) ?? new ReferencePlays({ ...under });
  conforming.set(key, plays);
  return plays;
}

/** What a meter answered in the scenario that shows a fault with the least stimulus. */
async function answersOf(plays: ReferencePlays, { shownBy }: Fault): Promise<string> {
  const scenario = scripted.find(({ name }) => name === shownBy[0])!;
  const { records } = await plays.played(scenario);
  return sha256(JSON.stringify(records.map(told)));
}

function told(record: TraceRecord): unknown {
  if (record.kind === 'observation') return record.answer;
  return record.kind === 'clock' ? [record.meterMs, record.status] : record.kind;
}

describe('faults', () => {
  it('have names of their own', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
    expect(faultNamed('register-stuck')?.breaks).toBe('register.counts-export');
    expect(faultNamed('none')).toBeUndefined();
  });

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    '%s replaces one part and breaks a rule of its area',
    (_name, fault) => {
      const parts = fault.replace(STANDARD_PARTS);
      const replaced = (Object.keys(STANDARD_PARTS) as (keyof typeof STANDARD_PARTS)[]).filter(
        (part) => parts[part] !== STANDARD_PARTS[part],
      );
      expect(replaced).toHaveLength(1);
      expect(fault.breaks.startsWith(`${fault.area}.`)).toBe(true);
      expect(fault.shownBy).not.toEqual([]);
    },
  );

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    '%s can be told from a meter without it by what is answered',
    async (_name, fault) => {
      const faulty = new ReferencePlays({ ...fault.under, faults: [fault] });
      expect(await answersOf(faulty, fault)).not.toBe(await answersOf(conformingUnder(fault.under), fault));
    },
  );
});
