import type { Bar } from './bars.ts';
import { paint } from './paint.ts';

/**
 * Draws one horizontal bar under the other, in the order given, at most twenty: a PNG of 1200 pixels'
 * width, opaque, readable at a phone's width. It throws where pictures cannot be drawn. barsInWords
 * says the same in a sentence.
 */
export const drawBars = (picture: {
  /** A few words: `Time to the first touch`. */
  heading: string;
  bars: readonly Bar[];
  /** Where the longest possible bar ends: 100 for shares. Left out: with the longest of these. */
  most?: number;
}): Promise<Uint8Array> => paint({ picture: 'bars', ...picture });
