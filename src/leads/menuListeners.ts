import type { App } from '@slack/bolt';
import type { Context } from '../context.ts';
import { openDetails, openWhy } from './clickListeners.ts';
import { type Click, readClick } from './place.ts';
import { readDueList } from './readDueList.ts';
import { shortForms } from './shortFormKinds.ts';
import { openShortForm } from './shortFormListeners.ts';
import { openUpdateForm } from './updateListeners.ts';

/** The menu behind a line's three dots, and the way from ten lines to all. */
export function registerMenuListeners(bolt: App, ctx: Context): void {
  bolt.action('lead:menu', async ({ ack, body, respond }) => {
    await openChosen(ctx, readClick(body, respond));
    await ack();
  });
  bolt.action('lead:all', async ({ ack, body, respond }) => {
    const { by, trigger } = readClick(body, respond);
    await ctx.slack.views.open({ trigger_id: trigger, view: await readDueList(ctx, by.id) });
    await ack();
  });
}

/** The same as the button that the choice is named for. */
async function openChosen(ctx: Context, click: Click): Promise<void> {
  const form = shortForms.find(({ actionId }) => actionId === click.actionId);
  if (form) return openShortForm(ctx, form, click);
  switch (click.actionId) {
    case 'lead:update':
      return openUpdateForm(ctx, click);
    case 'lead:why':
      return openWhy(ctx, click);
    default:
      return openDetails(ctx, click);
  }
}
