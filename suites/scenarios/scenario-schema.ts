import { z } from 'zod';
import { type BoundChoice, CHOICES, type DiscreteChoice } from '../../declaration/choices';
import { OBJECTS, objectNamed } from '../../declaration/objects';
import { didYouMean, expected, jsonSchemaText, mismatch, text, wholeNumber } from '../../declaration/shape';
import {
  ASSOCIATIONS,
  BOUNDARIES,
  ELEMENTS,
  type Flow,
  type Flows,
  type LifeStep,
  type ObjectName,
  type Stimulus,
  type When,
} from '../../trace/vocabulary';
import {
  ACTIVE_POWER_FORM,
  DURATION_FORM,
  INSTANT_FORM,
  parseActivePower,
  parseDuration,
  parseInstant,
  parseReactivePower,
  REACTIVE_POWER_FORM,
} from './units';
import { readValue } from './written-value';

/** What can be written or invoked beside the objects that discovery reads: the firmware image and its activation. */
export const INVOKABLE: readonly ObjectName[] = ['firmware.image', 'firmware'];

export const MAX_REPEATS = 100_000;
const NAMES = OBJECTS.map(({ name }) => name);
const REGISTERS = OBJECTS.filter(({ kind }) => kind === 'register').map(({ name }) => name);
const RATES = OBJECTS.filter(({ kind }) => kind === 'rates').map(({ name }) => name);
const OWN_NAME = /^x-[\w.-]{1,80}$/;

/** A known object name, or a maker's own name that begins with `x-`. */
function objectName(known: readonly ObjectName[], what = 'the name of a meter object') {
  const set = new Set(known);
  return z
    .string(expected(what))
    .refine((name) => set.has(name) || OWN_NAME.test(name), {
      error: ({ input }) =>
        `${mismatch(what, input)}${didYouMean(input, known) || `; expected ${known.join(', ')} or a name of your own, x-…`}`,
    })
    .meta({ anyOf: [{ enum: [...known] }, { pattern: OWN_NAME.source }] });
}

function quantity(form: string, parse: (text: string) => number | undefined, examples: string[]) {
  return z
    .string(expected(form))
    .meta({ examples })
    .transform((written, context) => {
      const value = parse(written);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: mismatch(form, written) });
      return z.NEVER;
    });
}

const zero = z.literal(0).transform(() => 0);
const duration = quantity(DURATION_FORM, parseDuration, ['90 s', '30 min', '1 h', 'PT1H30M']);
const instant = quantity(INSTANT_FORM, parseInstant, ['2026-06-21T05:30:00Z']);
const activePower = quantity(ACTIVE_POWER_FORM, parseActivePower, ['300 W', '-2.4 kW', '4600 mW']);
const reactivePower = quantity(REACTIVE_POWER_FORM, parseReactivePower, ['300 var', '-1.2 kvar']);

const flow = z
  .union(
    [
      zero,
      activePower,
      z.strictObject({
        active: z.union([zero, activePower], expected(`${ACTIVE_POWER_FORM}, or 0`)).optional(),
        reactive: z.union([zero, reactivePower], expected(`${REACTIVE_POWER_FORM}, or 0`)).optional(),
      }),
    ],
    expected(`${ACTIVE_POWER_FORM}, 0, or { active, reactive }`),
  )
  .describe('Power through one element: + import, - export.')
  .transform((given): Flow => {
    if (typeof given === 'number') return { activeMw: given };
    return { activeMw: given.active ?? 0, ...(given.reactive !== undefined && { reactiveMvar: given.reactive }) };
  });

const flows = z
  .strictObject(Object.fromEntries(ELEMENTS.map((element) => [element, flow.optional()])))
  .describe('Power of each element; an element left out keeps its flow.')
  .transform((given): Flows => given);

const WHEN_FORM = `${DURATION_FORM}; ${INSTANT_FORM}; or { next: ${BOUNDARIES.join(' | ')}, plus: -1 s }`;
const when = z
  .union(
    [
      z.string().transform((written, context): When => {
        const after = parseDuration(written);
        if (after !== undefined) return { after };
        const at = parseInstant(written);
        if (at !== undefined) return { at };
        context.addIssue({ code: 'custom', message: mismatch(WHEN_FORM, written) });
        return z.NEVER;
      }),
      z
        .strictObject({
          at: instant.optional(),
          after: duration.optional(),
          next: z.enum(BOUNDARIES).optional(),
          plus: duration.optional(),
        })
        .transform(({ at, after, next, plus }, context): When => {
          if (at !== undefined && after === undefined && next === undefined && plus === undefined) return { at };
          if (after !== undefined && at === undefined && next === undefined && plus === undefined) return { after };
          if (next !== undefined && at === undefined && after === undefined) return { next, ...(plus !== undefined && { plus }) };
          context.addIssue({ code: 'custom', message: 'expected one of at, after and next; plus only goes with next' });
          return z.NEVER;
        }),
    ],
    expected(WHEN_FORM),
  )
  .describe('A moment in meter time: after a duration, at a time, or at the next boundary.');

const length = duration.refine((ms) => ms >= 0, 'expected a duration that is not negative');
const later = when.refine((moment) => !('after' in moment) || moment.after >= 0, 'expected a duration that is not negative');
const value = z.unknown().transform(readValue);
const known = objectName([...NAMES, ...INVOKABLE]);
const as = z.enum(ASSOCIATIONS).optional().describe('The association that asks; management where it is left out.');

const flowStep = z
  .strictObject({
    flow: flows,
    for: length.optional().describe('Hold the flow for so long.'),
    until: later.optional().describe('Hold the flow until then.'),
  })
  .describe('Sets the flows; held with for or until, else the next step follows at once.')
  .transform(({ flow: elements, for: after, until }, context): Stimulus[] => {
    if (after !== undefined && until !== undefined)
      context.addIssue({ code: 'custom', path: ['until'], message: 'expected one of for and until' });
    const held = after === undefined ? until : { after };
    return [{ do: 'flow', elements, ...(held && { until: held }) }];
  });

const waitStep = z
  .strictObject({ wait: later })
  .describe('Lets time pass; flows go on.')
  .transform(({ wait: until }): Stimulus[] => [{ do: 'wait', until }]);

const supplyStep = z
  .strictObject({ supply: z.union([z.boolean(), z.enum(['on', 'off'])], expected('on or off')) })
  .describe('Switches the supply of the meter.')
  .transform(({ supply }): Extract<Stimulus, { do: 'supply' }>[] => [{ do: 'supply', on: supply === true || supply === 'on' }]);

const setClockStep = z
  .strictObject({ setClock: when })
  .describe("Sets the meter's clock; a duration is relative to the clock itself and may be negative.")
  .transform(({ setClock: to }): Stimulus[] => [{ do: 'setClock', to }]);

const readStep = z
  .strictObject({
    read: z.union(
      [known, z.array(known).min(1, expected('at least one object name'))],
      expected('an object name or a list of them'),
    ),
    range: z
      .strictObject({ from: instant.optional(), to: instant.optional() })
      .transform(({ from, to }) => ({ ...(from !== undefined && { fromMs: from }), ...(to !== undefined && { toMs: to }) }))
      .optional()
      .describe('Rows wanted of a log, inclusive at both ends; left out: the rows since the scenario began.'),
    until: later.optional().describe('A long read by block transfer, which lasts until then; flows go on.'),
    as,
  })
  .describe('Reads one object, or several one after the other.')
  .transform(({ read, range, until, as }): Stimulus[] =>
    [read].flat().map((object) => ({
      do: 'read' as const,
      object,
      ...(range && { range }),
      ...(until && { until }),
      ...(as && { as }),
    })),
  );

const HEX = expected('hex octets in quotes, two digits each');
const writeStep = z
  .strictObject({
    write: known,
    value: value.describe('The value; { text: … } gives the octets of a text, { octets: "…" } octets in hex.'),
    raw: z
      .string(HEX)
      .regex(/^([0-9a-fA-F]{2})*$/, HEX)
      .optional()
      .describe('Hex octets that a polite encoder would not send; only a wire adapter takes them.'),
    as,
  })
  .describe('Writes an object.')
  .transform(({ write: object, value, raw, as }): Stimulus[] => [
    { do: 'write', object, value, ...(raw !== undefined && { raw }), ...(as && { as }) },
  ]);

const invokeStep = z
  .strictObject({ invoke: known, method: text('the name of a method', 80), argument: value.optional(), as })
  .describe('Invokes a method of an object.')
  .transform(({ invoke: object, method, argument, as }): Stimulus[] => [
    { do: 'invoke', object, method, ...(argument !== undefined && { argument }), ...(as && { as }) },
  ]);

/** The shape of each step by the key that names what it does; its output is the stimuli that it stands for. */
export const STEP_SHAPES = {
  flow: flowStep,
  wait: waitStep,
  supply: supplyStep,
  setClock: setClockStep,
  read: readStep,
  write: writeStep,
  invoke: invokeStep,
} as const;

const livedFlowStep = z
  .strictObject({ flow: flows, for: length.optional().describe('Hold the flow for so long.') })
  .describe('Sets the flows; held with for, else the next step follows at once.')
  .transform(({ flow: elements, for: after }): LifeStep[] => [
    { do: 'flow', elements, ...(after !== undefined && { until: { after } }) },
  ]);

const livedWaitStep = z
  .strictObject({ wait: length })
  .describe('Lets time pass; flows go on.')
  .transform(({ wait: after }): LifeStep[] => [{ do: 'wait', until: { after } }]);

/** The shape of each step of a life before the start; lengths of time only. */
export const LIFE_SHAPES = { flow: livedFlowStep, wait: livedWaitStep, supply: supplyStep } as const;

const repeats = wholeNumber({ from: 1, to: MAX_REPEATS });
/** A repetition whose own steps are checked one by one by the reader. */
export const repeatShape = z.strictObject({ repeat: repeats, steps: z.array(z.unknown()).min(1, expected('at least one step')) });

const presetWh = wholeNumber({ from: -0xffff_ffff, to: 0xffff_ffff, unit: 'Wh' });
const preset = z
  .record(
    objectName([...REGISTERS, ...RATES], 'the name of a register or of rates'),
    z.union([presetWh, z.array(presetWh)], expected('whole Wh, or a list of them for rates')),
  )
  .superRefine((presets, context) => {
    for (const [name, wh] of Object.entries(presets)) {
      const size = RATES.includes(name) ? objectNamed(name)?.size : undefined;
      if (Array.isArray(wh) ? wh.length === size || OWN_NAME.test(name) : size === undefined) continue;
      const message = mismatch(size === undefined ? 'one number of Wh' : `a list of ${size} numbers of Wh`, wh);
      context.addIssue({ code: 'custom', path: [name], message });
    }
  })
  .describe(
    'Whole Wh of registers, and of rates as a list, that the bench sets before the start; a negative one counts back from the declared modulus.',
  );

const onlyIf = z
  .strictObject(
    Object.fromEntries(
      Object.entries<DiscreteChoice | BoundChoice>(CHOICES)
        .filter(([, choice]) => !choice.perElement)
        .map(([name, choice]) => [name, ('values' in choice ? z.literal([...choice.values]) : wholeNumber(choice)).optional()]),
    ),
  )
  .describe('Choices that a declaration must have made for the scenario to mean anything.');

const NAME = expected('kebab-case (small letters, digits and single hyphens), at most 80 characters', 'It becomes a file name');

/** A scenario file as a person writes it, its steps not yet checked. */
export const scenarioShape = z.strictObject({
  schema: z.literal('smets2-scenario/1').describe('Version of this format.'),
  name: z
    .string(NAME)
    .max(80, NAME)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, NAME)
    .describe('kebab-case; names the trace of a run.'),
  title: text('a title', 300).describe('One line that tells what happens.'),
  kind: z
    .enum(['scripted', 'generated', 'loaded', 'frozen', 'discovery'])
    .default('scripted')
    .describe('How it came about; a file written by hand leaves it out.'),
  origin: z
    .strictObject({
      family: text('a family'),
      seed: z.int(),
      path: z.string(),
      sizeBefore: wholeNumber({ from: 0, to: Number.MAX_SAFE_INTEGER }),
    })
    .optional()
    .describe('Where a generated or shrunk scenario came from.'),
  start: z
    .union([z.literal('any'), instant], expected(`any, or ${INSTANT_FORM}`))
    .describe('Meter time at which the first step begins; any where no date matters.'),
  preset: preset.optional(),
  before: z
    .array(z.unknown())
    .min(1, expected('at least one step'))
    .optional()
    .describe('What the meter lives through before the start: flows, waits and outages by their length.'),
  firmware: z
    .literal('today')
    .optional()
    .describe('The meter begins with an image from before DP184; left out: with the declared one.'),
  onlyIf: onlyIf.optional(),
  observe: z
    .union([z.literal('everything'), z.array(objectName(NAMES))], expected('everything, or a list of object names'))
    .default('everything')
    .describe('Objects read before the first and after the last step.'),
  steps: z.array(z.unknown()).describe('What is done, one after the other.'),
});

/** JSON Schema of a scenario file for editors, as the text of `suites/scenarios/scenario.schema.json`. */
export function scenarioJsonSchema(): string {
  const steps = withRepetitions('step', Object.values(STEP_SHAPES));
  const before = withRepetitions('lifeStep', Object.values(LIFE_SHAPES))
    .optional()
    .describe(scenarioShape.shape.before.description!);
  return jsonSchemaText(scenarioShape.extend({ before, steps }), 'SMETS2 conformance: scenario');
}

/** A list of steps of those shapes, any of which may be a repetition of such a list. */
function withRepetitions(id: string, shapes: readonly z.ZodType[]) {
  const repeatStep = z
    .strictObject({
      repeat: repeats,
      get steps(): z.ZodArray<z.ZodType> {
        return steps;
      },
    })
    .describe('Repeats its steps; at most 4 deep.');
  const steps = z.array(z.union([...shapes, repeatStep]).meta({ id })).meta({ id: `${id}s` });
  return steps;
}
