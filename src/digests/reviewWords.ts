import { writtenDay } from '../people/zone.ts';
import { type Inline, mention, oneLine, plain } from '../slack/richText.ts';
import type { Review } from './review.ts';

const shown = 200;

/** `Agreed with @mia on Thu 12 Nov: …`, as one of the two reads it. */
export const agreedLine = (
  { repId, managerId, heldOn, agreed }: Review,
  reader: string,
): Inline[] => [
  plain('Agreed with '),
  mention(reader === repId ? managerId : repId),
  plain(` on ${writtenDay(heldOn)}: ${oneLine(agreed, shown)}`),
];
