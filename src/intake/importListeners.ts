import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context, PersonActor } from '../context.ts';
import { asMember } from '../leads/asMember.ts';
import type { ClaimOutcome } from '../leads/claimLead.ts';
import { leadNumber } from '../leads/lead.ts';
import { whyNot } from '../leads/refusalWords.ts';
import { type Inline, plain } from '../slack/richText.ts';
import { claimImported } from './claimImported.ts';
import { drawImportList, importFormMemory, type ImportFormMemory } from './importForm.ts';
import { listImported } from './listImported.ts';

const number = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const click = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ value: number })]),
});
const onMessage = click.extend({ container: z.object({ channel_id: z.string() }) });
const inModal = click.extend({
  view: z.object({
    id: z.string(),
    private_metadata: z
      .string()
      .transform((memory): unknown => JSON.parse(memory))
      .pipe(importFormMemory),
  }),
});

/** The leads that an import left without cards: listed in a modal, claimed from there. */
export function registerImportListeners(bolt: App, ctx: Context): void {
  bolt.action('import:show', async ({ ack, body }) => {
    const { trigger_id, actions, container } = onMessage.parse(body);
    const memory = { importId: actions[0].value, channelId: container.channel_id, after: 0 };
    const list = await listImported(ctx, memory);
    await ack();
    if (list) await ctx.slack.views.open({ trigger_id, view: drawImportList(list) });
  });
  bolt.action(/^import:(first|next)$/, async ({ ack, body }) => {
    const { actions, view } = inModal.parse(body);
    await ack();
    await show(ctx, view.id, { ...view.private_metadata, after: actions[0].value });
  });
  bolt.action('import:claim', async ({ ack, body }) => {
    const { user, trigger_id: interaction, actions, view } = inModal.parse(body);
    const by: PersonActor = { kind: 'person', id: user.id, interaction };
    const { importId, channelId } = view.private_metadata;
    const of = { leadId: actions[0].value, by, importId, channelId };
    const answer = await asMember(ctx, by, () => claimImported(ctx, of));
    await ack();
    await show(ctx, view.id, view.private_metadata, wordsOf(answer));
  });
}

async function show(
  ctx: Context,
  viewId: string,
  memory: ImportFormMemory,
  said?: readonly Inline[],
): Promise<void> {
  const list = await listImported(ctx, memory);
  if (!list) return;
  await ctx.slack.views.update({ view_id: viewId, view: drawImportList({ ...list, said }) });
}

function wordsOf(answer: ClaimOutcome): readonly Inline[] {
  switch (answer.outcome) {
    case 'claimed':
    case 'yours-already':
    case 'repeated': {
      const where = 'Its card is in the channel, its contact details are in Home.';
      return [plain(`You have ${leadNumber(answer.lead.id)}. ${where}`)];
    }
    default:
      return whyNot(answer);
  }
}
