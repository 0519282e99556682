import type { BenchInterval, BenchReply, BenchStimulus, Rig } from '../../adapters/ports';
import { FAULTS } from '../../adapters/reference/faults';
import { ELEMENTS, type Element, type EnergyBounds, type Flow } from '../../trace/vocabulary';
import { ReferencePlays, referenceStage, type Staged } from '../reference-plays.fixture';
import { scriptedScenarios } from '../scenarios/scripted';
import { assess } from './assess';
import { WiringCheck } from './wiring';

const other = (element: Element): Element => (element === 'primary' ? 'secondary' : 'primary');
const asIs = (element: Element) => element;
const all = () => true;
const none = () => false;

/** A bench whose conductors reach other terminals than it declares: it replies with the energy that it means to have sent. */
function wired(terminal: (element: Element) => Element, reversed: (element: Element) => boolean): (rig: Rig) => Rig {
  const turned = (element: Element, flow: Flow): Flow =>
    reversed(element) ? { activeMw: -flow.activeMw, reactiveMvar: -(flow.reactiveMvar ?? 0) } : flow;
  const meant = (element: Element, energy: EnergyBounds = {}): EnergyBounds => {
    if (!reversed(element)) return energy;
    const { import: imported, export: exported } = energy;
    return { ...(exported && { import: exported }), ...(imported && { export: imported }) };
  };
  return (rig) => {
    const perform = (stimulus: BenchStimulus, signal: AbortSignal): BenchReply => {
      const sent: BenchStimulus =
        stimulus.do === 'flow'
          ? {
              ...stimulus,
              elements: Object.fromEntries(
                Object.entries(stimulus.elements).map(([name, flow]) => [
                  terminal(name as Element),
                  turned(name as Element, flow),
                ]),
              ),
            }
          : stimulus;
      const [interval] = rig.bench.perform(sent, signal) as [BenchInterval];
      const { energy } = interval;
      if (!energy) return [interval];
      return [
        {
          ...interval,
          energy: Object.fromEntries(ELEMENTS.map((element) => [element, meant(element, energy[terminal(element)])])),
        },
      ];
    };
    return { ...rig, meter: rig.meter, bench: { ...rig.bench, perform } };
  };
}

const scenarios = scriptedScenarios();
/** Every register of either element moves in them, each way. */
const MOVING = ['four-directions', 'summer-solar-day'];
const moving = scenarios.filter(({ name }) => MOVING.includes(name));
const statementWith = async (staged: Staged, played = moving) => (await assess(played, referenceStage(staged))).statement;

describe('the wiring check', () => {
  it.each([
    ['with the elements exchanged', wired(other, none)],
    ['with all signs reversed', wired(asIs, all)],
    ['with all signs reversed and the elements exchanged', wired(other, all)],
  ])('asks to look at a bench that is wired %s, before anything is judged', async (says, wrap) => {
    const statement = await statementWith({ wrap });
    expect(statement).toMatchObject({ verdict: 'incomplete', reason: 'check-wiring', exitCode: 3 });
    expect(statement.text).toContain(`Every register is explained ${says}, and not`);
  });

  it.each([
    ['the primary element', wired(asIs, (element) => element === 'primary')],
    ['the secondary element', wired(asIs, (element) => element === 'secondary')],
  ])('does not excuse the signs of %s alone', async (_, wrap) => {
    expect(await statementWith({ wrap })).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
  });

  it('says nothing of a bench that is wired as declared', async () => {
    expect(await statementWith({ wrap: wired(asIs, none) }, scenarios)).toMatchObject({ verdict: 'conformant', exitCode: 0 });
  });

  it('says nothing where nothing flowed, which any wiring explains', async () => {
    const check = new WiringCheck();
    const evidence = await new ReferencePlays().evidence({ ...scenarios[0]!, name: 'nothing', steps: [] });
    check.add(evidence);
    expect(check.finding()).toBeUndefined();
  });

  it('leaves to judging a meter that is wrong besides its wiring', async () => {
    const gain = FAULTS.filter(({ name }) => name === 'export-gain');
    expect((await statementWith({ wrap: wired(other, none), faults: gain })).reason).not.toBe('check-wiring');
  });
});

/** Faults of what is measured and counted: those that could look like exchanged conductors. */
const counting = FAULTS.filter(({ area, under }) => ['register', 'isolation'].includes(area) && !under?.variant);

describe('a faulty meter', () => {
  it.each(counting.map((fault) => [fault.name, fault] as const))('is never excused by its wiring: %s', async (_, fault) => {
    const plays = new ReferencePlays({ ...fault.under, faults: [fault] });
    const [whole, shownOnly] = [new WiringCheck(), new WiringCheck()];
    for (const scenario of scenarios.filter(({ name }) => [...MOVING, ...fault.shownBy].includes(name))) {
      const evidence = await plays.evidence(scenario);
      whole.add(evidence);
      if (fault.shownBy.includes(scenario.name)) shownOnly.add(evidence);
    }
    expect([whole.finding(), shownOnly.finding()]).toEqual([undefined, undefined]);
  });
});
