// Shows the newest state of a run. Every text goes into the page as text: it may come from a meter.
const SIGNS = { fail: '✕', error: '!', inconclusive: '?', pass: '✓', 'not-assessed': '○', attested: '◆', 'not-applicable': '–' };
const TONES = { fail: 'fail', error: 'fail', inconclusive: 'other', pass: 'pass' };
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [720, 200, 64, 8, 22, 24];

const at = (id) => document.getElementById(id);

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function drawn(name, attributes, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** A chart of some lines over bench time; `step`: a value holds until the next. */
function chart(svg, lines, { fromMs, toMs }, step) {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = high - low || 1;
  const x = (ms) => LEFT + ((Math.min(Math.max(ms, fromMs), toMs) - fromMs) / (toMs - fromMs || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value) => TOP + ((high - value) / span) * (HEIGHT - TOP - BOTTOM);
  const path = (points) =>
    points
      .map(
        ([ms, value], i) =>
          `${i === 0 ? 'M' : step ? `H${x(ms).toFixed(1)}V` : 'L'}${i > 0 && step ? '' : `${x(ms).toFixed(1)},`}${y(value).toFixed(1)}`,
      )
      .join('') + (step && points.length > 0 ? `H${x(toMs).toFixed(1)}` : '');
  svg.replaceChildren(
    ...[...new Set([low, 0, high])].flatMap((value) => [
      drawn('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), class: 'grid' }),
      drawn(
        'text',
        { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' },
        value.toLocaleString('en-GB', { maximumFractionDigits: 0 }).replace('-', '−'),
      ),
    ]),
    ...lines.map(({ points }, i) => drawn('path', { d: path(points), class: `line-${i % 4}` })),
    ...lines.map(({ name }, i) => drawn('text', { x: LEFT + i * 165, y: 12, class: `label-${i % 4}` }, name)),
    drawn('text', { x: LEFT, y: HEIGHT - 6 }, clock(fromMs)),
    drawn('text', { x: WIDTH - RIGHT, y: HEIGHT - 6, 'text-anchor': 'end' }, clock(toMs)),
  );
}

const clock = (ms) => (ms ? new Date(ms).toISOString().slice(0, 19).replace('T', ' ') : '');

function duration(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function show(state) {
  at('meter').textContent = state.meter;
  if (!state.bench?.question) document.title = `${state.done}/${state.of}: ${state.meter}`;
  at('now').textContent = state.ended
    ? `${state.ended.statement}: ${state.ended.text} ${state.ended.report}`
    : state.scenario
      ? `${state.scenario.name}: ${state.scenario.title}`
      : 'waiting for the run';
  at('progress').max = state.of || 1;
  at('progress').value = state.done;
  at('count').textContent = `${state.done} of ${state.of} scenarios`;
  at('left').textContent = state.leftMs === undefined ? '' : `, about ${duration(state.leftMs)} left`;
  const counted = Object.entries(SIGNS).filter(([verdict]) => state.verdicts[verdict] > 0);
  at('verdicts').replaceChildren(
    ...counted.map(([verdict, sign]) =>
      element('li', `${sign} ${state.verdicts[verdict]} ${verdict}`, TONES[verdict] ?? 'quiet'),
    ),
  );
  chart(
    at('power'),
    state.chart.power.map(({ element, points }) => ({ name: element, points })),
    state.chart,
    true,
  );
  const moving = state.chart.registers.filter(({ points }) => points.some(([, wh]) => wh !== 0));
  chart(at('registers'), (moving.length > 0 ? moving : state.chart.registers).slice(0, 4), state.chart, false);
  at('failed').replaceChildren(
    ...(state.failed.length > 0
      ? state.failed.map(({ requirement, because }) => element('li', `${requirement}: ${because}`, 'fail'))
      : [element('li', 'none so far', 'quiet')]),
  );
  bench(state);
  at('operator').replaceChildren(
    ...state.operator.map(({ name, answer, asked }) => element('li', `${asked ? `${asked} — ` : ''}${answer} (${name})`)),
  );
}

function bench({ bench: face, operator }) {
  at('bench').hidden = !face && operator.length === 0;
  at('answer').hidden = !face;
  const question = face?.question;
  const id = String(question?.id ?? '');
  for (const button of document.querySelectorAll('.asked')) button.hidden = !question;
  at('question').classList.toggle('open', question !== undefined);
  // Said again only where it is another question: it is read aloud.
  const standing = face?.standing;
  const rest =
    standing === null
      ? 'Nobody knows what stands set.'
      : `Nothing to set just now. ${standing?.length ? `Set: ${standing.join(', ')}.` : 'All is off.'}`;
  const said = question ? `${id}` : rest;
  if (at('question').dataset.said === said) return;
  at('question').dataset.said = said;
  at('question-id').value = id;
  if (!face) at('question').replaceChildren();
  else if (!question) at('question').replaceChildren(element('p', rest, 'quiet'));
  else {
    const until = question.untilMs
      ? `, to stay so until ${clock(question.untilMs).slice(11)} UTC, for ${duration(question.untilMs - Date.now())}`
      : '';
    const list = document.createElement('ul');
    list.append(...question.asked.map((line) => element('li', line)));
    at('question').replaceChildren(element('p', `Please set${until}:`), list);
    at('note').value = '';
    at('said').textContent = '';
    document.title = `Please set: ${question.asked[0]}`;
  }
}

at('answer').addEventListener('submit', async (submitted) => {
  submitted.preventDefault();
  const form = submitted.currentTarget;
  const body = new URLSearchParams(new FormData(form, submitted.submitter));
  try {
    const reply = await fetch(form.action, { method: 'POST', body });
    at('said').textContent = reply.ok ? '' : await reply.text();
    if (reply.ok) at('note').value = '';
  } catch {
    at('said').textContent = 'the run does not answer';
  }
});

const events = new EventSource('events');
events.onmessage = ({ data }) => {
  const state = JSON.parse(data);
  show(state);
  if (state.ended) events.close();
};
events.onerror = () => {
  if (events.readyState !== EventSource.CLOSED) at('left').textContent = '; the run does not answer';
};
