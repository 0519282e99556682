import type { Element, Flow } from '../../trace/vocabulary';

/** What a person has set before the meter. */
export interface Standing {
  flows: Partial<Record<Element, Flow>>;
  supply: boolean;
}

/** What to set, a line for each element, so that a person sees at once what stays. `from`: what stands now, where that is known. */
export function flowTask(from: Standing | undefined, to: Standing): string[] {
  const lines = elementsOf(to).map((element) => {
    const now = from?.flows[element];
    const wanted = inWords(to.flows[element]);
    if (now === undefined) return `${element}: ${wanted}`;
    return sameFlow(now, to.flows[element]) ? `${element}: leave it at ${wanted}` : `${element}: ${wanted} (now ${inWords(now)})`;
  });
  return from || !to.supply ? lines : ['supply: on', ...lines];
}

/** To switch the supply of the meter; what was set stays set, and flows again when it returns. */
export function supplyTask({ flows }: Standing, on: boolean): string[] {
  const flowing = elementsOf({ flows }).filter((element) => !isOff(flows[element]));
  if (!on) return ['supply of the meter: switch it off, and leave everything else as it is'];
  const again = flowing.map((element) => `${element}: see that it is ${inWords(flows[element])} again`);
  return ['supply of the meter: switch it on', ...again];
}

/** What is left set, to be switched off by somebody; nothing where all is off. */
export const leftSet = ({ flows, supply }: Standing): string[] => [
  ...elementsOf({ flows }).flatMap((element) => (isOff(flows[element]) ? [] : [`${element} at ${inWords(flows[element])}`])),
  ...(supply ? [] : ['the supply of the meter off']),
];

export const sameFlow = (a: Flow | undefined, b: Flow | undefined): boolean =>
  (a?.activeMw ?? 0) === (b?.activeMw ?? 0) && (a?.reactiveMvar ?? 0) === (b?.reactiveMvar ?? 0);

const isOff = (flow: Flow | undefined) => sameFlow(flow, undefined);
const elementsOf = ({ flows }: Pick<Standing, 'flows'>) => Object.keys(flows) as Element[];

function inWords(flow: Flow | undefined): string {
  const { activeMw = 0, reactiveMvar = 0 } = flow ?? {};
  if (activeMw === 0 && reactiveMvar === 0) return 'off';
  const active = activeMw === 0 ? '0 W' : `${activeMw > 0 ? 'import' : 'export'} ${units(Math.abs(activeMw))} W`;
  return reactiveMvar === 0 ? active : `${active}, ${reactiveMvar > 0 ? '+' : '−'}${units(Math.abs(reactiveMvar))} var`;
}

const units = (milli: number) => (milli / 1000).toLocaleString('en-GB', { maximumFractionDigits: 3 });
