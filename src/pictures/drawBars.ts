import type { Bars } from './bars.ts';
import { paint } from './paint.ts';

/**
 * Draws one horizontal bar under the other: a PNG of 1200 pixels' width, opaque, readable at a phone's
 * width. It rejects where pictures cannot be drawn, and labels in letters that the font does not have:
 * it knows Latin, Greek and Cyrillic. barsInWords says the same in a sentence.
 */
export const drawBars = (bars: Bars): Promise<Uint8Array> => paint({ picture: 'bars', ...bars });
