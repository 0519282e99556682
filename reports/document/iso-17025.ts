import type { RunResult } from '../../suites/run-result';
import { clip } from '../escape';
import { isoInstant } from '../format';
import type { Section, Text } from './blocks';

const orBlank = (given: string | undefined): Text => (given ? clip(given, 300) : { blank: '' });

/** Where each item of ISO/IEC 17025:2017 7.8.2.1 stands in this report; what only a laboratory can state is a blank. */
export function iso17025Section(result: RunResult): Section {
  return {
    id: 'iso-17025',
    title: 'Items of ISO/IEC 17025:2017, 7.8.2',
    blocks: [
      {
        block: 'text',
        kind: 'lead',
        text: 'What a test report of an accredited laboratory has to hold, and where it stands here. Whatever a blank stands for only the laboratory can state: nothing of it is assumed.',
      },
      {
        block: 'table',
        caption: 'Items of ISO/IEC 17025:2017, 7.8.2',
        columns: [
          { title: 'Item', width: 0.5 },
          { title: 'Asks for', width: 2.6 },
          { title: 'Here', width: 4 },
        ],
        groups: [{ rows: itemsOf(result) }],
      },
    ],
  };
}

const section = (id: string, says: string): Text => ({ to: id, says });

function itemsOf({ laboratory, meter, times, run, catalogue, tool, partial, notes }: RunResult): Text[][] {
  const identification = (run.manifest ?? run.plan).slice(0, 16);
  return [
    ['a', 'Title', 'Conformance report, on the first page'],
    ['b', 'Name and address of the laboratory', [orBlank(laboratory?.name), '; ', orBlank(laboratory?.address)]],
    ['c', 'Where the activities were performed', orBlank(laboratory?.location ?? laboratory?.address)],
    [
      'd',
      'Unique identification, on every page, and a clear end',
      [{ code: identification }, ', from the hash of the recording; the last page says that it is the last'],
    ],
    ['e', 'Name and contact of the customer', orBlank(laboratory?.customer)],
    [
      'f',
      'The method used',
      [
        `Catalogue ${clip(catalogue.version, 40)}, ${clip(tool, 60)}; `,
        section('differing-choices', 'choices and decision rule'),
      ],
    ],
    [
      'g',
      'Description, identification and condition of the item',
      [section('identity', 'What was tested'), '; condition: ', orBlank(laboratory?.condition)],
    ],
    ['h', 'Date of receipt of the item, and of sampling', [orBlank(laboratory?.received), '; sampling: ', { blank: '' }]],
    ['i', 'Dates of the laboratory activity', `${isoInstant(times.startedAt)} – ${isoInstant(times.finishedAt)}`],
    ['j', 'Date of issue of the report', { blank: '' }],
    ['k', 'Sampling plan and method', { blank: '' }],
    [
      'l',
      'That the results relate only to the items tested',
      `Only to the meter of serial number ${clip(meter.serial, 60)} with firmware ${clip(meter.firmware, 60)}`,
    ],
    [
      'm',
      'The results, with units',
      [
        section('matrix', 'Requirements'),
        ', ',
        section('requirements', 'requirement by requirement'),
        ', each finding with its unit and budget',
      ],
    ],
    [
      'n',
      'Additions to, deviations and exclusions from the method',
      [
        section('deviations', 'Deviations and waivers'),
        partial || notes.length > 0 ? ' (there are some)' : '',
        '; ',
        section('not-assessed', 'what was not assessed'),
      ],
    ],
    ['o', 'Who authorises the report', [{ blank: 'name, function, signature' }]],
    ['p', 'Results from external providers', { blank: '' }],
    ['–', 'Accreditation, opinions and interpretations (7.8.1.2, 7.8.7)', { blank: '' }],
  ];
}
