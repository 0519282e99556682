import fc from 'fast-check';
import { DecodeError, PortError, UsageError } from '../../trace/errors';
import { errorOf, LineCutter, LONGEST_LINE, lineOf, parseGreeting, parseReply, parseRequest, refusalOf } from './side-channel';

const octetsOf = (text: string) => Uint8Array.from(Buffer.from(text));

describe('a line of the side channel', () => {
  it('carries a request as it was', () => {
    const make = {
      id: 1,
      ask: 'make',
      time: 'virtual',
      meter: {
        name: 'four-directions',
        start: 'any',
        preset: { 'secondary.export.rates': [1, 2, 3, 4] },
        before: [{ do: 'flow', elements: { secondary: { activeMw: -3 } }, until: { after: 60_000 } }],
      },
    } as const;
    const perform = {
      id: 2,
      ask: 'perform',
      stimulus: { do: 'flow', elements: { primary: { activeMw: 1 } }, untilMs: 5 },
    } as const;
    const take = { id: 4, ask: 'take', time: 'wall' } as const;
    for (const request of [make, perform, take, { id: 3, ask: 'now' } as const])
      expect(parseRequest(lineOf(request as never).trimEnd())).toEqual(request);
  });

  it('carries replies of every kind as they were', () => {
    const when = { fromMs: 0, toMs: 5 };
    for (const reply of [
      { id: 1, nowMs: 5, made: 'reference meter' },
      { id: 2, nowMs: 5, intervals: [{ when, from: 'model', energy: { primary: { import: ['5', '5'] } }, supply: true }] },
      { id: 3, nowMs: 5, refused: { whose: 'bench', code: 'no-register', message: 'none' } },
      { id: 4, nowMs: 5 },
    ])
      expect(parseReply(lineOf(reply as never).trimEnd())).toEqual(reply);
  });

  it.each([
    ['no JSON', '{'],
    ['another protocol', '{"protocol":"smets2-side-channel/2"}'],
    ['no object', '7'],
  ])('with %s is refused as a greeting', (_, line) => {
    expect(() => parseGreeting(line)).toThrow(DecodeError);
  });

  it.each([
    [
      'a power that is no whole number',
      { id: 1, ask: 'perform', stimulus: { do: 'flow', elements: { primary: { activeMw: 0.5 } } } },
    ],
    ['an element that there is not', { id: 1, ask: 'perform', stimulus: { do: 'flow', elements: { third: { activeMw: 1 } } } }],
    ['a field too many', { id: 1, ask: 'now', also: 2 }],
    [
      'a history that runs backwards',
      { id: 1, ask: 'make', time: 'wall', meter: { name: 'x', start: 0, before: [{ do: 'wait', until: { after: -1 } }] } },
    ],
  ])('with %s is refused as a request', (_, request) => {
    expect(() => parseRequest(JSON.stringify(request))).toThrow(DecodeError);
  });

  it('is cut at its end, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string().map((text) => text.replaceAll('\n', ' '))),
        fc.integer({ min: 1, max: 9 }),
        (lines, size) => {
          const stream = octetsOf(lines.map((line) => `${line}\n`).join(''));
          const cutter = new LineCutter();
          const cut: string[] = [];
          for (let at = 0; at < stream.length; at += size) cut.push(...cutter.push(stream.subarray(at, at + size)));
          expect(cut).toEqual(lines.map((line) => Buffer.from(line).toString()));
        },
      ),
    );
  });

  it('that never ends is refused before it is kept', () => {
    const cutter = new LineCutter();
    expect(cutter.push(new Uint8Array(LONGEST_LINE).fill(0x20))).toEqual([]);
    expect(() => cutter.push(octetsOf(' '))).toThrow(DecodeError);
  });
});

describe('a refusal of the side channel', () => {
  it.each([
    ['what was asked', new UsageError('no such register')],
    ['the bench', new PortError('bench', 'no-register', 'none')],
    ['the link', new PortError('link', 'no-answer', 'no supply')],
  ])('stands for the error of %s', (_, error) => {
    const again = errorOf(refusalOf(error));
    expect(again).toBeInstanceOf(error.constructor);
    expect(again).toMatchObject({ ...error, message: error.message });
  });

  it('stands for no error of ours', () => {
    expect(() => refusalOf(new RangeError('ours'))).toThrow(RangeError);
  });
});
