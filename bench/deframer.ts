import { crc16, Deframer, encodeFrame, hdlcAddress } from '../adapters/dlms/hdlc';
import { leastOf, type Measurement } from './measurement';

const FRAMES = 20_000;
const INFO = 128;

/** HDLC octets cut into frames, in bursts as a serial line gives them; the baseline only computes the check sequences. */
export async function deframer(): Promise<Measurement> {
  const frames = Array.from({ length: FRAMES }, (_, i) =>
    encodeFrame({
      destination: hdlcAddress(16),
      source: hdlcAddress(1),
      control: { kind: 'I', ns: i & 7, nr: 0, poll: false },
      segmented: true,
      info: new Uint8Array(INFO).fill(i & 0xff),
    }),
  );
  const octets = Buffer.concat(frames);
  const cut = (piece: number) => () => {
    const deframing = new Deframer();
    let whole = 0;
    for (let at = 0; at < octets.length; at += piece)
      for (const item of deframing.push(octets.subarray(at, at + piece))) if ('frame' in item) whole++;
    if (whole !== FRAMES) throw new Error(`${whole} of ${FRAMES} frames came out`);
  };
  const rate = async (work: () => unknown) => `${(octets.length / 1_000 / (await leastOf(3, work))).toFixed(1)} MB/s`;
  return {
    what: `HDLC frames of ${INFO} octets of information, cut out of bursts of 64 octets`,
    measured: `${await rate(cut(64))}, octet by octet ${await rate(cut(1))}`,
    aim: '10 MB/s, octet by octet 1 MB/s; a line of 115,200 baud carries 0.01',
    baseline: `${await rate(() => crc16(octets))} for one check sequence over the same octets`,
  };
}
