import { hexOf, octetsOf } from '../laws.fixture';
import type { LinkEvent } from '../link';
import { eachSharedJson } from '../shared.fixture';
import { Deframer } from './deframer';
import { decodeFrame, encodeFrame, type Frame } from './frame';
import { DEFAULT_PARAMETERS, hdlcLink } from './index';

type Recording = { dir: 'client' | 'meter'; hex: string }[];

const isFrame = ({ hex }: { hex: string }) => hex.startsWith('7e');

/** The frames of one side, cut out of its octets as one stream. */
function framesOf(recording: Recording, dir: 'client' | 'meter'): Frame[] {
  const deframer = new Deframer();
  const stream = recording.filter((entry) => entry.dir === dir && isFrame(entry)).map(({ hex }) => octetsOf(hex));
  return stream.flatMap((octets) => deframer.push(octets)).map((item) => ('frame' in item ? item.frame : fail(item.dropped)));
}

function fail(why: string): never {
  throw new Error(why);
}

describe('sessions recorded between a Gurux client and a Gurux meter', () => {
  eachSharedJson<Recording>(
    'wire',
    (file) => `${file}: every frame is decoded, and encoded again to the same octets`,
    (recording) => {
      const frames = recording.filter(isFrame);
      expect(frames.length).toBeGreaterThan(0);
      for (const { hex } of frames) expect(hexOf(encodeFrame(decodeFrame(octetsOf(hex))))).toBe(hex);
      for (const dir of ['client', 'meter'] as const)
        expect(framesOf(recording, dir)).toEqual(
          frames.filter((entry) => entry.dir === dir).map(({ hex }) => decodeFrame(octetsOf(hex))),
        );
    },
  );

  eachSharedJson<Recording>(
    'wire',
    (file) => `${file}: fed with the meter's frames, our client sends the octets of theirs`,
    (recording, file) => {
      const frames = recording.filter(isFrame);
      const first = decodeFrame(octetsOf(frames[0]!.hex));
      const client = hdlcLink({
        role: 'client',
        line: 'recording',
        own: first.source,
        peer: first.destination,
        parameters: DEFAULT_PARAMETERS,
      });
      const apdus = framesOf(recording, 'client').flatMap(({ info }) => (info.length > 0 ? [info.subarray(3)] : []));
      const disconnects = framesOf(recording, 'client').some(({ control }) => control.kind === 'DISC');

      const sent: string[] = [];
      const follow = (events: LinkEvent[], nowMs: number): void => {
        for (const event of events) {
          if (event.event === 'transmit') sent.push(hexOf(event.octets));
          else if (event.event === 'connected' || event.event === 'received') {
            const apdu = apdus.shift();
            if (apdu) follow(client.send(apdu, nowMs), nowMs);
            else if (disconnects) follow(client.close(nowMs), nowMs);
          } else expect(event).toEqual({ event: 'disconnected', by: 'client' });
        }
      };
      follow(client.open(0), 0);
      frames.forEach(({ dir, hex }, i) => {
        if (dir === 'meter') follow(client.receive(octetsOf(hex), i * 10), i * 10);
      });
      const theirs = frames.flatMap(({ dir, hex }) => (dir === 'client' ? [hex] : []));
      expect(sent.slice(0, theirs.length)).toEqual(theirs);
      // A recording that was cut ends before the client's next frame; it is the only one that goes on.
      expect(sent.length - theirs.length).toBe(file.endsWith('-first20.json') ? 1 : 0);
    },
  );
});
