import { TraceView } from './view';

describe('a view of a trace', () => {
  it('refuses records that do not begin a trace', () => {
    expect(() => new TraceView([])).toThrow(RangeError);
  });
});
