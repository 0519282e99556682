import type { ObjectMap } from '../../adapters/dlms/object-map';
import { CosemMeter } from '../../adapters/optical/cosem-meter';
import type { Session } from '../../adapters/optical/session';
import type { Access } from '../../declaration/access';
import type { Declaration } from '../../declaration/declaration';
import { askedFor } from '../../declaration/objects';
import { PortError } from '../../trace/errors';
import type { Answer, Association, ObjectName } from '../../trace/vocabulary';
import type { Check, Outcome } from './check';

const SILENT = { wire() {} };
const MS = 1000;

/** What a way to a meter is made of. */
export interface WayToMeter {
  declaration: Declaration;
  access: Access;
  map: ObjectMap;
  session: Session;
}

/**
 * Looks at the way to a meter, from the port to every object of the map: each association, how far the clock is off, and for each
 * object whether the association view lists it and whether it can be read. Nothing is written. After a way that does not exist
 * nothing behind it is looked at.
 */
export function meterChecks(way: WayToMeter): Check[] {
  const { declaration, session } = way;
  const meter = new CosemMeter({ ...way, capabilities: declaration.capabilities, bench: { now: () => Date.now() } });
  const asked = (object: ObjectName, signal: AbortSignal): Promise<Answer> =>
    Promise.resolve(meter.perform({ do: 'read', object }, signal, SILENT)).then(({ answer }) => answer);
  let open = false;
  return [
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
      const view = await answered(() => asked('association.view', signal));
      const listed = 'value' in view && Array.isArray(view.value) ? new Set(view.value.map(String)) : undefined;
      const wanted = new Set(askedFor(declaration));
      const outcomes: Outcome[] = [];
      for (const name of way.map.names) {
        if (way.map.named(name).places.length === 0 || name === 'association.view') continue;
        signal.throwIfAborted();
        outcomes.push(object(name, await answered(() => asked(name, signal)), listed, wanted));
      }
      return outcomes;
    },
    async () => {
      await session.close();
      return [];
    },
  ];
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

/** `absent` and `forbidden` are told apart by the association view: what is listed is there. */
function object(
  name: ObjectName,
  answer: Answer | Trouble,
  listed: ReadonlySet<string> | undefined,
  wanted: ReadonlySet<ObjectName>,
): Outcome {
  const seen = listed === undefined ? '' : listed.has(name) ? ', listed' : ', not listed';
  if ('value' in answer) return { what: name, state: 'ok', found: `read${seen}` };
  const found = `${inWords(answer)}${seen}`;
  const isThere = listed?.has(name) ?? false;
  if ('trouble' in answer)
    return { what: name, state: 'broken', found, next: 'does the object map say the right class, attribute and shape?' };
  if (isThere)
    return { what: name, state: 'limited', found, next: 'the meter has it and forbids reading it by this association' };
  if (!wanted.has(name)) return { what: name, state: 'limited', found, next: 'absent: what needs it will not be assessed' };
  return {
    what: name,
    state: 'broken',
    found,
    next: 'DP184 asks for it as declared: is its place in the object map right? If it is, this is a finding',
  };
}

interface Trouble {
  trouble: string;
}

async function answered(ask: () => Promise<Answer>): Promise<Answer | Trouble> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { trouble: error.message };
  }
}

function inWords(answer: Answer | Trouble): string {
  if ('trouble' in answer) return answer.trouble;
  return 'refused' in answer ? `refused: ${answer.refused.name} (${answer.refused.code})` : 'an answer that is no such thing';
}
