import type { RequirementDigest, RunDigest, ScenarioDigest } from './run-digest';

export const hash = (digit: string) => digit.repeat(64);

export const scripted = (name: string, digit: string): ScenarioDigest => ({ name, kind: 'scripted', sha256: hash(digit) });
export const generated = (name: string, digit: string): ScenarioDigest => ({ name, kind: 'generated', sha256: hash(digit) });

/** A requirement that two scripted and one generated scenario exercise. */
export const exercised = (more: Partial<RequirementDigest> = {}): RequirementDigest => ({
  verdict: 'pass',
  mandatory: true,
  exercised: [hash('a'), hash('b'), hash('c')],
  comparisons: 10,
  ...more,
});

/** A conformant run of one requirement; `more` is what is otherwise. */
export const digest = (more: Partial<RunDigest> = {}): RunDigest => ({
  run: 'accepted',
  startedAt: '2026-11-24T10:00:00.000Z',
  meter: { id: 'my-meter', manufacturer: 'Maker', model: 'Twin', serial: '1', firmware: '1.0' },
  tool: 'smets2-conformance 1.0.0',
  catalogue: { version: '2026.2', hash: hash('d') },
  access: 'optical',
  faults: [],
  seed: 184,
  cases: 1,
  selection: [],
  declaration: { variant: '"twin"', 'choices.registerModulusWh': '100000000', 'depths.billing': '12' },
  bench: { name: '"bench 1"' },
  statement: { verdict: 'conformant', reason: 'all-mandatory-pass' },
  scenarios: [scripted('four-directions', 'a'), scripted('leap-day', 'b'), generated('mixed-day-1', 'c')],
  requirements: { 'register.counts-export': exercised() },
  ...more,
});

/** The run with its one requirement otherwise. */
export const withRequirement = (more: Partial<RequirementDigest>, run: Partial<RunDigest> = {}): RunDigest =>
  digest({ ...run, requirements: { 'register.counts-export': exercised(more) } });
