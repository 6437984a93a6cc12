import type { ModalView } from '@slack/types';
import type { Context, PersonActor } from '../context.ts';
import type { Settings } from '../settings/settings.ts';
import { type Inline, plain } from '../slack/richText.ts';
import { askableOf } from './completeness.ts';
import { giveMoreTime } from './giveMoreTime.ts';
import type { LeadWithDetails } from './lead.ts';
import { noteLead } from './noteLead.ts';
import { passLead } from './passLead.ts';
import { postponeLead } from './postponeLead.ts';
import { reassignLead } from './reassignLead.ts';
import type { Changed, Repeated } from './refusal.ts';
import { cannotTake, type NotDone, whyNot } from './refusalWords.ts';
import { releaseLead } from './releaseLead.ts';
import { waiveLead } from './waiveLead.ts';
import { sendBack } from './sendBack.ts';
import { isClosed } from './statuses.ts';
import {
  drawMoreTimeForm,
  drawNoteForm,
  drawPassForm,
  drawPostponeForm,
  drawReassignForm,
  drawReleaseForm,
  drawWaiveForm,
  drawSendBackForm,
  moreTimeForm,
  noteForm,
  passForm,
  postponeForm,
  readMoreTimeForm,
  readPassForm,
  readPostponeForm,
  readReassignForm,
  readSendBackForm,
  readTyped,
  reassignForm,
  releaseForm,
  sendBackForm,
  type ShortFormOf,
  waiveForm,
} from './shortForms.ts';

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

export type ShortForm = {
  readonly actionId: string;
  readonly callbackId: string;
  /** For managers of the lead's channel and admins. */
  readonly managersOnly?: boolean;
  /** `values`: what was typed before. */
  draw(of: ShortFormOf & { readonly settings: Settings }, values?: unknown): ModalView;
  /** Why there is nothing to fill in. */
  refuse?(of: { readonly lead: LeadWithDetails; readonly settings: Settings }): Inline[] | null;
  submit(ctx: Context, submission: Submission): Promise<Answer>;
};

const lacksNothing =
  'It has all that can be asked for here. If something in it is wrong, write a note, or disqualify it as invalid.';

const done = (lead: LeadWithDetails): Answer => ({ outcome: 'done', lead });
const wrong = (lead: LeadWithDetails, errors: Readonly<Record<string, string>>): Answer => ({
  outcome: 'invalid',
  lead,
  errors,
});

/** Every short form. */
export const shortForms: readonly ShortForm[] = [
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
  {
    actionId: 'lead:pass',
    callbackId: passForm,
    draw: (of, values) => drawPassForm(of, values ? readPassForm(values) : undefined),
    async submit(ctx, { leadId, by, values }) {
      const answer = await passLead(ctx, { leadId, by, ...readPassForm(values) });
      switch (answer.outcome) {
        case 'offered':
          return done(answer.lead);
        case 'theirs-already':
          return wrong(answer.lead, { to: 'It is yours. Choose a colleague.' });
        case 'cannot-take':
          return wrong(answer.lead, {
            to: `This person ${cannotTake[answer.why]}. Choose another colleague.`,
          });
        default:
          return answer;
      }
    },
  },
  {
    actionId: 'lead:send-back',
    callbackId: sendBackForm,
    refuse({ lead, settings }) {
      if (isClosed(lead.status) || lead.status === 'held') return whyNot({ outcome: 'gone', lead });
      if (lead.sentBackAt) return whyNot({ outcome: 'sent-back-already', lead });
      return askableOf(lead, settings).length > 0 ? null : [plain(lacksNothing)];
    },
    draw: (of, values) =>
      drawSendBackForm(
        of,
        askableOf(of.lead, of.settings),
        values ? readSendBackForm(values) : undefined,
      ),
    async submit(ctx, { values, ...rest }) {
      const answer = await sendBack(ctx, { ...rest, ...readSendBackForm(values) });
      return answer.outcome === 'sent-back' ? done(answer.lead) : answer;
    },
  },
  {
    actionId: 'lead:reassign',
    callbackId: reassignForm,
    managersOnly: true,
    draw: (of, values) => drawReassignForm(of, values ? readReassignForm(values) : undefined),
    async submit(ctx, { leadId, by, values }) {
      const answer = await reassignLead(ctx, { leadId, by, ...readReassignForm(values) });
      switch (answer.outcome) {
        case 'reassigned':
          return done(answer.lead);
        case 'theirs-already':
          return wrong(answer.lead, { to: 'They have it already. Choose another rep.' });
        case 'cannot-take':
          return wrong(answer.lead, {
            to: `This person ${cannotTake[answer.why]}. Choose another rep.`,
          });
        default:
          return answer;
      }
    },
  },
  {
    actionId: 'lead:more-time',
    callbackId: moreTimeForm,
    managersOnly: true,
    draw: (of, values) => drawMoreTimeForm(of, values ? readMoreTimeForm(values) : undefined),
    async submit(ctx, { leadId, by, values }) {
      const answer = await giveMoreTime(ctx, { leadId, by, ...readMoreTimeForm(values) });
      return answer.outcome === 'given' ? done(answer.lead) : answer;
    },
  },
  {
    actionId: 'lead:waive',
    callbackId: waiveForm,
    managersOnly: true,
    draw: (of, values) => drawWaiveForm(of, values ? readMoreTimeForm(values) : undefined),
    async submit(ctx, { leadId, by, values }) {
      const answer = await waiveLead(ctx, { leadId, by, ...readMoreTimeForm(values) });
      return answer.outcome === 'waived' ? done(answer.lead) : answer;
    },
  },
];
