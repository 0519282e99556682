import { hasAddon, whyNoAddon } from '../../native';
import { PortError } from '../../trace/errors';
import type { Measurement } from '../measurement';
import { BUFFERS, type BufferName } from './buffers';
import { type LinkLimits, PACED_BAUD, type ProfileRead, readProfile } from './one-read';

interface TestedLink extends Omit<LinkLimits, 'generalWindow'> {
  /** What independent clients need for the date-time rows at window 1, association included. */
  others: string;
  /** Aims for the date-time rows. */
  aim: string;
}

const SMALL = { infoField: 128, pdu: 512, others: 'others, rows {date-time, u32}, window 1: 1.224 × payload, 1543 changes' };
const LINKS: readonly TestedLink[] = [
  { ...SMALL, window: 1, aim: 'below others' },
  { ...SMALL, window: 7, aim: 'below others, 400 changes' },
  {
    infoField: 2030,
    pdu: 65_535,
    window: 7,
    others: 'others, rows {date-time, u32}, window 1: 1.013 × payload, 99 changes',
    aim: 'below others, 60 changes',
  },
];
const NAMES = Object.keys(BUFFERS) as BufferName[];
const GENERAL_WINDOW = 63;
const PER_OCTET_MS = (1000 * 10) / PACED_BAUD;

/**
 * Whole reads of a half-hour profile, each over a pty of its own: three shapes of rows over three links, by blocks of GET and by
 * general-block-transfer. One a link, date-time rows by general blocks, is paced at 9,600 baud and timed, all three at once: two
 * minutes. The others are as fast as they can, and counted.
 */
export async function profileReads(): Promise<Measurement[]> {
  const what = 'profile read over a wire';
  if (!hasAddon()) {
    const measured = `not measured, for it needs ptys: ${whyNoAddon().problem}`;
    return [{ what, measured, aim: LINKS[0]!.aim, baseline: SMALL.others }];
  }
  const paced = await Promise.all(LINKS.map(pacedRead));
  const measurements: Measurement[] = [];
  for (const [i, link] of LINKS.entries()) {
    const { infoField, pdu, window, others: baseline, aim } = link;
    for (const name of NAMES)
      measurements.push({
        what: `${what}: ${BUFFERS[name].what}; information field ${infoField}, PDU ${pdu}, window ${window}`,
        measured: await countedReads(link, name),
        aim,
        baseline,
      });
    measurements.push({
      what: `${what}: the first of these, by general blocks, on a pty paced at ${PACED_BAUD} baud`,
      measured: paced[i]!,
      aim: 'wall within 3 % of octets ÷ 960',
      baseline: 'a line that is never idle: octets ÷ 960',
    });
  }
  return measurements;
}

const limitsOf = ({ infoField, pdu, window }: TestedLink, generalWindow: number): LinkLimits => ({
  infoField,
  pdu,
  window,
  generalWindow,
});

async function countedReads(link: TestedLink, name: BufferName): Promise<string> {
  const [blocks, general] = [
    await readProfile(limitsOf(link, 0), name, false),
    await readProfile(limitsOf(link, GENERAL_WINDOW), name, false),
  ];
  return `${blocks.payload} octets: by blocks of GET ${cost(blocks)}; by general blocks ${cost(general)}`;
}

const cost = ({ octets, payload, changes }: ProfileRead) => `${ratio(octets / payload)} × payload, ${changes} changes`;

/** On a machine so busy that the line seems to fall silent there is nothing to time. */
async function pacedRead(link: TestedLink): Promise<string> {
  const { octets: counted } = await readProfile(limitsOf(link, GENERAL_WINDOW), 'dateTimes', false);
  try {
    const { payload, octets, wallMs } = await readProfile(limitsOf(link, GENERAL_WINDOW), 'dateTimes', true);
    const wall = (ideal: number) => ratio(wallMs / (ideal * PER_OCTET_MS));
    if (octets > counted) return `not measured: ${octets - counted} octets had to be sent again, for the machine is too busy`;
    return `wall ${(wallMs / 1000).toFixed(1)} s = ${wall(payload)} × payload ÷ 960 = ${wall(octets)} × octets ÷ 960`;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return `not measured: ${error.message}`;
  }
}

const ratio = (value: number) => value.toFixed(3);
