import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barsInWords } from '../../src/pictures/bars.ts';
import { drawBars } from '../../src/pictures/drawBars.ts';
import { drawShareByDay } from '../../src/pictures/drawShareByDay.ts';
import { shareByDayOption } from '../../src/pictures/shareByDayOption.ts';

const bar = (label: string, value = 1) => ({ label, value, shown: `${value}` });
const days = [
  { date: '2026-11-19', part: 8, whole: 10 },
  { date: '2026-11-20', part: 0, whole: 0 },
  { date: '2026-11-21', part: 9, whole: 10 },
];

/** Width and height of a PNG. */
function read(png: Uint8Array) {
  const view = Buffer.from(png);
  expect(view.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return { width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
}

describe('a picture', () => {
  test('of shares by day is a PNG of 1200 × 600 pixels', async () => {
    expect(read(await drawShareByDay({ days, goal: 95 }))).toEqual({ width: 1200, height: 600 });
  });

  test('of bars grows with them', async () => {
    const heights = await Promise.all(
      [1, 20].map((count) =>
        drawBars({ heading: 'Sources', bars: Array.from({ length: count }, () => bar('Form')) }),
      ),
    );
    const [one, twenty] = heights.map(read);
    expect(one?.width).toBe(1200);
    expect((twenty?.height ?? 0) - (one?.height ?? 0)).toBe(19 * 80);
  });

  test('with letters that the font does not have is refused, and the next one is drawn', async () => {
    for (const label of ['東京', 'مبيعات', '🚀']) {
      await expect(drawBars({ heading: 'Sources', bars: [bar(label)] })).rejects.toThrow('letters');
    }
    await drawBars({ heading: 'Quelle', bars: [bar('Übung'), bar('Отдел'), bar('Ωμέγα')] });
  });

  test('of nothing is still one', async () => {
    expect(read(await drawShareByDay({ days: [], goal: null })).height).toBe(600);
    expect(read(await drawBars({ heading: 'Sources', bars: [] })).width).toBe(1200);
  });
});

const share = fc
  .tuple(fc.nat(20), fc.nat(20))
  .map(([part, rest]) => ({ part, whole: part + rest }));
const anyDays = fc
  .array(share, { minLength: 1, maxLength: 60 })
  .map((shares) => shares.map((one) => ({ ...one, date: '2026-11-20' })));

/** The words that stand free on a drawing. */
const wordsOf = (option: { graphic?: unknown }) =>
  option.graphic as { x: number; y: number; style: { text: string } }[]; // as headingOf and words make them

test('the labels beside the plot never stand on each other, nor outside', () => {
  fc.assert(
    fc.property(anyDays, fc.option(fc.integer({ min: 1, max: 100 })), (shares, goal) => {
      const { option, height } = shareByDayOption({ days: shares, goal });
      const heights = wordsOf(option)
        .filter(({ x }) => x > 450)
        .map(({ y }) => y)
        .toSorted((a, b) => a - b);
      const gaps = heights.slice(1).map((y, i) => y - (heights[i] ?? 0));
      expect(Math.min(20, ...gaps)).toBe(20);
      expect(heights.every((y) => y > 10 && y < height - 40)).toBe(true);
    }),
  );
});

test('a share is never without what it is of', () => {
  const texts = wordsOf(shareByDayOption({ days, goal: 95 }).option).map(({ style }) => style.text);
  expect(texts).toEqual(expect.arrayContaining(['90 %', '9 of 10', 'goal 95 %']));
});

test('bars in words', () => {
  const bars = [{ ...bar('Form', 34), shown: '34 %', note: 'n 128' }, bar('Ads', 2)];
  expect(barsInWords({ heading: 'Qualified', bars })).toBe('Qualified: Form 34 % (n 128), Ads 2.');
});
