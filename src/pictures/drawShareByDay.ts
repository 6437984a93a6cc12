import { paint } from './paint.ts';
import type { ShareOfDay } from './shareByDay.ts';

/**
 * Draws what share was made in time on each day, against the goal: a PNG of 1200 × 600 pixels, opaque,
 * readable at a phone's width. `goal`: percent, 1 to 100. Days where nothing was due are gaps. It
 * throws where pictures cannot be drawn. shareByDayInWords says the same in a sentence.
 */
export const drawShareByDay = (picture: {
  /** In order, one for each date. */
  days: readonly ShareOfDay[];
  goal: number | null;
}): Promise<Uint8Array> => paint({ picture: 'share-by-day', ...picture });
