import type { Failure, RequirementResult, RunResult, ScenarioResult } from '../suites/run-result';

/** A run made by hand, for tests and for looking at: one failure, one inconclusive, one attested, one not assessed; new at each call. */
export function sampleResult(): RunResult {
  return {
    schema: 'smets2-report/2',
    tool: 'smets2-conformance 0.1.0',
    run: { plan: 'a1'.repeat(32), manifest: 'b2'.repeat(32) },
    statement: {
      verdict: 'non-conformant',
      reason: 'mandatory-fail',
      attested: ['register.wraps'],
      text: 'Non-conformant: 1 of 8 mandatory requirements failed (profile.stamped-at-end). Judged against catalogue 0.1.0 (sha256 5f3c0a91) for DP184 under the choices listed.',
      exitCode: 1,
    },
    decisionRule: 'A value fails only where it lies outside everything that the budget allows.',
    partial: false,
    selection: [],
    seed: 184,
    times: { startedAt: '2026-06-22T09:14:03.120Z', finishedAt: '2026-06-22T09:14:14.870Z' },
    meter: {
      id: 'reference-twin',
      manufacturer: 'Reference',
      model: 'TE-100',
      serial: '26E0000184',
      firmware: '2.1.0-dp184',
      variant: 'twin',
      image: 'engineering',
      access: 'reference model, in process',
      bench: 'simulated bench, in process',
      declarationHash: '9b0f6c1d2e7a4b55c3f1a0d4418fe0266b3ea0c5d9f27c81a44b7e90cc12f3a8',
    },
    laboratory: {
      name: 'Example Metering Laboratory',
      operator: 'O. Perator',
      equipment: [
        { name: 'Reference standard', serial: 'RS-7', calibrated: '2026-01-05', due: '2027-01-05', certificate: 'UK 12-345' },
        { name: 'Three-phase source', serial: 'SRC-3' },
      ],
    },
    choices: [
      choice('quantisation', 'per-register', 'shared-quantum', 'No text says how whole watt-hours are formed.'),
      choice('exportProfileDepth', '19056', '4464', '93 days as primary export, or 13 months as import.'),
      choice('rounding', 'floor', 'floor', 'No text says whether a watt-hour counts when complete or when half complete.'),
      choice('directionIntervalMs', '1000', '1000', 'The measuring interval of direction is not published.'),
    ],
    catalogue: { version: '0.1.0', hash: '5f3c0a917d0b4a8e21c6f8e1f5b7a0c39d44e1b2a6c8907f1e2d3c4b5a697887' },
    requirements: [
      requirement('register.exists', 'register', 'The secondary export register exists and counts in Wh'),
      requirement('register.counts-export', 'register', 'The register counts exactly the export of the secondary element', {
        tightest: {
          says: 'increase of secondary.export.total between two readings',
          unit: 'Wh',
          observed: 6481,
          expected: { lo: '6480.25', hi: '6481.75' },
          budget: [
            { source: 'quantisation of whole Wh', amount: '1' },
            { source: 'residue at loss of supply', amount: '0.5' },
          ],
          outcome: 'within',
          margin: '0.75',
          records: [14, 58],
          scenario: 'summer-solar-day',
        },
      }),
      requirement('register.ignores-import', 'register', 'Secondary import leaves the export register unmoved'),
      requirement('register.wraps', 'register', 'The register passes its modulus without a loss', {
        verdict: 'attested',
        testability: 'design-review',
        because: 'Design review DR-0184 of the maker, signed 2026-05-02: a u32 takes 21 years to wrap at 23 kW.',
        counts: {},
        scenarios: [],
      }),
      requirement('register.primary-unmoved', 'register', 'Secondary export leaves every primary register unmoved', {
        verdict: 'inconclusive',
        because: 'The closing read of primary.import.total was retried 3 times and gave no answer in 2 of 24 scenarios.',
        counts: { inconclusive: 2 },
      }),
      requirement('profile.stamped-at-end', 'profile', 'Each half-hour entry is stamped at the end of its period', {
        verdict: 'fail',
        because: '2 of 24 scenarios show it; the furthest is 250 Wh beyond its bounds.',
        counts: { fail: 2, pass: 22 },
        clauses: ['GBCS 9.1.6', 'DP184 §2 (half-hourly export)'],
        findings: [
          { ...finding(), scenario: 'outage-across-boundary' },
          { ...finding(), says: 'energy of the half hour ending 13:00Z', observed: 250, margin: '-30', scenario: 'battery-day' },
          {
            says: 'stamp of the newest entry',
            unit: '',
            observed: { octets: '5e2c64ff' },
            expected: { equals: { octets: '5e2c6500' } },
            budget: [],
            outcome: 'undecided',
            records: [77],
            scenario: 'battery-day',
          },
        ],
      }),
      requirement('profile.sums-to-register', 'profile', 'Half hours add up to the register over aligned times', {
        basis: 'derived',
        confidence: 'verified',
      }),
      requirement('mpan.reads-back', 'mpan', 'The secondary Export MPAN reads back as written', {
        verdict: 'not-assessed',
        because: 'The access path of a production image lacks write.mpan.',
        counts: {},
        scenarios: [],
      }),
      requirement('display.secondary-export', 'display', 'The display shows secondary export', {
        verdict: 'not-applicable',
        because: 'The choice displaySecondaryExport is declared "no".',
        mandatory: false,
        basis: 'choice',
        confidence: 'inferred',
        counts: {},
        scenarios: [],
      }),
    ],
    scenarios: [
      scenario('discovery', 'What the meter answers', { kind: 'discovery', records: 96, meterTimeMs: 4000 }),
      scenario('summer-solar-day', 'A summer day with 3.6 kW of solar on the secondary element'),
      scenario('outage-across-boundary', 'Supply lost for ten minutes across a half-hour boundary'),
      scenario('battery-day', 'A battery charges at night and exports in the evening', { kind: 'generated', records: 1204 }),
      scenario('mpan-write', 'Writes and reads back each MPAN', {
        outcome: 'cannot-run',
        because: 'The meter declares no capability write.mpan.',
        records: 0,
        meterTimeMs: 0,
      }),
    ],
    generated: [
      {
        family: 'edges',
        says: 'Flow, supply and clock change within seconds of a half hour, midnight, rate switch or activation.',
        cases: 4,
        played: 4,
        targets: [
          { name: 'export begins or ends 1 s before a half hour', reachedIn: 3 },
          { name: 'export begins or ends at midnight', reachedIn: 4 },
          { name: 'supply lost 2 s after a half hour', reachedIn: 0 },
        ],
      },
      {
        family: 'powers',
        says: 'Both elements carry every power that tells something, in all four quadrants and against each other.',
        cases: 4,
        played: 3,
        targets: [
          { name: 'export at Imax', reachedIn: 2 },
          { name: '+Q with P = 0', reachedIn: 1 },
        ],
      },
    ],
    failures: [sampleFailure()],
    waivers: [
      {
        requirement: 'profile.stamped-at-end',
        reason: 'Mended in firmware 2.1.1, which is in test.',
        owner: 'A. Maker',
        expires: '2026-09-30',
        standing: 'stands',
      },
      {
        requirement: 'register.exists',
        reason: 'Not yet fitted.',
        owner: 'A. Maker',
        expires: '2026-01-31',
        standing: 'expired',
      },
    ],
    totals: { secondary: { export: { fileWh: '1296404', registerWh: '1296404', rowsWh: '1296404' } } },
    notes: ['traces/battery-day.ndjson: the last line was torn and has been dropped.'],
  };
}

const NOON = Date.UTC(2026, 5, 21, 12);
const MINUTE = 60_000;

/** The failure of `sampleResult`: an outage from 12:20 to 12:32, after which an entry holds the energy of its neighbour. */
export function sampleFailure(): Failure {
  const ends = [-60, -30, 0, 30, 60, 90, 120].map((minutes) => NOON + minutes * MINUTE);
  const expected = ['1750', '1800', '1800', '1200', '1680', '1800', '900'];
  const recorded = [1750, 1800, 1800, 1450, 1430, 1800, null];
  return {
    requirement: 'profile.stamped-at-end',
    title: 'Each half-hour entry is stamped at the end of its period',
    statement: 'An entry of the export profile carries the time at which its period ends and holds the increment of that period.',
    clauses: ['GBCS 9.1.6', 'DP184 §2 (half-hourly export)'],
    scenario: 'outage-across-boundary',
    scenarioTitle: 'Supply lost for ten minutes across a half-hour boundary',
    trace: 'traces/outage-across-boundary.ndjson',
    finding: finding(),
    more: 1,
    causes: [
      {
        fault: 'entry-split-by-outage',
        says: 'After an outage it books the energy of one half hour into its neighbour.',
        explains: 3,
        of: 4,
        undecided: 1,
      },
    ],
    chain: [
      {
        seq: 58,
        kind: 'observation',
        atMs: NOON + 121 * MINUTE,
        offset: 20_481,
        octets: 311,
        sha256: 'd4'.repeat(32),
        says: 'secondary.export.profile = [{"endMs":1782045000000,"wh":1450}]',
        wire: [
          { seq: 56, way: 'tx', hex: '7ea00a0003230210dc3e7e', octets: 11 },
          { seq: 57, way: 'rx', hex: '7ea01e0002002303528e4ee6e700c401c100060000c5aa7e0000000000000000', octets: 32 },
        ],
      },
    ],
    next: ['Replay the smallest scenario on this firmware, and compare what the meter answered in records 41 to 61.'],
    chart: {
      fromMs: NOON - 90 * MINUTE,
      toMs: NOON + 120 * MINUTE,
      power: [
        {
          element: 'primary',
          points: [
            [NOON - 90 * MINUTE, 420],
            [NOON - 15 * MINUTE, 2300],
            [NOON + 5 * MINUTE, 420],
            [NOON + 20 * MINUTE, 0],
            [NOON + 32 * MINUTE, 420],
          ],
        },
        {
          element: 'secondary',
          points: [
            [NOON - 90 * MINUTE, -3500],
            [NOON - 60 * MINUTE, -3600],
            [NOON + 20 * MINUTE, 0],
            [NOON + 32 * MINUTE, -3600],
            [NOON + 105 * MINUTE, 0],
          ],
        },
      ],
      halfHours: {
        channel: 'secondary.export.profile',
        rows: ends.map((endMs, index) => ({
          endMs,
          expectedLoWh: expected[index] ?? '0',
          expectedHiWh: index === 3 || index === 4 ? String(Number(expected[index]) + 20) : (expected[index] ?? '0'),
          recordedWh: recorded[index] ?? null,
        })),
      },
      registers: [
        {
          name: 'register',
          points: [-90, -30, 30, 90].map((minutes, index) => ({
            atMs: NOON + minutes * MINUTE,
            readWh: [0, 3550, 6800, 9900][index] ?? 0,
            expectedLoWh: ['0', '3549', '6550', '9640'][index] ?? '0',
            expectedHiWh: ['0', '3550', '6570', '9660'][index] ?? '0',
          })),
        },
      ],
      marks: [
        { atMs: NOON - 45 * MINUTE, label: 'clock set forward by 2 s' },
        { atMs: NOON + 20 * MINUTE, label: 'supply off' },
        { atMs: NOON + 32 * MINUTE, label: 'supply on' },
      ],
    },
    smallest: {
      file: 'failures/profile.stamped-at-end.yaml',
      steps: 4,
      yaml: 'name: outage-across-boundary\nstart: 2026-06-21T12:00Z\nobserve: [secondary.export.profile]\nsteps:\n  - do: flow\n    elements: { secondary: { active: -3600 W } }\n    until: { after: 20 min }\n  - do: supply\n    on: false\n  - do: wait\n    until: { after: 12 min }\n  - do: supply\n    on: true\n',
    },
    replay: 'npx smets2-conformance run --scenario failures/profile.stamped-at-end.yaml --meter meter.yaml',
  };
}

function finding(): Failure['finding'] {
  return {
    says: 'energy of the half hour ending 12:30Z',
    unit: 'Wh',
    observed: 1450,
    expected: { lo: '1200', hi: '1220' },
    budget: [
      { source: 'start-up after supply returns (5 s at 3.6 kW)', amount: '5' },
      { source: 'time at the boundary (±7.5 s at 3.6 kW)', amount: '15' },
    ],
    outcome: 'beyond',
    margin: '-230',
    records: [41, 42, 57, 58, 61],
    at: { fromMs: NOON, toMs: NOON + 30 * MINUTE },
  };
}

function choice(name: string, value: string, standard: string, why: string): RunResult['choices'][number] {
  return { name, value, default: standard, why };
}

function requirement(id: string, area: string, title: string, more: Partial<RequirementResult> = {}): RequirementResult {
  return {
    id,
    area,
    title,
    statement: `${title}, whatever flows on the other element and whatever the meter went through before.`,
    clauses: ['DP184 §2'],
    basis: 'proposed',
    confidence: 'quoted',
    mandatory: true,
    testability: 'black-box',
    verdict: 'pass',
    counts: { pass: 24 },
    because: 'Every finding of 24 scenarios lies within its bounds.',
    unpassed: {},
    comparisons: { within: 24, beyond: 0, undecided: 0 },
    catches: [],
    scenarios: ['summer-solar-day', 'outage-across-boundary', 'battery-day'],
    findings: [],
    ...more,
  };
}

function scenario(name: string, title: string, more: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    name,
    title,
    kind: 'scripted',
    trace: `traces/${name}.ndjson`,
    file: `scenarios/${name}.yaml`,
    sha256: 'c3'.repeat(32),
    outcome: 'played',
    records: 312,
    meterTimeMs: 86_400_000,
    ...more,
  };
}

/** A result to which a maker added a rule of their own, and a scenario in which a rule of the catalogue fails. */
export function withExtension(): RunResult {
  const result = sampleResult();
  const own = result.requirements[0]!;
  const failed = result.requirements.find(({ verdict }) => verdict === 'fail')!;
  result.extensions = [
    {
      ...{ prefix: 'acme', title: 'House rules', version: '1.0', sha256: 'e'.repeat(64), loaded: true, texts: [] },
      requirements: [{ ...own, id: 'acme.reads-alike', area: 'acme' }],
      catalogue: [failed],
    },
  ];
  return result;
}
