import type { RunResult } from '../../suites/run-result';
import { clip } from '../escape';
import { decimal } from '../format';
import { type Block, nothing, type Section } from './blocks';

type Choice = RunResult['choices'][number];

const differs = ({ value, default: standard }: Choice) => value !== standard;

/** Page one: the choices of the declaration that are not the defaults, and the rule by which findings become a statement. */
export function termsSection({ choices, decisionRule }: RunResult): Section {
  const differing = choices.filter(differs);
  return {
    id: 'differing-choices',
    title: 'Choices that differ, and the decision rule',
    front: true,
    blocks: [
      differing.length > 0
        ? choiceTable('Choices that differ from the default', differing)
        : nothing('Every choice stands at its default.'),
      { block: 'text', text: [{ strong: 'Decision rule.' }, ' ', clip(decisionRule, 2000)], kind: 'must' },
    ],
  };
}

/** Every choice under which the run was judged. */
export function choicesSection({ choices }: RunResult): Section {
  return {
    id: 'choices',
    title: 'All choices',
    blocks: [
      {
        block: 'text',
        kind: 'lead',
        text: 'Points that DP184 and the published texts leave open. The meter was judged under the declared values.',
      },
      choices.length > 0 ? choiceTable('All choices', choices) : nothing('The run names no choices.'),
    ],
  };
}

function choiceTable(caption: string, choices: readonly Choice[]): Block {
  return {
    block: 'table',
    caption,
    columns: [
      { title: 'Choice', width: 1.5 },
      { title: 'Declared' },
      { title: 'Default' },
      { title: 'Why it is open', width: 3 },
    ],
    groups: [
      {
        rows: choices.map((choice) => [
          { code: clip(choice.name, 60) },
          differs(choice)
            ? [{ strong: decimal(choice.value) }, ' ', { label: 'differs', tone: 'inconclusive' }]
            : decimal(choice.value),
          decimal(choice.default),
          clip(choice.why),
        ]),
      },
    ],
  };
}
