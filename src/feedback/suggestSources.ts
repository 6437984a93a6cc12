import type { PlainTextOption } from '@slack/types';
import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { sourceName } from '../settings/settings.ts';
import { label } from '../slack/blocks.ts';
import { oneLine } from '../slack/richText.ts';
import { seenSources } from './sourceReach.ts';

/** As many as Slack shows. */
const most = 100;

/** The sources whose figures somebody may see, while they type some letters of a name or key. */
export async function suggestSources(
  ctx: Context,
  { text, personId }: { text: string; personId: string },
): Promise<PlainTextOption[]> {
  const person = await meetPerson(ctx, personId);
  if (!person) return [];
  const { document } = await ctx.settings.current();
  const typed = text.trim().toLowerCase();
  return seenSources(document, person)
    .map((key) => ({ key, name: sourceName(document, key) }))
    .filter(({ key, name }) => key.includes(typed) || name.toLowerCase().includes(typed))
    .slice(0, most)
    .map(sourceOption);
}

/** A source as one of several to choose from; its value is its key. */
export const sourceOption = ({ key, name }: { key: string; name: string }): PlainTextOption => ({
  text: label(oneLine(name, 75), 75),
  value: key,
});
