import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { updateView } from '../slack/updateView.ts';
import { readDigestPage } from './readDigestPage.ts';

const place = z
  .string()
  .regex(/^[a-z-]+:\d{4}-\d{2}-\d{2}:\d{1,4}$/)
  .transform((value) => {
    const [name = '', date = '', page = ''] = value.split(':');
    return { name, date, page: Number(page) };
  });

const clicked = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([z.object({ value: place })]),
  view: z.object({ id: z.string(), hash: z.string() }).optional(),
});

/** The lists behind a digest, page by page. */
export function registerDigestListeners(bolt: App, ctx: Context): void {
  for (const actionId of ['digest:part', 'digest:page-previous', 'digest:page-next']) {
    bolt.action(actionId, async ({ ack, body }) => {
      const { user, trigger_id, actions, view: on } = clicked.parse(body);
      const view = await readDigestPage(ctx, { by: user.id, ...actions[0].value });
      if (on) await updateView(ctx, { view_id: on.id, hash: on.hash, view });
      else await ctx.slack.views.open({ trigger_id, view });
      await ack();
    });
  }
}
