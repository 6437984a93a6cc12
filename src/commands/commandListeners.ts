import { setTimeout } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { calendarOf, workspaceCalendar } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { plain } from '../slack/richText.ts';
import { whisper } from '../slack/whisper.ts';
import { drawProblem, sentence } from './commandAnswers.ts';
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

/** Slack waits for three seconds. */
const mostMs = 2_000;

/**
 * `/lead`: carried out, then acknowledged with the answer, which only the caller sees. Figures of many
 * leads may take longer: then that is said first, and the answer follows.
 */
export function registerCommandListeners(bolt: App, ctx: Context): void {
  bolt.command('/lead', async ({ ack, command, respond }) => {
    const typed = typedCommand.parse(command);
    const { user_id: id, trigger_id: trigger, channel_id: channelId, api_app_id: app } = typed;
    const asked: Asked = {
      by: { kind: 'person', id, interaction: trigger },
      channelId,
      trigger,
      homeUrl: `https://slack.com/app_redirect?app=${app}&team=${ctx.workspaceId}&tab=home`,
    };
    const read = readCommand(unescaped(typed.text), await dateReader(ctx, id));
    if ('problem' in read) return ack({ response_type: 'ephemeral', ...drawProblem(read) });
    const answering = carryOutCommand(ctx, asked, read);
    const takesLong = read.verb === 'report' || read.verb === 'export';
    if (takesLong && (await isSlow(answering))) {
      await ack({ response_type: 'ephemeral', ...sentence(plain(stillAddingUp)) });
      const late = await answering;
      if (late) await whisper(ctx, { respond }, late);
      return;
    }
    const answer = await answering;
    await (answer ? ack({ response_type: 'ephemeral', ...answer }) : ack());
  });
}

const stillAddingUp = 'Many leads are being added up. The answer comes here in a moment.';

const isSlow = (answering: Promise<unknown>): Promise<boolean> =>
  Promise.race([answering.then(() => false), setTimeout(mostMs, true, { ref: false })]);

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
