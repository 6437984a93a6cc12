import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { asMember } from './asMember.ts';
import { type Click, isFromHome, isModal, readClick, showAgain, tell } from './place.ts';
import { changedMeanwhile, whyNot } from './refusalWords.ts';
import { type ShortForm, shortForms } from './shortFormKinds.ts';
import { shortFormMemory } from './shortForms.ts';
import { viewLead } from './viewLead.ts';

const submitted = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({
    /** The details on which it was opened. */
    previous_view_id: z.string().nullish(),
    private_metadata: z
      .string()
      .transform((memory): unknown => JSON.parse(memory))
      .pipe(shortFormMemory),
    state: z.object({ values: z.unknown() }),
  }),
});

/** The forms with a field or two, opened from a lead's details or from where it is listed. */
export function registerShortFormListeners(bolt: App, ctx: Context): void {
  for (const form of shortForms) {
    bolt.action(form.actionId, async ({ ack, body, respond }) => {
      await openShortForm(ctx, form, readClick(body, respond));
      await ack();
    });
    bolt.view(form.callbackId, async ({ ack, body }) => {
      const { user, trigger_id: interaction, view } = submitted.parse(body);
      const { lead: leadId, version: expectedVersion, fromHome } = view.private_metadata;
      const { values } = view.state;
      const by = { kind: 'person', id: user.id, interaction } as const;
      const answer = await asMember(ctx, by, () =>
        form.submit(ctx, { leadId, expectedVersion, by, values }),
      );
      switch (answer.outcome) {
        case 'done':
        case 'repeated':
          await ack();
          if (!view.previous_view_id) return fromHome ? ctx.showHome(user.id) : undefined;
          return showAgain(ctx, {
            leadId,
            by,
            place: { on: 'modal', viewId: view.previous_view_id, fromHome },
          });
        case 'invalid':
          return ack({ response_action: 'errors', errors: { ...answer.errors } });
        default: {
          const why = answer.outcome === 'changed' ? changedMeanwhile : whyNot(answer);
          const { document: settings } = await ctx.settings.current();
          // No lead is ever deleted, so there is one to draw.
          return answer.lead
            ? ack({
                response_action: 'update',
                view: form.draw({ lead: answer.lead, settings, fromHome, notice: why }, values),
              })
            : ack();
        }
      }
    });
  }
}

/** On top of a lead's details or of the list of what is due, where they are open. */
export async function openShortForm(ctx: Context, form: ShortForm, click: Click): Promise<void> {
  const { place } = click;
  const seen = await viewLead(ctx, click.leadId, click.by.id);
  if (seen.outcome !== 'seen') return tell(ctx, click, whyNot(seen));
  const { lead, settings, mayReassign } = seen.view;
  if (form.managersOnly && !mayReassign) {
    return tell(ctx, click, whyNot({ outcome: 'not-allowed', lead, why: 'manager' }));
  }
  const refusal = form.refuse?.({ lead, settings });
  if (refusal) return tell(ctx, click, refusal);
  const fromHome = isFromHome(place);
  const view = { trigger_id: click.trigger, view: form.draw({ lead, settings, fromHome }) };
  const { views } = ctx.slack;
  await (isModal(place) ? views.push(view) : views.open(view));
}
