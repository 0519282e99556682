import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { UsageError } from '../trace/errors';
import { type BoundChoice, CHOICE_NAMES, CHOICES, type DiscreteChoice, defaultChoices } from './choices';
import { METER_CAPABILITIES } from './declaration';
import { meterJsonSchema } from './declaration-schema';
import { parseDeclaration, readDeclaration } from './read-declaration';

const example = join(__dirname, '..', 'examples', 'reference-meter.yaml');

const LEAST = `schema: smets2-meter/1
meter: { id: m1, manufacturer: Maker, model: M, serial: "007", firmware: "1.10" }
variant: twin
image: production
elements:
  primary: { imaxA: 100, accuracy: { importPercent: 1, exportPercent: 2 } }
  secondary: { imaxA: 80, accuracy: { importPercent: 1, exportPercent: 2 } }
capabilities: [read]
connection: { adapter: reference }
`;

function refusal(text: string): string {
  try {
    parseDeclaration(text, 'meter.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('the declaration was accepted');
}

describe('a declaration', () => {
  it('takes the default of everything that is left out', () => {
    expect(parseDeclaration(LEAST, 'meter.yaml')).toEqual({
      schema: 'smets2-meter/1',
      meter: { id: 'm1', manufacturer: 'Maker', model: 'M', serial: '007', firmware: '1.10' },
      variant: 'twin',
      image: 'production',
      nominalVoltageV: 230,
      elements: {
        primary: { imaxA: 100, accuracy: { importPercent: 1, exportPercent: 2 } },
        secondary: { imaxA: 80, accuracy: { importPercent: 1, exportPercent: 2 } },
      },
      depths: {
        importProfile: 19056,
        primaryExportProfile: 4464,
        reactiveImportProfile: 4464,
        dailyRead: 31,
        billing: 12,
        dailyConsumption: 731,
        powerEvents: 100,
      },
      capabilities: ['read'],
      associations: ['management', 'public'],
      choices: defaultChoices(),
      attested: [],
      connection: { adapter: 'reference' },
    });
  });

  it.each(['single', 'polyphase'])('of a %s meter needs no secondary element', (variant) => {
    const { elements } = parseDeclaration(LEAST.replace('twin', variant).replace(/ {2}secondary: .*\n/, ''), 'meter.yaml');
    expect(Object.keys(elements)).toEqual(['primary']);
  });

  it('gives one starting power to both elements, or one to each', () => {
    const one = parseDeclaration(`${LEAST}choices: { startingPowerMw: 20000 }`, 'meter.yaml');
    expect(one.choices.startingPowerMw).toEqual({ primary: 20000, secondary: 20000 });
    const each = parseDeclaration(`${LEAST}choices: { startingPowerMw: { primary: 1, secondary: 2 } }`, 'meter.yaml');
    expect(each.choices.startingPowerMw).toEqual({ primary: 1, secondary: 2 });
  });

  describe.each(CHOICE_NAMES)('choice %s', (name) => {
    const choice: DiscreteChoice | BoundChoice = CHOICES[name];
    const allowed = 'values' in choice ? choice.values : [choice.from, choice.to];
    const outside = 'values' in choice ? ['otherwise', -1] : [choice.from - 1, choice.to + 1, choice.from + 0.5, '.nan', '.inf'];

    it.each([...allowed])('accepts %s', (value) => {
      const { choices } = parseDeclaration(`${LEAST}choices: { ${name}: ${value} }`, 'meter.yaml');
      expect(choices[name]).toEqual(choice.perElement ? { primary: value, secondary: value } : value);
    });

    it.each([...outside])('refuses %s, with its place and its range', (value) => {
      const message = refusal(`${LEAST}choices: { ${name}: ${value} }`);
      expect(message).toMatch(new RegExp(`^meter\\.yaml:10:${14 + name.length}: choices\\.${name}: expected `));
      for (const bound of 'values' in choice ? choice.values : [choice.from, choice.to]) expect(message).toContain(String(bound));
    });
  });

  it('says of a value outside its range why there is one', () => {
    expect(refusal(`${LEAST}choices: { startUpMs: 60000 }`)).toBe(
      'meter.yaml:10:23: choices.startUpMs: expected a whole number from 0 to 5000 ms; got 60000. ' +
        'Time without measuring after supply returns. A value outside its range is refused, so that nobody declares a way to conformity',
    );
  });

  it('names the nearest value and the nearest key', () => {
    expect(refusal(`${LEAST}choices:\n  rounding: neerest\n  quantization: per-register\n  zzz: 1`).split('\n')).toEqual([
      'meter.yaml:11:13: choices.rounding: expected one of floor, nearest; got "neerest"; did you mean "nearest"?',
      'meter.yaml:12:3: choices.quantization: unknown key; did you mean "quantisation"?',
      expect.stringMatching(/^meter\.yaml:13:3: choices\.zzz: unknown key; expected quantisation, rounding, /),
    ]);
  });

  it('lists every problem at once, in the order of the file', () => {
    const text = LEAST.replace('"007"', '007')
      .replace('twin', 'double')
      .replace('imaxA: 80', 'imaxA: 0')
      .replace('[read]', '[reed, read]');
    expect(refusal(text.replace('image: production\n', '')).split('\n')).toEqual([
      'meter.yaml:1:1: image: missing; expected one of production, engineering',
      'meter.yaml:2:57: meter.serial: expected the serial number (text, 1 to 200 characters on one line); got 7; write it in quotes',
      'meter.yaml:3:10: variant: expected one of single, twin, polyphase; got "double"',
      'meter.yaml:6:23: elements.secondary.imaxA: expected a current from 1 to 200 A; got 0',
      expect.stringMatching(/^meter\.yaml:7:16: capabilities\[0\]: expected one of read, .*; got "reed"; did you mean "read"\?$/),
    ]);
  });

  it.each([
    ['an empty file', '', /^meter\.yaml:1:1: the file is empty; expected a meter declaration/],
    ['only a comment', '# nothing\n', /^meter\.yaml:1:1: the file is empty/],
    ['a list', '- a\n', /^meter\.yaml:1:1: got \["a"\]; expected a meter declaration, a mapping/],
    ['a word', 'hello', /^meter\.yaml:1:1: got "hello"; expected a meter declaration/],
    [
      'another kind of file',
      'schema: smets2-bench/1\nname: x',
      /^meter\.yaml:1:9: schema: expected smets2-meter\/1 .*got "smets2-bench\/1"$/,
    ],
    ['an unclosed bracket', `${LEAST}choices: [`, /^meter\.yaml:10:11: not well-formed YAML/],
    ['a tab as indentation', 'meter:\n\tid: x', /^meter\.yaml:2:1: a tab is used as indentation/],
    ['the same key twice', `${LEAST}variant: twin`, /^meter\.yaml:10:1: this key stands twice/],
    ['two documents', `${LEAST}---\na: 1`, /^meter\.yaml:10:1: a second document begins/],
    ['a tag of unknown meaning', `${LEAST}choices: !js {}`, /^meter\.yaml:10:10: not well-formed YAML: Unresolved tag/],
    ['an alias without its anchor', `${LEAST}choices: *none`, /^meter\.yaml:10:10: alias \*none has no anchor/],
    ['an alias within its own anchor', `${LEAST}attested: &a [*a]`, /^meter\.yaml:10:15: alias \*a stands inside its own anchor/],
    ['brackets nested past reading', `${LEAST}attested: ${'['.repeat(50_000)}`, /^meter\.yaml:10:\d+: nested too deeply/],
    ['capabilities twice', LEAST.replace('[read]', '[read, read]'), /^meter\.yaml:8:15: capabilities: each capability once/],
    [
      'an access path without the association that manages',
      `${LEAST}associations: [public]`,
      /^meter\.yaml:10:15: associations: expected management among them/,
    ],
    [
      'an association twice',
      `${LEAST}associations: [management, management]`,
      /^meter\.yaml:10:15: associations: each association once/,
    ],
    [
      'a twin-element meter without a secondary element',
      LEAST.replace(/ {2}secondary: .*\n/, ''),
      /^meter\.yaml:\d+:\d+: elements\.secondary: missing; a twin-element meter has two elements/,
    ],
    ['an id that leaves its directory', LEAST.replace('m1', '../m1'), /^meter\.yaml:2:14: meter\.id: expected 1 to 40 letters/],
    [
      'a log shallower than published',
      `${LEAST}depths: { dailyRead: 30 }`,
      /depths\.dailyRead: expected a whole number from 31 .*published depth/,
    ],
    [
      'an accuracy wider than class A',
      LEAST.replace('exportPercent: 2', 'exportPercent: 2.1'),
      /accuracy\.exportPercent: .*Class A/,
    ],
    [
      'half of a value per element',
      `${LEAST}choices: { startingPowerMw: { primary: 1 } }`,
      /startingPowerMw\.secondary: missing/,
    ],
    [
      'a word for a value per element',
      `${LEAST}choices: { startingPowerMw: low }`,
      /^meter\.yaml:10:29: choices\.startingPowerMw: expected one whole/,
    ],
    ['no connection', LEAST.replace(/connection.*/, ''), /^meter\.yaml:1:1: connection: missing; expected a mapping$/],
  ])('refuses %s', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('damaged anywhere is accepted or refused with a place, never a crash', () => {
    const damage = fc.record({
      at: fc.nat(LEAST.length),
      cut: fc.nat(12),
      put: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 4 }),
        fc.constantFrom('\n', '- ', ': ', '*a', '&a ', '{', ']', '"', '? ', '!!set ', '%', '| '),
      ),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const text = damages.reduce((whole, { at, cut, put }) => whole.slice(0, at) + put + whole.slice(at + cut), LEAST);
        try {
          expect(parseDeclaration(text, 'meter.yaml').schema).toBe('smets2-meter/1');
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect((error as Error).message).toMatch(/^meter\.yaml:\d+:\d+: ./);
        }
      }),
      { numRuns: 1000, seed: 184 },
    );
  });

  it('refuses aliases that expand without end in memory', () => {
    const levels = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [name, below] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg', 'ih'])
      levels.push(`${name}: &${name} [${Array(10).fill(`*${below}`)}]`);
    expect(refusal(levels.join('\n'))).toMatch(/^meter\.yaml: Excessive alias count/);
  });

  it('takes what an alias or a merge key repeats', () => {
    const text = LEAST.replace('primary: {', 'primary: &both {').replace(/secondary: .*/, 'secondary: { <<: *both, imaxA: 60 }');
    const { elements } = parseDeclaration(text, 'meter.yaml');
    expect(elements.secondary).toEqual({ imaxA: 60, accuracy: { importPercent: 1, exportPercent: 2 } });
    expect(elements.primary.imaxA).toBe(100);
  });
});

describe('a declaration file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'declaration-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it('of the reference meter names every choice at its default', () => {
    const { choices, capabilities } = readDeclaration(example);
    expect(choices).toEqual(defaultChoices());
    expect(capabilities).toEqual([...METER_CAPABILITIES]);
    const text = readFileSync(example, 'utf8');
    for (const name of CHOICE_NAMES) expect(text).toMatch(new RegExp(`^ {2}${name}: `, 'm'));
  });

  it('may begin with a byte order mark and have CRLF line ends', () => {
    expect(readDeclaration(file('windows.yaml', `\ufeff${LEAST.replaceAll('\n', '\r\n')}`)).meter.serial).toBe('007');
  });

  it.each([
    ['is missing', () => join(folder, 'none.yaml'), 'no such file'],
    ['is a directory', () => folder, 'a directory, not a file'],
    ['is larger than 1 MiB', () => file('large.yaml', `${LEAST}${'#'.repeat(2 ** 20)}`), 'larger than 1 MiB'],
    ['is not UTF-8', () => file('utf16.yaml', Buffer.from(LEAST, 'utf16le').fill(0xff, 0, 2)), 'not UTF-8 text'],
  ])('that %s is refused by its path', (_, path, reason) => {
    expect(() => readDeclaration(path())).toThrow(UsageError);
    expect(() => readDeclaration(path())).toThrow(`${path()}: ${reason}`);
  });
});

describe('meter.schema.json', () => {
  const committed = join(__dirname, 'meter.schema.json');
  // SMETS2_WRITE_SCHEMAS=1 writes it anew after a change of the table of choices.
  if (process.env.SMETS2_WRITE_SCHEMAS) writeFileSync(committed, meterJsonSchema());

  it('is what the shape of a declaration says today', () => {
    expect(readFileSync(committed, 'utf8')).toBe(meterJsonSchema());
  });

  it('tells why each choice is open', () => {
    const { properties } = JSON.parse(meterJsonSchema());
    for (const name of CHOICE_NAMES) {
      expect(properties.choices.properties[name].description).toContain(CHOICES[name].why);
      expect(properties.choices.properties[name]).toHaveProperty('default');
    }
    expect(properties.choices.required).toBeUndefined();
  });
});

describe('the reference page of the declaration', () => {
  const page = readFileSync(join(__dirname, '..', 'docs', 'reference', 'declaration.md'), 'utf8');

  it.each(CHOICE_NAMES)('lists %s with its default, its range and its reason', (name) => {
    const choice: DiscreteChoice | BoundChoice = CHOICES[name];
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
    const [standard, ...others] = 'values' in choice ? choice.values : [choice.default, choice.from, choice.to];
    expect(row).toContain(`**${standard}**`);
    for (const other of others) expect(row).toContain(String(other));
    expect(row).toContain(choice.why);
  });

  it('shows a declaration that is accepted', () => {
    const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    expect(parseDeclaration(shown, 'declaration.md').choices.rounding).toBe('nearest');
  });
});
