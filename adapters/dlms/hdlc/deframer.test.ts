import fc from 'fast-check';
import { hexOf, octetsOf } from '../laws.fixture';
import { type Deframed, Deframer } from './deframer';
import { encodeFrame } from './frame';
import { anyFrame, treacherous } from './frame.fixture';

const SNRM = '7ea007032393bf327e';
const RR = '7ea007032351a1d77e';
/** A frame with an FCS that ends in 7e. */
const FCS_OF_FLAG = '7ea0130323d06df3e6e600c002c1000000a76d7e7e';
/** An information field that ends in 7e. */
const INNER_FLAG = '7ea00b23035a4ede037e4f4c7e';

/** Pushed in pieces of so many octets; what is left at the end is given up. */
function cut(stream: Uint8Array, piece = stream.length || 1): Deframed[] {
  const deframer = new Deframer();
  const out: Deframed[] = [];
  for (let at = 0; at < stream.length; at += piece) out.push(...deframer.push(stream.subarray(at, at + piece)));
  out.push(...deframer.silence());
  expect(deframer.pending).toBe(0);
  return out;
}

const told = (out: Deframed[]) =>
  out.map((item) => ('frame' in item ? hexOf(item.octets) : `${item.dropped}: ${hexOf(item.octets)}`));

describe('cutting octets into frames', () => {
  it.each([
    ['two frames', SNRM + RR, [SNRM, RR]],
    ['frames that share a flag', SNRM + RR.slice(2), [SNRM, RR]],
    [
      'doubled flags, before, between and after',
      `7e${SNRM}7e7e${RR}7e`,
      ['idle flags: 7e', SNRM, 'idle flags: 7e7e', RR, 'idle flags: 7e'],
    ],
    ['a lone flag', '7e', ['idle flags: 7e']],
    ['an inner flag', INNER_FLAG, [INNER_FLAG]],
    ['an FCS that ends in 7e', FCS_OF_FLAG, [FCS_OF_FLAG]],
    [
      'a frame with an address of three octets',
      `7ea0090202030393bf327e${RR}`,
      ['address: 7ea0090202030393bf32', 'idle flags: 7e', RR],
    ],
    ['noise before, between and after', `0055${SNRM}55ff${RR}00`, ['noise: 0055', SNRM, 'noise: 55ff', RR, 'noise: 00']],
    ['noise of a flag', `7e55${SNRM}`, ['noise: 7e55', SNRM]],
    ['a frame cut short, and another', SNRM.slice(0, 10) + RR, ['no closing flag: 7ea0070323', RR]],
    ['a frame that is cut short in the end', RR + SNRM.slice(0, 10), [RR, 'silence: 7ea0070323']],
    ['a damaged FCS', `7ea007032393bf337e${RR}`, ['frame check sequence: 7ea007032393bf33', 'idle flags: 7e', RR]],
    ['a lost octet', `7ea0070323bf327e${RR}`, ['frame check sequence: 7ea0070323bf32', 'idle flags: 7e', RR]],
    ['a lost closing flag', SNRM.slice(0, 16) + RR, [SNRM, RR]],
    ['a lost opening flag', SNRM.slice(2) + RR, ['noise: a007032393bf32', 'idle flags: 7e', RR]],
    ['a length beyond what comes', `7ea7ff2303${RR}`, ['header check sequence: 7ea7ff2303', RR]],
  ])('%s', (_what, stream, expected) => {
    expect(told(cut(octetsOf(stream)))).toEqual(expected);
  });

  it('gives the same in whatever pieces the octets come', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            anyFrame.map((frame) => encodeFrame(frame)),
            treacherous(30),
          ),
          { maxLength: 8 },
        ),
        fc.integer({ min: 1, max: 40 }),
        (parts, piece) => {
          const stream = Buffer.concat(parts);
          const frames = (out: Deframed[]) =>
            out.flatMap((item) => ('frame' in item ? [`${item.at}: ${hexOf(item.octets)}`] : []));
          expect(frames(cut(stream, piece))).toEqual(frames(cut(stream)));
        },
      ),
    );
  });

  it('accounts for every octet once, but for a flag that two frames share', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            anyFrame.map((frame) => encodeFrame(frame)),
            treacherous(60),
          ),
          { maxLength: 8 },
        ),
        (parts) => {
          const stream = Buffer.concat(parts);
          let end = 0;
          let shareable = false;
          for (const item of cut(stream)) {
            if (item.at !== end) {
              expect(item.at).toBe(end - 1);
              expect(shareable && 'frame' in item).toBe(true);
            }
            expect(hexOf(item.octets)).toBe(hexOf(stream.subarray(item.at, item.at + item.octets.length)));
            end = item.at + item.octets.length;
            shareable = 'frame' in item;
          }
          expect(end).toBe(stream.length);
        },
      ),
    );
  });

  it('finds every frame that undamaged flags or noise without flags surround', () => {
    const noise = fc.uint8Array({ maxLength: 20 }).map((some) => some.filter((octet) => octet !== 0x7e));
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, anyFrame), { minLength: 1, maxLength: 8 }), noise, (parts, last) => {
        const stream = Buffer.concat([...parts.flatMap(([some, frame]) => [some, encodeFrame(frame)]), last]);
        expect(cut(stream).flatMap((item) => ('frame' in item ? [item.frame] : []))).toEqual(parts.map(([, frame]) => frame));
      }),
    );
  });

  it('holds less than two frames, however much comes', () => {
    const deframer = new Deframer();
    let most = 0;
    for (let i = 0; i < 3_000; i++) {
      // Every one claims the greatest length, with a right header check, and never ends.
      deframer.push(octetsOf('7ea7ff2303100b06'));
      deframer.push(new Uint8Array(7).fill(0x55));
      most = Math.max(most, deframer.pending);
    }
    expect(most).toBeLessThan(2 * 2049);
  });
});
