import type { KnownBlock, ModalView } from '@slack/types';
import { plainText } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing } from '../slack/message.ts';
import { bold, line, richText } from '../slack/richText.ts';
import { leadNumber } from './lead.ts';
import { explain, type Reasons } from './why.ts';

/** The answer to `/lead why L-1042`. */
export function drawWhy(reasons: Reasons): Drawing {
  const blocks = [richText([line(bold(leadNumber(reasons.lead.id))), ...linesOf(reasons)])];
  return { text: fallbackText(blocks), blocks };
}

/** The same on top of a lead's details. */
export const drawWhyForm = (reasons: Reasons): ModalView => ({
  type: 'modal',
  title: plainText(`Why ${leadNumber(reasons.lead.id)}`, 24),
  close: plainText('Close', 24),
  blocks: [richText(linesOf(reasons))] satisfies KnownBlock[],
});

const linesOf = (reasons: Reasons) => explain(reasons).map((words) => line(...words));
