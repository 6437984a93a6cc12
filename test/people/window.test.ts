import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatWindow, parseWindow, type Window } from '../../src/people/window.ts';

test.each<[string, Window]>([
  ['15m', { minutes: 15 }],
  ['1h', { minutes: 60 }],
  ['2d', { days: 2 }],
  ['1 day', { days: 1 }],
  ['90 min', { minutes: 90 }],
])('%s', (text, window) => {
  expect(parseWindow(text)).toEqual(window);
});

test.each(['', '0m', '-1h', '1.5h', '1w', 'soon', '15', '99999d', '1h 30m'])(
  '%j is no window',
  (text) => {
    expect(() => parseWindow(text)).toThrow(RangeError);
  },
);

test.each<[Window, string]>([
  [{ minutes: 1 }, '1 minute'],
  [{ minutes: 90 }, '90 minutes'],
  [{ minutes: 120 }, '2 hours'],
  [{ days: 1 }, '1 day'],
])('%j reads as %s', (window, text) => {
  expect(formatWindow(window)).toBe(text);
});

test('what is written can be read back', () => {
  const count = fc.integer({ min: 1, max: 9999 });
  const windows = fc.oneof(fc.record({ minutes: count }), fc.record({ days: count }));
  fc.assert(
    fc.property(windows, (window) => {
      expect(parseWindow(formatWindow(window))).toEqual(window);
    }),
  );
});
