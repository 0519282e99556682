import { z } from 'zod';
import { ASSOCIATIONS, ELEMENTS } from '../trace/vocabulary';
import { accessShape } from './access';
import { type BoundChoice, CHOICES, type Choices, type DiscreteChoice } from './choices';
import { type Declaration, METER_CAPABILITIES } from './declaration';
import { didYouMean, expected, jsonSchemaText, mismatch, text, wholeNumber } from './shape';

const REFUSED = 'A value outside its range is refused, so that nobody declares a way to conformity';

const bothElements = <S extends z.ZodType>(one: S) => z.strictObject({ primary: one, secondary: one });

function choiceShape(choice: DiscreteChoice | BoundChoice): z.ZodType {
  const unit = choice.unit ? ` ${choice.unit}` : '';
  if ('values' in choice) {
    const values = choice.values.map(String);
    return z
      .literal([...choice.values], {
        error: ({ input }) =>
          `${mismatch(values.length === 1 ? values.join() : `one of ${values.join(', ')}`, input)}${didYouMean(input, values)}`,
      })
      .default(choice.values[0])
      .describe(`${choice.why} Default: ${choice.values[0]}${unit}.`);
  }
  const { default: standard, from, to, why } = choice;
  const number = wholeNumber(choice, `${why} ${REFUSED}`);
  const described = `${why} Default: ${standard}${unit}; ${from} to ${to}.`;
  if (!choice.perElement) return number.default(standard).describe(described);
  return z
    .union(
      [number, bothElements(number)],
      expected(`one whole number from ${from} to ${to}${unit}, or { primary, secondary }`, why),
    )
    .transform((given) => (typeof given === 'number' ? Object.fromEntries(ELEMENTS.map((element) => [element, given])) : given))
    .prefault(standard)
    .describe(`${described} One number, or one for each element.`);
}

const choices = z
  .strictObject(
    Object.fromEntries(
      Object.entries<DiscreteChoice | BoundChoice>(CHOICES).map(([name, choice]) => [name, choiceShape(choice)]),
    ) as unknown as { [N in keyof Choices]: z.ZodType<Choices[N]> },
  )
  .prefault({} as never)
  .describe('Points that DP184 and the published texts leave open. A choice left out takes its default.');

/** A log keeps at least what is published; a meter may keep more. */
const depth = (published: number, what: string) =>
  wholeNumber({ from: published, to: 200_000, unit: 'rows' }, `${published} is the published depth of the ${what}`)
    .default(published)
    .describe(`Rows of the ${what}. Default and least: ${published}.`);

const accuracyPercent = (way: string) => {
  const error = expected('a percentage above 0 and at most 2', 'Class A, the widest class of active energy, has 2 %');
  return z
    .number(error)
    .positive(error)
    .max(2, error)
    .describe(`Limit of error of active ${way}, in per cent. Class A 2, B 1, C 0.5.`);
};

const element = z.strictObject({
  imaxA: z
    .number(expected('a current from 1 to 200 A'))
    .min(1, expected('a current from 1 to 200 A'))
    .max(200, expected('a current from 1 to 200 A'))
    .describe('Maximum current of the element, in ampere.'),
  accuracy: z.strictObject({ importPercent: accuracyPercent('import'), exportPercent: accuracyPercent('export') }),
});

const ID = expected('1 to 40 letters, digits, "-", "_" or ".", beginning with a letter or digit', 'It names the run directory');

const declared = z.strictObject({
  schema: z.literal('smets2-meter/1').describe('Version of this format.'),
  meter: z
    .strictObject({
      id: z
        .string(ID)
        .regex(/^[A-Za-z0-9][\w.-]{0,39}$/, ID)
        .describe('Short and unique on a bench; names the run directory.'),
      manufacturer: text("the maker's name").describe("The maker's name."),
      model: text('the model').describe('The model, as on the nameplate.'),
      serial: text('the serial number').describe('The serial number, in quotes where it is all digits.'),
      firmware: text('the firmware version').describe('The firmware version, in quotes where it looks like a number.'),
    })
    .describe('Who the meter under test is.'),
  variant: z.enum(['single', 'twin', 'polyphase']).describe('Meter variant A, B or C. The suite is about twin-element meters.'),
  image: z
    .enum(['production', 'engineering'])
    .describe('An engineering image allows more on its local port; a report states it.'),
  nominalVoltageV: z
    .number(expected('a voltage from 100 to 300 V'))
    .min(100, expected('a voltage from 100 to 300 V'))
    .max(300, expected('a voltage from 100 to 300 V'))
    .default(230)
    .describe('Nominal voltage, in volt. Default: 230.'),
  elements: z
    .strictObject({ primary: element, secondary: element.optional() })
    .describe('The measuring elements; a twin-element meter has two.'),
  depths: z
    .strictObject({
      importProfile: depth(19_056, 'half-hourly import log'),
      primaryExportProfile: depth(4464, 'half-hourly primary export log'),
      reactiveImportProfile: depth(4464, 'half-hourly reactive import log'),
      dailyRead: depth(31, 'daily read logs'),
      billing: depth(12, 'billing data log'),
      dailyConsumption: depth(731, 'daily consumption log'),
      powerEvents: depth(100, 'power event log'),
    })
    .prefault({})
    .describe('Rows that each log keeps. The depth of the secondary export log is the choice exportProfileDepth.'),
  capabilities: z
    .array(z.enum(METER_CAPABILITIES))
    .min(1, expected('at least one capability; a meter that cannot be read cannot be judged'))
    .refine((list) => new Set(list).size === list.length, 'each capability once; one stands twice')
    .describe('What the access path to this meter can do.'),
  associations: z
    .array(z.enum(ASSOCIATIONS))
    .refine((list) => list.includes('management'), 'expected management among them; the meter is read by it')
    .refine((list) => new Set(list).size === list.length, 'each association once; one stands twice')
    .default([...ASSOCIATIONS])
    .describe('Associations that the access path can speak by. Default: both. What nobody may do is tried by each.'),
  choices,
  attested: z
    .array(
      z.strictObject({
        requirement: text('the id of a requirement').describe('Id of the requirement, as the catalogue lists it.'),
        evidence: text('what the evidence is', 1000).describe('The evidence: document, edition, section.'),
        by: text('who attests it').describe('Who attests it.'),
      }),
    )
    .default([])
    .describe("The maker's named evidence for what no black box can reach. Shown apart in a report, never green."),
  connection: z
    .discriminatedUnion('adapter', [z.strictObject({ adapter: z.literal('reference') }), accessShape], {
      error: ({ input }) =>
        input === undefined
          ? 'missing; expected a mapping'
          : mismatch('a mapping with adapter: reference or adapter: optical', input),
    })
    .describe('How the meter is reached.'),
});

/** `meter.yaml` as a person writes it; its output is a Declaration with every default filled in. */
export const declarationShape = declared.superRefine(({ variant, elements }, context) => {
  if (variant === 'twin' && !elements.secondary)
    context.addIssue({
      code: 'custom',
      path: ['elements', 'secondary'],
      message: 'missing; a twin-element meter has two elements',
    });
});

/** JSON Schema of `meter.yaml` for editors, as the text of `declaration/meter.schema.json`. */
export function meterJsonSchema(): string {
  return jsonSchemaText(declarationShape, 'SMETS2 conformance: declaration of a meter (meter.yaml)');
}

/** Keeps shape and contract together: does not compile where they part. */
export type DeclarationRead = z.output<typeof declarationShape> extends Declaration ? Declaration : never;
