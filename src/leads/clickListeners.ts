import type { App } from '@slack/bolt';
import type { Context } from '../context.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import { line, plain, richText } from '../slack/richText.ts';
import { whisper } from '../slack/whisper.ts';
import { asMember } from './asMember.ts';
import { claimLead, type ClaimOutcome } from './claimLead.ts';
import { explainLead } from './explainLead.ts';
import { drawDone, undoneWords } from './drawDone.ts';
import { quickActions } from './leadButtons.ts';
import type { LeadWithDetails } from './lead.ts';
import { drawLeadDetails } from './leadDetailsForm.ts';
import { drawYours } from './leadSummary.ts';
import { type Click, isFromHome, isModal, readClick, showAgain, tell } from './place.ts';
import { changedMeanwhile, whyNot } from './refusalWords.ts';
import { updateInOneClick } from './updateInOneClick.ts';
import { undoLead, type UndoOutcome } from './undoLead.ts';
import type { UpdateOutcome } from './updateLead.ts';
import { studyLead } from './studyLead.ts';
import { viewLead } from './viewLead.ts';
import { drawWhyForm } from './whyMessage.ts';

/** The buttons of cards, nudges, whispers, Home and details that need no form. */
export function registerClickListeners(bolt: App, ctx: Context): void {
  bolt.action('lead:claim', async ({ ack, body, respond }) => {
    const click = readClick(body, respond);
    const { leadId, by } = click;
    const answer = await asMember(ctx, by, () => claimLead(ctx, { leadId, by }));
    await ack();
    await answerClaim(ctx, click, answer);
  });
  bolt.action(quickActions, async ({ ack, body, respond }) => {
    const click = readClick(body, respond);
    const { leadId, by, actionId } = click;
    const key = actionId.replace('lead:quick-', '');
    const answer = await asMember(ctx, by, () => updateInOneClick(ctx, { leadId, by, key }));
    await ack();
    await answerUpdate(ctx, click, answer);
  });
  bolt.action('lead:undo', async ({ ack, body, respond }) => {
    const click = readClick(body, respond);
    const { leadId, by } = click;
    const answer = await asMember(ctx, by, () => undoLead(ctx, { leadId, by }));
    await ack();
    await answerUndo(ctx, click, answer);
  });
  bolt.action('lead:details', async ({ ack, body, respond }) => {
    await openDetails(ctx, readClick(body, respond));
    await ack();
  });
  bolt.action('lead:why', async ({ ack, body, respond }) => {
    await openWhy(ctx, readClick(body, respond));
    await ack();
  });
}

/** A lead's details, on top of the list that is open. */
export async function openDetails(ctx: Context, click: Click): Promise<void> {
  const seen = await viewLead(ctx, click.leadId, click.by.id);
  if (seen.outcome !== 'seen') return tell(ctx, click, whyNot(seen));
  const view = drawLeadDetails(await studyLead(ctx, seen.view), isFromHome(click.place));
  const { push, open } = ctx.slack.views;
  await (isModal(click.place) ? push : open)({ trigger_id: click.trigger, view });
}

export async function openWhy(ctx: Context, click: Click): Promise<void> {
  const seen = await viewLead(ctx, click.leadId, click.by.id);
  if (seen.outcome !== 'seen') return tell(ctx, click, whyNot(seen));
  const view = drawWhyForm(await explainLead(ctx, seen.view));
  const { push, open } = ctx.slack.views;
  await (isModal(click.place) ? push : open)({ trigger_id: click.trigger, view });
}

async function answerClaim(ctx: Context, click: Click, answer: ClaimOutcome): Promise<void> {
  await showAgain(ctx, click);
  switch (answer.outcome) {
    case 'claimed':
    case 'yours-already':
      return tellOwner(ctx, click, answer.lead);
    case 'repeated':
      return;
    default:
      return tell(ctx, click, whyNot(answer));
  }
}

/** The card that was clicked on shows the rest; on every other surface this is there already. */
async function tellOwner(ctx: Context, { place, by }: Click, lead: LeadWithDetails): Promise<void> {
  if (place.on !== 'message') return;
  const seen = await viewLead(ctx, lead, by.id);
  if (seen.outcome === 'seen') await whisper(ctx, place, drawYours(seen.view));
}

/** Where it can be taken back, it says so; the details have a button for that. */
async function showDone(ctx: Context, click: Click, lead: LeadWithDetails): Promise<void> {
  const { place } = click;
  const blocks = drawDone(lead, ctx.clock.now());
  await showAgain(ctx, click, { home: blocks });
  if ('respond' in place) await whisper(ctx, place, { text: fallbackText(blocks), blocks });
}

async function answerUndo(ctx: Context, click: Click, answer: UndoOutcome): Promise<void> {
  if (answer.outcome !== 'undone') {
    await showAgain(ctx, click);
    return answer.outcome === 'repeated' ? undefined : tell(ctx, click, whyNot(answer));
  }
  const said = undoneWords(answer.lead, ctx.clock.now());
  await showAgain(ctx, click, { home: [richText([line(...said)])], whisper: said });
}

async function answerUpdate(ctx: Context, click: Click, answer: UpdateOutcome): Promise<void> {
  if (answer.outcome === 'updated') return showDone(ctx, click, answer.lead);
  await showAgain(ctx, click);
  switch (answer.outcome) {
    case 'repeated':
      return;
    case 'changed':
      return tell(ctx, click, changedMeanwhile);
    case 'invalid':
      return tell(
        ctx,
        click,
        Object.values(answer.errors).map((error) => plain(`${error} `)),
      );
    default:
      return tell(ctx, click, whyNot(answer));
  }
}
