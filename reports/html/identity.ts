import type { RunResult } from '../../suites/run-result';
import { clip, type Html, html } from '../escape';
import { duration, isoInstant } from '../format';
import { facts, section } from './parts';

/** Who was tested, through what, by what, against what. */
export function identityPart({ meter, catalogue, times, seed, tool, scenarios, selection }: RunResult): Html {
  const tookMs = Date.parse(times.finishedAt) - Date.parse(times.startedAt);
  const meterMs = scenarios.reduce((sum, { meterTimeMs }) => sum + meterTimeMs, 0);
  return section(
    'identity',
    'What was tested',
    html`<div class="columns"><div><h3>Meter under test</h3>
${facts([
  ['Manufacturer', meter.manufacturer],
  ['Model', meter.model],
  ['Serial number', meter.serial],
  ['Firmware', meter.firmware],
  ['Name on the bench', meter.id],
  ['Variant', html`${meter.variant} element, ${meter.image} image`],
  ['Access path', meter.access],
  ['Bench', meter.bench],
  ['Declaration', hash(meter.declarationHash)],
])}</div><div><h3>Run</h3>
${facts([
  ['Catalogue', html`${clip(catalogue.version, 60)}, ${hash(catalogue.hash)}`],
  ['Tool', tool],
  ['Started', isoInstant(times.startedAt)],
  ['Finished', isoInstant(times.finishedAt)],
  ['Took', Number.isNaN(tookMs) ? undefined : `${duration(tookMs)} for ${duration(meterMs)} of meter time`],
  ['Seed', String(seed)],
  ['Selection', selection.length > 0 ? selection.join(' ') : 'whole catalogue'],
])}</div></div>
`,
  );
}

function hash(text: string): Html {
  return html`<span class="hash"><span class="quiet">sha256</span> <code>${clip(text, 64)}</code></span>`;
}
