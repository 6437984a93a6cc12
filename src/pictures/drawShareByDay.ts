import { paint } from './paint.ts';
import type { Shares } from './shareByDay.ts';

/**
 * Draws what share was made in time on each day, against the goal: a PNG of 1200 × 600 pixels, opaque,
 * readable at a phone's width. Days where nothing was due are gaps. It rejects where pictures cannot
 * be drawn. shareByDayInWords says the same in a sentence.
 */
export const drawShareByDay = (shares: Shares): Promise<Uint8Array> =>
  paint({ picture: 'share-by-day', ...shares });
