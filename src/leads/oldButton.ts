import { z } from 'zod';
import type { Context } from '../context.ts';
import { plain } from '../slack/richText.ts';
import { respondTo } from '../slack/respondTo.ts';
import { readClick, showAgain, tell } from './place.ts';

/** Buttons that lead somewhere by their `url` ask for no answer. */
const button = z.object({
  response_url: z.string().default(''),
  actions: z.tuple([z.object({ type: z.literal('button'), url: z.never().optional() })]),
});

const ofLongAgo = [
  plain('This button is from an earlier version and does nothing any more. '),
  plain('Use the buttons that are shown now, or type /lead.'),
];

/** Tells whoever clicked a button that no listener knows, and draws what it stood on as it is now. */
export async function answerOldButton(ctx: Context, body: unknown): Promise<void> {
  const { success, data } = button.safeParse(body);
  if (!success) return;
  const click = readClick(body, respondTo(data.response_url));
  await showAgain(ctx, click);
  await tell(ctx, click, ofLongAgo);
}
