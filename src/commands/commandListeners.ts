import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { calendarOf, workspaceCalendar } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { drawProblem } from './commandAnswers.ts';
import { readCommand } from './leadCommand.ts';
import { writtenDateReader } from './writtenDateReader.ts';
import { type Asked, carryOutCommand } from './carryOutCommand.ts';

const typedCommand = z.object({
  text: z.string().default(''),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
  api_app_id: z.string().default(''),
});

/** `/lead`: carried out, then acknowledged with the answer, which only the caller sees. */
export function registerCommandListeners(bolt: App, ctx: Context): void {
  bolt.command('/lead', async ({ ack, command }) => {
    const typed = typedCommand.parse(command);
    const { user_id: id, trigger_id: trigger, channel_id: channelId, api_app_id: app } = typed;
    const asked: Asked = {
      by: { kind: 'person', id, interaction: trigger },
      channelId,
      trigger,
      homeUrl: `https://slack.com/app_redirect?app=${app}&team=${ctx.workspaceId}&tab=home`,
    };
    const read = readCommand(unescaped(typed.text), await dateReader(ctx, id));
    const answer = 'problem' in read ? drawProblem(read) : await carryOutCommand(ctx, asked, read);
    await (answer ? ack({ response_type: 'ephemeral', ...answer }) : ack());
  });
}

/** Slack's own escapes, as people typed them. */
const unescaped = (text: string): string =>
  text
    // A stand-in, a colleague and a rep are found by id.
    .replace(/^(\s*(?:away|review)\b|.*\bpass\b).*$/is, (typed) =>
      typed.replace(/<@([A-Z0-9]+)\|[^>]*>/g, '<@$1>'),
    )
    .replace(/<([@#])[A-Z0-9]+\|([^>]*)>/g, '$1$2')
    .replace(/<(?:mailto:|tel:|https?:)[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Dates as the caller means them; as the workspace does for whoever Slack does not know, who may do nothing anyway. */
async function dateReader(ctx: Context, personId: string) {
  const person = await meetPerson(ctx, personId);
  const { document } = await ctx.settings.current();
  return writtenDateReader(
    ctx.clock.now(),
    person ? calendarOf(person, document) : workspaceCalendar(document),
  );
}
