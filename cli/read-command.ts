import { data, dataNode, encode, linesOf } from '../adapters/dlms';
import type { MappedObject } from '../adapters/dlms/object-map';
import { Asking, type Part } from '../adapters/optical/asking';
import { CosemMeter } from '../adapters/optical/cosem-meter';
import type { Session } from '../adapters/optical/session';
import { readDeclaration } from '../declaration/read-declaration';
import { visible } from '../reports/escape';
import { EXIT } from '../suites/verdict';
import { PortError, UsageError } from '../trace/errors';
import type { Answer, Association, Ms, Range } from '../trace/vocabulary';
import { type AskedFor, askedFor } from './asked-for';
import { accessOf, besideIts, mapOf, sessionOf } from './on-the-wire';
import type { Output } from './output';
import { shownValue } from './shown-value';

export interface ReadOptions {
  from?: Ms;
  to?: Ms;
  as: Association;
  json: boolean;
  hex: boolean;
}

const SILENT = { wire() {} };

/** What came of one thing that was asked for: lines for a person, and the same for a program. */
interface Told {
  title: string;
  lines: string[];
  json: object;
  refused: boolean;
}

/** `read`: values of a meter on a wire. Exit code 2 where the meter refused one, 3 where it could not be asked. */
export async function readCommand(
  file: string,
  asked: readonly string[],
  options: ReadOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const declaration = besideIts(file, readDeclaration(file));
  const access = accessOf(declaration);
  if (!access)
    throw new UsageError(`${file}: this meter is the model itself, on no wire; examples/virtual.yaml declares one that is`);
  const map = mapOf(access);
  const wanted = asked.flatMap((written) => askedFor(written, map));
  const session = sessionOf(access);
  const meter = new CosemMeter({ map, session, capabilities: declaration.capabilities, bench: { now: () => Date.now() } });
  const told: Told[] = [];
  try {
    for (const one of wanted) {
      told.push(await tell(one, { meter, session, options, signal }));
      if (!options.json) show(told.at(-1)!, output);
    }
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    output.complaint(`${error.message}\n"doctor ${file}" looks at the way to the meter step by step.`);
    return EXIT.error;
  } finally {
    await session.close();
  }
  if (options.json) output.line(JSON.stringify({ schema: 'smets2-read/1', objects: told.map(({ json }) => json) }, null, 2));
  return told.some(({ refused }) => refused) ? EXIT.open : EXIT.conformant;
}

interface With {
  meter: CosemMeter;
  session: Session;
  options: ReadOptions;
  signal: AbortSignal;
}

async function tell(one: AskedFor, { meter, session, options, signal }: With): Promise<Told> {
  const asking = new Asking(session, options.as, signal, SILENT);
  if ('attribute' in one) {
    const { parts } = await asking.get([one.attribute]);
    return ofParts(one.title, parts, options.hex);
  }
  const { object } = one;
  const range = rangeOf(object, options);
  if (options.hex) return ofParts(object.name, (await asking.get(object.places.map(({ attribute }) => attribute))).parts, true);
  const { answer } = await meter.perform(
    { do: 'read', object: object.name, as: options.as, ...(range && { range }) },
    signal,
    SILENT,
  );
  const lines = 'value' in answer ? shownValue(object.name, answer.value) : [inWords(answer)];
  return { title: object.name, lines, json: { object: object.name, ...answer }, refused: 'refused' in answer };
}

/** Attributes as octets, or as what they hold. */
function ofParts(title: string, parts: readonly Part[], hex: boolean): Told {
  const octets = parts.map((part) => ('data' in part ? Buffer.from(encode(data, part.data)).toString('hex') : undefined));
  const lines = parts.flatMap((part, i) => {
    if ('refused' in part) return [inWords(part)];
    return hex ? [octets[i]!] : [...linesOf(dataNode('data', part.data))];
  });
  const json = parts.map((part, i) => ('refused' in part ? part : { octets: octets[i] }));
  return { title, lines, json: { object: title, attributes: json }, refused: parts.some((part) => 'refused' in part) };
}

function rangeOf({ rows, name }: MappedObject, { from, to, hex }: ReadOptions): Range | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (!rows || hex) throw new UsageError(`${name}: --from and --to choose rows of a log, as values`);
  return { ...(from !== undefined && { fromMs: from }), ...(to !== undefined && { toMs: to }) };
}

const inWords = ({ refused: { code, name } }: Extract<Answer, { refused: unknown }>) => `refused: ${name} (${code})`;

function show({ title, lines }: Told, output: Output) {
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return output.line(visible(`${title.padEnd(36)} ${only}`));
  output.line(visible(title));
  for (const line of lines) output.line(visible(`  ${line}`));
}
