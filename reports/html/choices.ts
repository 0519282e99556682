import type { RunResult } from '../../suites/run-result';
import { clip, type Html, html } from '../escape';
import { decimal } from '../format';
import { nothing, section, table } from './parts';

type Choice = RunResult['choices'][number];

const COLUMNS = [{ title: 'Choice' }, { title: 'Declared' }, { title: 'Default' }, { title: 'Why it is open' }];

/** Page one: the choices of the declaration that are not the defaults. */
export function differingChoicesPart({ choices }: RunResult): Html {
  const differing = choices.filter(differs);
  return section(
    'differing-choices',
    'Choices that differ from the default',
    differing.length > 0
      ? choiceTable('Choices that differ from the default', differing)
      : nothing('None: every choice stands at its default.'),
  );
}

/** Every choice under which the run was judged. */
export function choicesPart({ choices }: RunResult): Html {
  return section(
    'choices',
    'All choices',
    html`<p class="lead">Points that DP184 and the published texts leave open. The meter was judged under the declared values.</p>
`,
    choices.length > 0 ? choiceTable('All choices', choices) : nothing('The run names no choices.'),
  );
}

function differs({ value, default: standard }: Choice): boolean {
  return value !== standard;
}

function choiceTable(caption: string, choices: readonly Choice[]): Html {
  return table(
    caption,
    COLUMNS,
    html`<tbody>
${choices.map(
  (choice) =>
    html`<tr><th scope="row"><code>${clip(choice.name, 60)}</code></th><td>${
      differs(choice) ? html`<b>${decimal(choice.value)}</b> <span class="differs">differs</span>` : decimal(choice.value)
    }</td><td>${decimal(choice.default)}</td><td>${clip(choice.why)}</td></tr>\n`,
)}</tbody>`,
  );
}
