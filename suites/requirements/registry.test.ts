import { FAULTS } from '../../adapters/reference/faults';
import { METER_CAPABILITIES } from '../../declaration/declaration';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import { objectNamed } from '../../declaration/objects';
import { scriptedScenarios } from '../scenarios/scripted';
import { CATALOGUE_VERSION, catalogueHash, REQUIREMENTS } from './index';
import type { Need } from './requirement';

/** What the declaration must choose for every requirement to apply. */
const SNAPSHOTS = { exportSnapshots: 'daily-and-billing' } as const;
const meter = exampleMeter(SNAPSHOTS);
const ids = REQUIREMENTS.map(({ id }) => id);

describe('the registry of requirements', () => {
  it('has no id twice', () => {
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it.each(REQUIREMENTS.map((requirement) => [requirement.id, requirement] as const))('tells all about %s', (id, requirement) => {
    const { area, clauses, statement, title, capabilities } = requirement;
    expect(id).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
    expect(id.startsWith(`${area}.`)).toBe(true);
    expect(clauses.length).toBeGreaterThan(0);
    for (const clause of clauses) expect(clause).toMatch(/^(DP184|SMETS2|GBCS|EN) \S/);
    expect(title).toMatch(/^\S.*[^.\s]$/);
    expect(statement).toMatch(/^\S.*\.$/);
    for (const name of capabilities.meter) expect(METER_CAPABILITIES).toContain(name);
  });

  it.each(REQUIREMENTS.map((requirement) => [requirement.id, requirement] as const))(
    '%s needs something, of objects that exist',
    (_, one) => {
      const needs = one.needs(meter);
      expect(needs).not.toEqual([]);
      expect(needs.flatMap(objectsOf).filter((name) => !objectNamed(name))).toEqual([]);
    },
  );

  it('speaks of twin-element meters alone, but for types, variants, attempts and the clock', () => {
    const single = { ...meter, variant: 'single' as const };
    const applying = REQUIREMENTS.filter((requirement) => requirement.applies(single) === true).map(({ id }) => id);
    expect(applying).toEqual([
      'objects.well-typed',
      'variant.as-declared',
      'variant.without-secondary',
      'variant.view-without-secondary',
      'access.set-refused',
      'access.reset-refused',
      'access.capture-refused',
      'access.public-changes-nothing',
      'access.public-reads-no-energy',
      'access.registers-unchanged',
      'access.rows-unchanged',
      'clock.tolerance',
    ]);
  });

  it('asks of the reference meter all but what its variant and its choices leave out', () => {
    const left = REQUIREMENTS.filter((requirement) => requirement.applies(exampleMeter()) !== true).map(({ id }) => id);
    expect(left).toEqual(['variant.without-secondary', 'variant.view-without-secondary', 'snapshots.secondary-export']);
  });

  it('has a hash of its published text, and of nothing else', () => {
    const [first, ...rest] = REQUIREMENTS;
    expect(CATALOGUE_VERSION).toMatch(/^\d{4}\.\d+$/);
    expect(catalogueHash([{ ...first!, testability: 'design-review' }, ...rest])).toBe(catalogueHash());
    expect(catalogueHash([{ ...first!, statement: 'Nothing.' }, ...rest])).not.toBe(catalogueHash());
    expect(catalogueHash(rest)).not.toBe(catalogueHash());
  });
});

describe('the faulty meters', () => {
  const scenarios = scriptedScenarios().map(({ name }) => name);

  it('break requirements that exist, in scenarios that exist', () => {
    expect(FAULTS.filter(({ breaks }) => !ids.includes(breaks)).map(({ name }) => name)).toEqual([]);
    expect(FAULTS.filter(({ shownBy }) => !shownBy.every((name) => scenarios.includes(name))).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('break every requirement', () => {
    const broken = new Set(FAULTS.map(({ breaks }) => breaks));
    expect(ids.filter((id) => !broken.has(id))).toEqual([]);
  });
});

function objectsOf(need: Need): string[] {
  if ('between' in need) return [need.between, ...(need.alongside ? [need.alongside] : [])];
  if ('rowsBetween' in need) return [need.rowsBetween, need.rows];
  if ('rowCase' in need) return [need.of];
  if ('rows' in need) return [need.rows];
  if ('asked' in need) return [need.asked];
  if ('heldThrough' in need) return [need.heldThrough];
  if ('underExport' in need) return [need.underExport];
  if ('channel' in need) return [need.channel];
  if ('logOver' in need) return [need.logOver];
  if ('someRows' in need) return [need.someRows];
  if ('upgrade' in need) return [need.of];
  return 'readBack' in need ? [need.readBack] : [];
}
