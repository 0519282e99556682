import type { Association, ObjectName, Value } from '../../trace/vocabulary';
import { Specimen } from './specimen.fixture';

const HOUR = 3_600_000;
const DENIED = { refused: { code: 3, name: 'read-write-denied' } };

describe('the public association', () => {
  it('reads what anybody may read, and nothing else', async () => {
    const meter = await Specimen.make();
    const view = (as: Association) => meter.ask({ do: 'read', object: 'association.view', as }).answer as { value: ObjectName[] };
    const listed = view('public').value;
    expect(listed).toEqual(['clock', 'variant', 'firmware.version', 'association.view']);
    for (const object of view('management').value) {
      const { answer } = meter.ask({ do: 'read', object, as: 'public' });
      if (listed.includes(object)) expect(answer).toHaveProperty('value');
      else expect(answer).toEqual(DENIED);
    }
  });

  it('changes nothing', async () => {
    const meter = await Specimen.make();
    const octets = { octets: '31'.repeat(13) };
    const write = (object: ObjectName, value: Value) => meter.ask({ do: 'write', object, value, as: 'public' }).answer;
    expect(write('secondary.export.mpan', octets)).toEqual(DENIED);
    expect(write('secondary.export.table.activation', 'never')).toEqual(DENIED);
    expect(meter.ask({ do: 'invoke', object: 'load.switch', method: 'open', as: 'public' }).answer).toEqual(DENIED);
    expect(meter.read('secondary.export.mpan')).toEqual({ octets: '' });
    expect(meter.read('load.switch')).toEqual({ primary: 'closed', secondary: 'closed' });
  });
});

describe('the view of the managing association', () => {
  it('lists every object that it may read, write or invoke', async () => {
    const meter = await Specimen.make();
    const listed = meter.read<ObjectName[]>('association.view');
    expect(listed).toEqual(expect.arrayContaining(['secondary.export.total', 'firmware', 'firmware.image', 'load.switch']));
    expect(listed).not.toContain('daily.secondary-export');
    expect(new Set(listed).size).toBe(listed.length);
  });
});

describe('recorded energy', () => {
  it.each([
    ['daily.import', 'capture'],
    ['import.profile', 'reset'],
    ['primary.import.rates', 'reset'],
    ['reactive.import.total', 'reset'],
  ])('is denied to everybody: %s %s', async (object, method) => {
    const meter = await Specimen.make();
    meter.flow({ primary: 3600 }, 25 * HOUR);
    const before = meter.read(object);
    expect(meter.invoke(object, method)).toEqual(DENIED);
    expect(meter.ask({ do: 'invoke', object, method, as: 'public' }).answer).toEqual(DENIED);
    expect(meter.read(object)).toEqual(before);
  });
});
