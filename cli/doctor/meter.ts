import { type ListedObject, listedObjects, type ObjectMap } from '../../adapters/dlms/object-map';
import { Asking } from '../../adapters/optical/asking';
import { CosemMeter } from '../../adapters/optical/cosem-meter';
import type { Session } from '../../adapters/optical/session';
import type { Access } from '../../declaration/access';
import type { Declaration } from '../../declaration/declaration';
import { DecodeError, PortError } from '../../trace/errors';
import type { Answer, Association, ObjectName } from '../../trace/vocabulary';
import type { Check, Outcome } from './check';
import { echoCheck } from './echo';
import { capabilityOutcomes, inWords, objectOutcome, type Seen, type Trouble } from './objects';

const SILENT = { wire() {} };
const MS = 1000;
const HOUR_MS = 3_600_000;
const VIEW = 'association.view';

/** What a way to a meter is made of. */
export interface WayToMeter {
  declaration: Declaration;
  access: Access;
  map: ObjectMap;
  session: Session;
}

/**
 * Looks at the way to a meter, from the port to every object of the map: whether the probe echoes, each association, how far the clock
 * is off, what may be changed, and for each object whether it is declared, listed, readable and writable. Nothing is written, and of logs
 * only the last hour is read. After a way that does not exist nothing behind it is looked at.
 */
export function meterChecks(way: WayToMeter): Check[] {
  const { declaration, session } = way;
  const meter = new CosemMeter({ ...way, capabilities: declaration.capabilities, bench: { now: () => Date.now() } });
  const asked = async (object: ObjectName, signal: AbortSignal): Promise<Answer> => {
    const range = way.map.named(object).rows && { fromMs: Date.now() - HOUR_MS, toMs: Date.now() };
    return (await meter.perform({ do: 'read', object, ...(range && { range }) }, signal, SILENT)).answer;
  };
  let open = false;
  return [
    (signal) => echoCheck(way.access, signal),
    async (signal) => {
      const outcomes: Outcome[] = [];
      // Management last: what follows is asked by it.
      for (const by of [...declaration.associations].sort((a) => (a === 'management' ? 1 : -1)))
        outcomes.push(await association(way, by, signal));
      open = outcomes.at(-1)?.state === 'ok';
      return outcomes;
    },
    async (signal) => (open ? [await clock(declaration, () => asked('clock', signal))] : []),
    async (signal) => {
      if (!open) return [];
      const seen: Seen = { map: way.map, listed: await listedBy(way, signal) };
      const outcomes: Outcome[] = capabilityOutcomes(declaration, seen);
      for (const name of way.map.names) {
        if (way.map.named(name).places.length === 0 || name === VIEW) continue;
        signal.throwIfAborted();
        outcomes.push(objectOutcome(declaration, seen, name, await answered(() => asked(name, signal))));
      }
      return outcomes;
    },
    async () => {
      await session.close();
      return [];
    },
  ];
}

/** What management lists, with its rights; undefined where the meter does not give it. */
async function listedBy({ map, session }: WayToMeter, signal: AbortSignal): Promise<ListedObject[] | undefined> {
  const attribute = map.find(VIEW)?.places[0]?.attribute;
  if (!attribute) return undefined;
  try {
    const { parts } = await new Asking(session, 'management', signal, SILENT).get([attribute]);
    return parts[0] && 'data' in parts[0] ? listedObjects(parts[0].data) : undefined;
  } catch (error) {
    if (!(error instanceof PortError || error instanceof DecodeError)) throw error;
    return undefined;
  }
}

async function association({ access, session }: WayToMeter, by: Association, signal: AbortSignal): Promise<Outcome> {
  const { client, authentication } = access[by];
  try {
    const { conformance, serverPdu } = await session.granted(by, signal, SILENT);
    const who = session.identified ? `${session.identified.manufacturer} ${session.identified.ident}, ` : '';
    const found = `${who}client ${client} with ${authentication}: APDUs of ${serverPdu || 'any number of'} octets, ${[...conformance].join(', ')}`;
    return { what: by, state: 'ok', found };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { what: by, state: 'broken', found: error.message, next: nextAfter(error, access) };
  }
}

function nextAfter({ code }: PortError, { link, port }: Access): string {
  if (code === 'timeout')
    return `is the probe at the meter, the right way round, and the meter powered? Does it speak ${link}? Try another link or baud`;
  if (code === 'malformed')
    return `what comes is no answer of a meter: does it speak ${link}, at this baud, and does the probe echo as declared?`;
  if (code === 'refused') return 'check client, authentication and secrets in the connection with the maker';
  return `check the port ${port} in the connection`;
}

async function clock({ choices }: Declaration, ask: () => Promise<Answer>): Promise<Outcome> {
  const sentMs = Date.now();
  const answer = await answered(ask);
  const value = 'value' in answer ? answer.value : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || typeof value.meterMs !== 'number')
    return {
      what: 'clock',
      state: 'broken',
      found: inWords(answer),
      next: 'the suite cannot do without the clock; is it in the object map?',
    };
  const offS = (value.meterMs - (sentMs + Date.now()) / 2) / MS;
  const found = `${offS >= 0 ? '+' : '−'}${Math.abs(offS).toFixed(1)} s against this machine, ${String(value.status)}`;
  if (Math.abs(offS) <= choices.clockToleranceS && value.status === 'reliable') return { what: 'clock', state: 'ok', found };
  return {
    what: 'clock',
    state: 'limited',
    found,
    next: 'set the clock of the meter, or of this machine, before a run in wall time',
  };
}

async function answered(ask: () => Promise<Answer>): Promise<Answer | Trouble> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { trouble: error.message };
  }
}
