// Plays conforming meters in every scripted scenario and some generated ones, legal variants in a few, and every faulty meter in the
// scenarios that show it, into a folder: mutants judge these traces, and are not in the code that plays them.
// `ts-node mutation/play.ts FOLDER`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULTS } from '../adapters/reference/faults';
import { VARIANTS } from '../adapters/reference/variants';
import { ReferencePlays, type Staged } from '../suites/reference-plays.fixture';
import { FAMILIES, generatedScenarios } from '../suites/scenarios/generated';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import type { Scenario } from '../trace/vocabulary';
import type { Recorded, RecordedPlay } from './recorded-play';

const folder = process.argv[2]!;
const scripted = scriptedScenarios();
/** What legal variants play. */
const MIXED = 'outage-across-boundary';

const kept = new Map<string, RecordedPlay>();

async function play(name: string, staged: Staged, scenario: Scenario): Promise<RecordedPlay> {
  const known = kept.get(name);
  if (known) return known;
  const plays = new ReferencePlays(staged);
  const { records } = await plays.played(scenario);
  const played = { name, file: `${kept.size}.json`, meter: plays.meter };
  writeFileSync(join(folder, played.file), JSON.stringify(records));
  kept.set(name, played);
  return played;
}

async function main() {
  mkdirSync(folder, { recursive: true });
  const recorded: Recorded = { conforming: [], faulty: [] };
  const generated = generatedScenarios(new ReferencePlays().meter, 184, FAMILIES.length);
  for (const scenario of [...scripted, ...generated]) recorded.conforming.push(await play(`{} ${scenario.name}`, {}, scenario));
  const mixed = scripted.find(({ name }) => name === MIXED)!;
  for (const variant of VARIANTS) recorded.conforming.push(await play(`${variant.name} ${MIXED}`, variant, mixed));
  for (const fault of FAULTS) {
    const { name, breaks, under = {} } = fault;
    for (const scenario of scripted.filter((one) => fault.shownBy.includes(one.name))) {
      const good = await play(`${JSON.stringify(under)} ${scenario.name}`, under, scenario);
      const bad = await play(`${name} ${scenario.name}`, { ...under, faults: [fault] }, scenario);
      recorded.faulty.push({ fault: name, breaks, scenario: scenario.name, good, bad });
    }
  }
  writeFileSync(join(folder, 'recorded.json'), JSON.stringify(recorded));
  const { conforming, faulty } = recorded;
  process.stdout.write(`mutation: played ${conforming.length} traces of conforming meters, ${faulty.length} of faulty ones\n`);
}

main();
