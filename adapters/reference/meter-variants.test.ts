import { OBJECTS } from '../../declaration/objects';
import type { ObjectName } from '../../trace/vocabulary';
import { Specimen } from './specimen.fixture';

const HOUR = 3_600_000;

describe.each([
  ['single', 'A'],
  ['polyphase', 'C'],
] as const)('a %s meter', (variant, letter) => {
  it('says what it is, and has no object of a secondary element', async () => {
    const meter = await Specimen.make({ variant });
    expect(meter.read('variant')).toBe(letter);
    const secondary = OBJECTS.filter(({ element }) => element === 'secondary');
    for (const { name } of secondary) expect(meter.answer(name)).toEqual({ refused: { code: 4, name: 'object-undefined' } });
    const listed = meter.read<ObjectName[]>('association.view');
    expect(listed.filter((name) => secondary.some((object) => object.name === name))).toEqual([]);
    expect(listed).toContain('primary.export.total');
  });

  it('counts what flows through it, and its rows have no member of another element', async () => {
    const meter = await Specimen.make({ variant, start: Date.parse('2026-03-02T23:00:00Z') });
    meter.flow({ primary: 2000 }, HOUR);
    expect(meter.read('primary.import.total')).toBe(2000);
    expect(meter.rows('import.profile').map(([, row]) => row)).toEqual([{ primaryWh: 1000 }, { primaryWh: 1000 }]);
    expect(meter.read('daily.import')).toEqual([{ at: Date.parse('2026-03-03T00:00:00Z'), primaryWh: 2000 }]);
    expect(meter.read('load.switch')).toEqual({ primary: 'closed' });
  });

  it('takes one Import MPAN, and no switch of a contact that it lacks', async () => {
    const meter = await Specimen.make({ variant });
    expect(meter.write('import.mpan', { octets: '31'.repeat(26) })).toMatchObject({ refused: { name: 'type-unmatched' } });
    expect(meter.write('import.mpan', { octets: '31'.repeat(13) })).toEqual({ value: null });
    expect(meter.invoke('load.switch', 'open', 'secondary')).toMatchObject({ refused: { name: 'type-unmatched' } });
    expect(meter.invoke('load.switch', 'open')).toEqual({ value: null });
    expect(meter.read('load.switch')).toEqual({ primary: 'open' });
  });

  it('carries nothing through an element that it lacks', async () => {
    const meter = await Specimen.make({ variant });
    expect(() => meter.flow({ secondary: -1 }, HOUR)).toThrow(`a ${variant} meter has no secondary element`);
    expect(() => meter.flow({ primary: 0, secondary: 0 }, HOUR)).not.toThrow();
  });
});
