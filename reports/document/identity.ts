import type { RunResult } from '../../suites/run-result';
import { clip } from '../escape';
import { duration, isoInstant } from '../format';
import { type Block, facts, type Section, type Text } from './blocks';

const hash = (text: string): Text => [{ quiet: ', sha256' }, { below: { code: clip(text, 64) } }];
const orBlank = (given: string | undefined, what: string): Text => (given ? clip(given, 200) : { blank: what });

/** Who was tested, through what, by what, against what. */
export function identitySection(result: RunResult): Section {
  const { meter, catalogue, times, seed, tool, scenarios, selection, run } = result;
  const tookMs = Date.parse(times.finishedAt) - Date.parse(times.startedAt);
  const meterMs = scenarios.reduce((sum, { meterTimeMs }) => sum + meterTimeMs, 0);
  const meterFacts = facts([
    ['Manufacturer', clip(meter.manufacturer)],
    ['Model', clip(meter.model)],
    ['Serial number', clip(meter.serial)],
    ['Firmware', clip(meter.firmware)],
    ['Variant, image', `${meter.variant} element, ${meter.image} image`],
    ['Access path', clip(meter.access)],
    ['Declaration', ['by the maker', hash(meter.declarationHash)]],
  ]);
  const runFacts = facts([
    ['Catalogue', [clip(catalogue.version, 60), hash(catalogue.hash)]],
    ['Dates', `${isoInstant(times.startedAt)} – ${isoInstant(times.finishedAt) || 'not closed'}`],
    ['Took', !Number.isNaN(tookMs) && `${duration(tookMs)} for ${duration(meterMs)} of meter time`],
    ['Tool, seed', `${clip(tool, 100)}, ${seed}`],
    ['Selection', selection.length > 0 ? clip(selection.join(' ')) : 'whole catalogue'],
    ['Recording', ['plan', hash(run.plan)]],
  ]);
  return {
    id: 'identity',
    title: 'What was tested',
    front: true,
    blocks: [
      {
        block: 'columns',
        columns: [
          [heading('Meter under test'), meterFacts],
          [heading('Run'), runFacts],
        ],
      },
    ],
  };
}

const heading = (text: string): Block => ({ block: 'heading', text });

/** Who tested, and with what equipment; whatever the declaration of the bench leaves out stays a blank. */
export function laboratorySection({ laboratory, meter }: RunResult): Section {
  const equipment = laboratory?.equipment ?? [];
  return {
    id: 'laboratory',
    title: 'Laboratory and equipment',
    front: true,
    blocks: [
      {
        block: 'columns',
        columns: [
          [
            facts([
              ['Laboratory', orBlank(laboratory?.name, 'name')],
              ['Operator', orBlank(laboratory?.operator, 'who ran the tests')],
            ]),
          ],
          [
            facts([
              ['Bench', clip(meter.bench)],
              ['Name on it', clip(meter.id)],
            ]),
          ],
        ],
      },
      ...(equipment.length > 0
        ? [equipmentTable(equipment)]
        : [
            {
              block: 'text',
              kind: 'quiet',
              text: ['Equipment and calibration: ', { blank: 'or none, on a simulated bench' }],
            } satisfies Block,
          ]),
    ],
  };
}

function equipmentTable(equipment: NonNullable<RunResult['laboratory']>['equipment']): Block {
  return {
    block: 'table',
    caption: 'Equipment',
    columns: [
      { title: 'Equipment', width: 2.4 },
      { title: 'Serial number' },
      { title: 'Calibrated' },
      { title: 'Due' },
      { title: 'Certificate', width: 1.4 },
    ],
    groups: [
      {
        rows: equipment.map(({ name, maker, model, serial, calibrated, due, certificate }) => [
          [clip(name), (maker || model) && `, ${clip([maker, model].filter(Boolean).join(' '))}`],
          clip(serial, 60),
          orBlank(calibrated, 'date'),
          orBlank(due, 'date'),
          orBlank(certificate, 'number'),
        ]),
      },
    ],
  };
}
