import type { Declaration } from '../../../declaration/declaration';
import { exportTable } from '../../../declaration/objects';
import type { Element, EnergyBounds, Ms, ObjectName, RecordOf } from '../../../trace/vocabulary';
import { meterTime } from '../../requirements/meter-time';
import { oncePerTrace } from '../../requirements/once-per-trace';
import { acceptedWrites } from '../../requirements/readings';
import type { Evidence } from '../../requirements/requirement';
import { DAY_MS, KW_7_2, mostMw } from './flows';

/** Something that a family means its scenarios to reach, and how a trace shows that one did. */
export interface Target {
  name: string;
  reached(evidence: Evidence): boolean;
}

/** One stretch of constant flow that lasted, in meter time; powers are exact on the model, means on a wire. */
export interface Stretch {
  fromMs: Ms;
  toMs: Ms;
  activeMw: Record<Element, number>;
  reactive: Record<Element, EnergyBounds['reactive']>;
}

/** What flowed, stretch by stretch. */
export const stretches = oncePerTrace((evidence: Evidence): Stretch[] =>
  evidence.trace
    .of('effect')
    .filter(({ when }) => when.toMs > when.fromMs)
    .map((effect) => ({
      ...meterTime(evidence, effect.when),
      activeMw: { primary: meanMw(effect, 'primary'), secondary: meanMw(effect, 'secondary') },
      reactive: { primary: effect.energy?.primary?.reactive, secondary: effect.energy?.secondary?.reactive },
    })),
);

function meanMw({ energy, when }: RecordOf<'effect'>, element: Element): number {
  const { import: imported, export: exported } = energy?.[element] ?? {};
  return Math.round((Number(imported?.[0] ?? 0) - Number(exported?.[0] ?? 0)) / (when.toMs - when.fromMs));
}

/** The script's own steps as they were played. */
export const played = ({ trace }: Evidence): RecordOf<'stimulus'>[] =>
  trace.of('stimulus').filter(({ part }) => part === 'steps');

/** Whether some stretch of flow is as asked. */
export const flowed = (name: string, is: (stretch: Stretch) => boolean): Target => ({
  name,
  reached: (evidence) => stretches(evidence).some(is),
});

/** Export of the secondary element at the powers that matter. */
export function exportPowers(meter: Declaration): Target[] {
  const maxMw = mostMw(meter, 'secondary');
  const at = (name: string, mw: number) => flowed(`export at ${name}`, ({ activeMw }) => -activeMw.secondary === mw);
  return [
    at('twice the starting power', 2 * meter.choices.startingPowerMw.secondary),
    ...(maxMw > KW_7_2 ? [at('7.2 kW', KW_7_2)] : []),
    at('Imax', maxMw),
    flowed(
      'export between 7.2 kW and Imax',
      ({ activeMw }) => -activeMw.secondary > Math.min(KW_7_2, maxMw / 2) && -activeMw.secondary < maxMw,
    ),
  ];
}

const EVENTS = { outage: 'outages', clockSet: 'clockSets', activation: 'activations' } as const;
const EVENT_NAMES = { outage: 'an outage', clockSet: 'a clock set', activation: 'a firmware activation' };

/** Something that happens to the meter besides flow. */
export const happens = (event: keyof typeof EVENTS): Target => ({
  name: EVENT_NAMES[event],
  reached: ({ ledger }) => ledger.events[EVENTS[event]].length > 0,
});

/** An outage that ended, by how long it was and when it began. */
export const outage = (name: string, is: (lastsMs: Ms, fromMs: Ms, toMs: Ms) => boolean): Target => ({
  name,
  reached: (evidence) =>
    evidence.ledger.events.outages.some(({ off, on }) => {
      if (!on) return false;
      const { fromMs } = meterTime(evidence, off);
      const lastsMs = on.fromMs - off.fromMs;
      return is(lastsMs, fromMs, fromMs + lastsMs);
    }),
});

export const overMidnight = (fromMs: Ms, toMs: Ms): boolean => Math.floor(fromMs / DAY_MS) < Math.floor(toMs / DAY_MS);

/** A write that the meter accepted. */
export const accepted = (object: ObjectName, name = `accepted write of ${object}`): Target => ({
  name,
  reached: (evidence) => acceptedWrites(evidence, object).length > 0,
});

/** A write or an invocation that the meter was asked for and refused. */
export const refused = (name: string, asked: (stimulus: RecordOf<'stimulus'>['stimulus']) => boolean): Target => ({
  name,
  reached: ({ trace }) =>
    trace.of('observation').some(({ of, answer }) => {
      const stimulus = trace.stimulus(of)?.stimulus;
      return 'refused' in answer && stimulus !== undefined && asked(stimulus);
    }),
});

/** The table that rules export, its passive copy and its activation, where the declaration keeps them. */
export function tableObjects({ choices }: Pick<Declaration, 'choices'>) {
  const stem = exportTable(choices).slice(0, -'active'.length);
  return { active: `${stem}active`, passive: `${stem}passive`, activation: `${stem}activation` };
}
