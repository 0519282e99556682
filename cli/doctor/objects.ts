import type { ListedObject, ObjectMap, ObjectRights } from '../../adapters/dlms/object-map';
import type { Declaration, MeterCapability } from '../../declaration/declaration';
import { askedFor, OBJECTS, objectNamed, undeclared } from '../../declaration/objects';
import { capabilityToChange } from '../../suites/conduct/capabilities';
import type { Answer, ObjectName } from '../../trace/vocabulary';
import type { Outcome } from './check';

/** Why there is no answer. */
export interface Trouble {
  trouble: string;
}

/** What the association view says; undefined where the meter gives none. */
export interface Seen {
  map: ObjectMap;
  listed: readonly ListedObject[] | undefined;
}

const rightsOf = ({ map, listed }: Seen, name: ObjectName): ObjectRights | undefined => {
  const object = map.find(name);
  return object && listed && map.rightsIn(listed, object);
};

/**
 * What came of asking for one object: declared, listed, readable, writable, and what to do next. Whether it is writable is what the
 * association view says: nothing is written. `absent` and `forbidden` are told apart by that view too.
 */
export function objectOutcome(declaration: Declaration, seen: Seen, name: ObjectName, answer: Answer | Trouble): Outcome {
  const rights = rightsOf(seen, name);
  const isThere = has(rights);
  const words = [
    'value' in answer ? 'read' : inWords(answer),
    ...(seen.listed === undefined ? [] : [isThere ? 'listed' : 'not listed']),
    ...(rights?.write || rights?.invoke ? ['writable'] : []),
    ...(askedFor(declaration).includes(name) ? ['asked for'] : []),
  ];
  return { what: name, found: words.join(', '), ...judged(declaration, name, answer, rights) };
}

const has = (rights: ObjectRights | undefined) => rights !== undefined && (rights.read || rights.write || rights.invoke);

function judged(
  declaration: Declaration,
  name: ObjectName,
  answer: Answer | Trouble,
  rights: ObjectRights | undefined,
): Pick<Outcome, 'state' | 'next'> {
  const [claim] = undeclared(declaration, [name]);
  const isThere = 'value' in answer || has(rights);
  if (isThere && claim)
    return { state: 'limited', next: `the declaration does not claim it, and so nothing tests it: declare ${claim.by}` };
  if ('value' in answer) return { state: 'ok' };
  if ('trouble' in answer) return { state: 'broken', next: 'does the object map say the right class, attribute and shape?' };
  // What is written or invoked alone, as a firmware image is, need not be read; nor what is not declared.
  if (rights?.write || rights?.invoke || claim) return { state: 'ok' };
  if (isThere) return { state: 'limited', next: 'the meter has it and forbids reading it by this association' };
  if (!askedFor(declaration).includes(name)) return { state: 'limited', next: 'absent: what needs it will not be assessed' };
  return {
    state: 'broken',
    next: 'DP184 asks for it as declared: is its place in the object map right? If it is, this is a finding',
  };
}

/** What the declaration says this access path may change, against what the association view grants. Nothing is written. */
export function capabilityOutcomes({ capabilities }: Declaration, seen: Seen): Outcome[] {
  if (seen.listed === undefined)
    return [
      {
        what: 'rights',
        state: 'limited',
        found: 'the meter gives no association view: what may be written shows when it is',
        next: 'is association.view in the object map?',
      },
    ];
  const granted = new Map<string, ObjectName[]>();
  const ours = new Set([...OBJECTS.map(({ name }) => name), ...seen.map.names]);
  for (const name of ours) {
    const rights = rightsOf(seen, name);
    if (!rights || !(rights.write || rights.invoke)) continue;
    const capability = name === 'clock' ? 'clock.set' : capabilityToChange(name);
    granted.set(capability, [...(granted.get(capability) ?? []), name]);
  }
  const claimed = capabilities.filter((name) => name !== 'read');
  return [
    ...claimed.map((name) => claim(name, granted.get(name))),
    ...[...granted].flatMap(([name, objects]) => unclaimed(name, objects, claimed)),
  ];
}

function claim(what: MeterCapability, objects: readonly ObjectName[] | undefined): Outcome {
  if (objects) return { what, state: 'ok', found: `granted: ${objects.join(', ')}` };
  return {
    what,
    state: 'limited',
    found: 'declared, and the association view grants it of no object of the map',
    next: 'leave it out of capabilities, or speak by a client that may; else every attempt of it is refused',
  };
}

function unclaimed(what: string, objects: readonly ObjectName[], claimed: readonly string[]): Outcome[] {
  if (claimed.includes(what)) return [];
  const energy = what === 'read' ? objects.filter((name) => objectNamed(name)) : objects;
  if (energy.length === 0) return [];
  const found = `granted of ${energy.join(', ')}, and not declared`;
  if (what === 'read')
    return [
      { what: 'rights', state: 'limited', found, next: 'nobody should change these: the access requirements of a run try it' },
    ];
  return [{ what, state: 'limited', found, next: `add ${what} to capabilities, or what needs it is not assessed` }];
}

export function inWords(answer: Answer | Trouble): string {
  if ('trouble' in answer) return answer.trouble;
  return 'refused' in answer ? `refused: ${answer.refused.name} (${answer.refused.code})` : 'an answer that is no such thing';
}
