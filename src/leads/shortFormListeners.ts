import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Context, PersonActor } from '../context.ts';
import { asMember } from './asMember.ts';
import type { LeadWithDetails } from './lead.ts';
import { noteLead } from './noteLead.ts';
import { readClick, showAgain, tell } from './place.ts';
import { postponeLead } from './postponeLead.ts';
import { changedMeanwhile, type NotDone, whyNot } from './refusalWords.ts';
import type { Changed, Repeated } from './refusal.ts';
import { releaseLead } from './releaseLead.ts';
import {
  drawNoteForm,
  drawPostponeForm,
  drawReleaseForm,
  noteForm,
  postponeForm,
  readPostponeForm,
  readTyped,
  releaseForm,
  shortFormMemory,
  type ShortFormOf,
} from './shortForms.ts';
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

/** What a verb answers, as far as a form is concerned. */
type Answer =
  | NotDone
  | Changed
  | Repeated
  | { readonly outcome: 'done'; readonly lead: LeadWithDetails }
  | {
      readonly outcome: 'invalid';
      readonly lead: LeadWithDetails;
      readonly errors: Readonly<Record<string, string>>;
    };

type Submission = {
  readonly leadId: number;
  readonly expectedVersion: number;
  readonly by: PersonActor;
  readonly values: unknown;
};

type ShortForm = {
  readonly actionId: string;
  readonly callbackId: string;
  /** `values`: what was typed before. */
  draw(of: ShortFormOf, values?: unknown): ModalView;
  submit(ctx: Context, submission: Submission): Promise<Answer>;
};

const done = (lead: LeadWithDetails): Answer => ({ outcome: 'done', lead });

const forms: readonly ShortForm[] = [
  {
    actionId: 'lead:note',
    callbackId: noteForm,
    draw: (of, values) => drawNoteForm(of, values ? readTyped(values, 'text') : ''),
    async submit(ctx, { leadId, by, values }) {
      const answer = await noteLead(ctx, { leadId, by, text: readTyped(values, 'text') });
      return answer.outcome === 'noted' ? done(answer.lead) : answer;
    },
  },
  {
    actionId: 'lead:release',
    callbackId: releaseForm,
    draw: (of, values) => drawReleaseForm(of, values ? readTyped(values, 'reason') : ''),
    async submit(ctx, { values, ...rest }) {
      const answer = await releaseLead(ctx, { ...rest, reason: readTyped(values, 'reason') });
      return answer.outcome === 'released' ? done(answer.lead) : answer;
    },
  },
  {
    actionId: 'lead:postpone',
    callbackId: postponeForm,
    draw: (of, values) =>
      drawPostponeForm(of, values ? readPostponeForm(values) : of.lead.followUpDueAt),
    async submit(ctx, { values, ...rest }) {
      const to = readPostponeForm(values);
      const answer = await postponeLead(ctx, { ...rest, to });
      return answer.outcome === 'postponed' ? done(answer.lead) : answer;
    },
  },
];

/** The forms with one field each, opened from a lead's details. */
export function registerShortFormListeners(bolt: App, ctx: Context): void {
  for (const form of forms) {
    bolt.action(form.actionId, async ({ ack, body, respond }) => {
      const click = readClick(body, respond);
      const seen = await viewLead(ctx, click.leadId, click.by.id);
      const fromHome = click.place.on === 'modal' && click.place.fromHome;
      await (seen.outcome === 'seen'
        ? ctx.slack.views.push({
            trigger_id: click.trigger,
            view: form.draw({ lead: seen.view.lead, fromHome }),
          })
        : tell(ctx, click, whyNot(seen)));
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
          if (!view.previous_view_id) return;
          return showAgain(ctx, {
            leadId,
            by,
            place: { on: 'modal', viewId: view.previous_view_id, fromHome },
          });
        case 'invalid':
          return ack({ response_action: 'errors', errors: { ...answer.errors } });
        default: {
          const why = answer.outcome === 'changed' ? changedMeanwhile : whyNot(answer);
          // No lead is ever deleted, so there is one to draw.
          return answer.lead
            ? ack({
                response_action: 'update',
                view: form.draw({ lead: answer.lead, fromHome, notice: why }, values),
              })
            : ack();
        }
      }
    });
  }
}
