import fc from 'fast-check';
import { EncodeError } from '../../../trace/errors';
import { hexOf, obeysTheLawsOfCodecs, octetsOf } from '../laws.fixture';
import { decode, encode } from '../shape';
import { type CosemDateTime, dateTime, dateTimeIn, dateTimeOctets, dateTimeOf, instantOf } from './date-time';
import { dateTimes } from './values.fixture';

const codec = {
  encode: (value: CosemDateTime) => encode(dateTime, value),
  decode: (octets: Uint8Array) => decode(dateTime, octets),
};

obeysTheLawsOfCodecs('a date-time', codec, dateTimes, [
  '07ea060f010c223800000000',
  'ffffffffffffffffff8000ff',
  '07df031dff000000008000ff',
]);

describe('a date-time', () => {
  it('reads the parts that a switching season leaves open', () => {
    expect(dateTimeIn(octetsOf('07defdfeff0200ffff8000ff'))).toEqual({
      year: 2014,
      month: 'daylight-savings-end',
      dayOfMonth: 'last',
      dayOfWeek: null,
      hour: 2,
      minute: 0,
      second: null,
      hundredths: null,
      deviationMin: null,
      clockStatus: null,
    });
  });

  it('reads the clock status by its bits', () => {
    expect(dateTimeIn(octetsOf('07ea060f010c22380000008a'))?.clockStatus).toEqual([
      'doubtful-value',
      'invalid-clock-status',
      'daylight-saving-active',
    ]);
  });

  it('adds the deviation to local time: British summer is 60 minutes before UTC, deviation −60', () => {
    expect(instantOf(dateTimeIn(octetsOf('07ea060f010d223800ffc480'))!)).toBe(Date.UTC(2026, 5, 15, 12, 34, 56));
  });

  it.each([
    ['no year', 'ffff060f010c223800000000'],
    ['an unspecified deviation', '07ea060f010c223800800000'],
    ['30 February', '07ea021eff0c223800000000'],
    ['month 13', '07ea0d01ff0c223800000000'],
    ['hour 24', '07ea060f0118223800000000'],
  ])('names no instant with %s', (_, hex) => {
    expect(instantOf(dateTimeIn(octetsOf(hex))!)).toBeUndefined();
  });

  it('names the instant that it was made of', () => {
    const instants = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2200, 0) }).map((ms) => ms - (((ms % 10) + 10) % 10));
    fc.assert(fc.property(instants, (ms) => expect(instantOf(dateTimeOf(ms))).toBe(ms)));
    expect(hexOf(dateTimeOctets(dateTimeOf(Date.UTC(2026, 0, 4, 23, 30))))).toBe('07ea010407171e0000000000');
  });

  it('is in an octet-string of 12 octets only', () => {
    expect(dateTimeIn(new Uint8Array(11))).toBeUndefined();
  });

  it('wants null, not FF, for what is not specified', () => {
    expect(() => dateTimeOctets({ ...dateTimeOf(0), hour: 255 })).toThrow(EncodeError);
  });
});
