import { z } from 'zod';
import { ConformanceError, DecodeError, PortError, UsageError } from '../../trace/errors';
import { ELEMENTS, type LifeStep, type Presets, type Scenario } from '../../trace/vocabulary';
import type { BenchInterval, BenchStimulus } from '../ports';

/**
 * What a bench says to a virtual meter beside its link: one JSON value a line, over a stream socket. The meter begins with a
 * `Greeting`; each `Request` gets one `Reply` with the same id, in order. One bench at a time: another is greeted by a `Refusal`
 * of code `busy`. A bench that goes away stops what it waited for, and time goes on by itself.
 */
export const SIDE_CHANNEL = 'smets2-side-channel/1';

/** Octets that a line may have, its end not counted. */
export const LONGEST_LINE = 1 << 20;

const ms = z.int();
const power = z.int();
const elements = z.partialRecord(z.enum(ELEMENTS), z.strictObject({ activeMw: power, reactiveMvar: power.exactOptional() }));
const after = z.strictObject({ after: ms.min(0) });
const lifeStep: z.ZodType<LifeStep> = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('flow'), elements, until: after.exactOptional() }),
  z.strictObject({ do: z.literal('supply'), on: z.boolean() }),
  z.strictObject({ do: z.literal('wait'), until: after }),
]);
const presets: z.ZodType<Presets> = z.record(z.string(), z.union([z.number(), z.array(z.number())]));

/** What `RigMaker.make` takes of a scenario. */
export type FreshMeter = Pick<Scenario, 'name' | 'start' | 'preset' | 'before' | 'firmware'>;
const freshMeter: z.ZodType<FreshMeter> = z.strictObject({
  name: z.string(),
  start: z.union([ms, z.literal('any')]),
  preset: presets.exactOptional(),
  before: z.array(lifeStep).exactOptional(),
  firmware: z.literal('today').exactOptional(),
});
const benchStimulus: z.ZodType<BenchStimulus> = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('flow'), elements, untilMs: ms.exactOptional() }),
  z.strictObject({ do: z.literal('supply'), on: z.boolean() }),
  z.strictObject({ do: z.literal('wait'), untilMs: ms }),
  z.strictObject({ do: z.literal('report') }),
]);

const id = z.int().min(0);
const time = z.enum(['virtual', 'wall']);
const request = z.discriminatedUnion('ask', [
  /** A fresh meter for a scenario. `virtual`: time stands still but for what is performed; `wall`: it goes on by itself from there. */
  z.strictObject({ id, ask: z.literal('make'), meter: freshMeter, time }),
  /** The meter that is there, as it stands, its time as for `make`. */
  z.strictObject({ id, ask: z.literal('take'), time }),
  z.strictObject({ id, ask: z.literal('perform'), stimulus: benchStimulus }),
  z.strictObject({ id, ask: z.literal('now') }),
]);
export type Request = z.output<typeof request>;

const bounds = z.tuple([z.string().regex(/^-?\d+$/), z.string().regex(/^-?\d+$/)]);
const energy = z.strictObject({
  import: bounds.exactOptional(),
  export: bounds.exactOptional(),
  reactive: z.partialRecord(z.enum(['Q1', 'Q2', 'Q3', 'Q4']), bounds).exactOptional(),
});
const interval: z.ZodType<BenchInterval> = z.strictObject({
  when: z.strictObject({ fromMs: ms, toMs: ms }),
  from: z.enum(['model', 'set-point', 'read-back', 'reference-standard']),
  energy: z.partialRecord(z.enum(ELEMENTS), energy).exactOptional(),
  supply: z.boolean().exactOptional(),
});

const refusal = z.strictObject({
  /** `usage`: what was asked makes no sense; `bench`: the meter cannot do it; `link`: its supply is off or it went away. */
  whose: z.enum(['usage', 'bench', 'link']),
  code: z.string(),
  message: z.string(),
});
export type Refusal = z.output<typeof refusal>;

/** `nowMs`: bench time when the reply was sent, at which a virtual clock stands and from which a wall clock goes on. */
const reply = z.union([
  z.strictObject({ id, nowMs: ms, intervals: z.array(interval).min(1) }),
  z.strictObject({ id, nowMs: ms, made: z.string() }),
  z.strictObject({ id, nowMs: ms, refused: refusal }),
  z.strictObject({ id, nowMs: ms }),
]);
export type Reply = z.output<typeof reply>;

const greeting = z.union([
  z.strictObject({
    protocol: z.literal(SIDE_CHANNEL),
    /** As its `RigMaker` says. */
    meter: z.string(),
    meterCapabilities: z.array(z.string()),
    benchCapabilities: z.array(z.string()),
    time,
    nowMs: ms,
  }),
  z.strictObject({ protocol: z.literal(SIDE_CHANNEL), refused: refusal }),
]);
export type Greeting = z.output<typeof greeting>;

export const parseRequest = (line: string): Request => parsed(request, line, 'a request of the side channel');
export const parseReply = (line: string): Reply => parsed(reply, line, 'a reply of the side channel');
export const parseGreeting = (line: string): Greeting => parsed(greeting, line, `a greeting of ${SIDE_CHANNEL}`);

/** One line, its end included. */
export const lineOf = (message: Request | Reply | Greeting): string => `${JSON.stringify(message)}\n`;

/** What a failure of the meter or the bench is called on the channel; an error of neither is thrown on. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ConformanceError)) throw error;
  const { message } = error;
  if (error instanceof PortError) return { whose: error.whose, code: error.code, message };
  return { whose: 'usage', code: 'usage', message };
}

/** The error that a refusal stands for, as the reference bench would have thrown it. */
export function errorOf({ whose, code, message }: Refusal): UsageError | PortError {
  return whose === 'usage' ? new UsageError(message) : new PortError(whose, code, message);
}

/** Cuts a stream into lines without their ends. Throws `DecodeError` for one longer than `LONGEST_LINE`; holds no more than that. */
export class LineCutter {
  private held: Uint8Array[] = [];
  private length = 0;

  push(octets: Uint8Array): string[] {
    const lines: string[] = [];
    for (let from = 0; from < octets.length; ) {
      const end = octets.indexOf(0x0a, from);
      const part = octets.subarray(from, end < 0 ? octets.length : end);
      if (this.length + part.length > LONGEST_LINE)
        throw new DecodeError(LONGEST_LINE, `a line of at most ${LONGEST_LINE} octets`, 'more');
      this.held.push(part.slice());
      this.length += part.length;
      if (end < 0) break;
      lines.push(Buffer.concat(this.held).toString('utf8'));
      this.held = [];
      this.length = 0;
      from = end + 1;
    }
    return lines;
  }
}

function parsed<S extends z.ZodType>(shape: S, line: string, what: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new DecodeError(0, what, 'no JSON', { cause });
  }
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  throw new DecodeError(0, what, z.prettifyError(result.error).replace(/\s+/g, ' ').slice(0, 300), { cause: result.error });
}
