import { type Inline, mention, moment, plain } from '../slack/richText.ts';
import type { ClaimOutcome } from './claimLead.ts';
import type { MoreTimeOutcome } from './giveMoreTime.ts';
import { leadNumber, type LeadWithDetails } from './lead.ts';
import type { PassOutcome } from './passLead.ts';
import type { PostponeOutcome } from './postponeLead.ts';
import type { Gone, NotAllowed, NotOwner, Refused, Repeated } from './refusal.ts';
import type { CannotTake } from './handOver.ts';
import type { ReassignOutcome } from './reassignLead.ts';
import type { SentBackAlready } from './sendBack.ts';
import { statuses } from './statuses.ts';
import { undoMinutes, type UndoOutcome } from './undoLead.ts';
import type { UpdateOutcome } from './updateLead.ts';

export const notForGuests =
  'Guests cannot work on leads. A workspace admin can make you a full member.';

type Taken = Extract<ClaimOutcome, { outcome: 'taken' }>;
type Capped = Extract<ClaimOutcome, { outcome: 'capped' }>;
type NotPostponed = Extract<PostponeOutcome, { outcome: 'refused' }>;
type NotPassed = Extract<PassOutcome, { outcome: 'offered-already' }>;
type NotUndone = Exclude<UndoOutcome, { outcome: 'undone' } | Gone | Refused | Repeated>;
type TooLate = Extract<UpdateOutcome, { outcome: 'reopen-too-late' }>;
type OwnLead = Extract<MoreTimeOutcome, { outcome: 'own-lead' }>;
type NotTaken = Extract<ReassignOutcome, { outcome: 'theirs-already' | 'cannot-take' }>;
export type NotDone =
  | SentBackAlready
  | NotPassed
  | NotUndone
  | Gone
  | Refused
  | NotOwner
  | Taken
  | Capped
  | NotPostponed
  | TooLate
  | OwnLead
  | NotTaken;

/** Two people at once; the one who comes second is told. */
export const changedMeanwhile: readonly Inline[] = [
  plain('Somebody changed this lead meanwhile. Look at it, then try again.'),
];

/** Why something was not done, and what to do now: one or two sentences for the person who tried. */
export function whyNot(answer: NotDone): Inline[] {
  switch (answer.outcome) {
    case 'gone':
      return gone(answer.lead);
    case 'not-allowed':
      return [plain(notAllowed(answer.why))];
    case 'not-owner':
      return answer.ownerId
        ? [
            plain(`${leadNumber(answer.lead.id)} belongs to `),
            mention(answer.ownerId),
            plain('. Its owner or a manager of the channel can update it.'),
          ]
        : [
            plain(
              `Nobody has ${leadNumber(answer.lead.id)} yet. Claim it first: /lead claim ${leadNumber(answer.lead.id)}`,
            ),
          ];
    case 'taken':
      return [
        mention(answer.by),
        plain(` has ${leadNumber(answer.lead.id)} since `),
        moment(answer.since),
        plain('.'),
      ];
    case 'capped':
      return [plain(capped(answer))];
    case 'sent-back-already':
      return [
        plain(
          `${leadNumber(answer.lead.id)} has been sent back once, and can be no more. Work it as it is, or disqualify it with what you know.`,
        ),
      ];
    case 'refused':
      return notPostponed(answer);
    case 'offered-already':
      return [
        plain(
          `${leadNumber(answer.lead.id)} is offered to a colleague already. Wait for the answer.`,
        ),
      ];
    case 'nothing-to-undo':
      return [
        plain(`There is nothing to undo: you changed no lead in the last ${undoMinutes} minutes.`),
      ];
    case 'undo-too-late':
      return [
        plain(
          `An update of ${leadNumber(answer.lead.id)} can be undone for ${undoMinutes} minutes. Update it again instead.`,
        ),
      ];
    case 'changed-since':
      return [
        plain(
          `${leadNumber(answer.lead.id)} has changed since, so that cannot be undone. Update it again instead.`,
        ),
      ];
    case 'reopen-too-late':
      return [
        plain(`${leadNumber(answer.lead.id)} could be reopened until `),
        moment(answer.until),
        plain('. A manager of the channel still can.'),
      ];
    case 'own-lead':
      return [
        plain(
          `${leadNumber(answer.lead.id)} is your own. Another manager of the channel can give you more time.`,
        ),
      ];
    case 'theirs-already':
      return [mention(answer.to), plain(` has ${leadNumber(answer.lead.id)} already.`)];
    case 'cannot-take':
      return [mention(answer.to), plain(` ${cannotTake[answer.why]}. Choose another rep.`)];
  }
}

/** Goes on after a person. */
export const cannotTake: Readonly<Record<CannotTake, string>> = {
  unknown: 'is not listed by Slack as a member of this workspace',
  deactivated: 'has a deactivated account',
  guest: 'is a guest, and guests cannot own leads',
  bot: 'is an app',
  roster: 'is not a rep of this channel',
  away: 'is away now',
};

function capped({ cap, limit, count }: Capped): string {
  const leads = `${count} ${count === 1 ? 'lead' : 'leads'}`;
  return cap === 'open-leads'
    ? `You have ${count} open ${count === 1 ? 'lead' : 'leads'}, and may have ${limit}. Close one with an update, or give one back, first: /lead mine lists them.`
    : `You claimed ${leads} today, and may claim ${limit} a day. You can claim again tomorrow.`;
}

function gone(lead: LeadWithDetails | null): Inline[] {
  if (!lead) return [plain('There is no such lead. Check the number: /lead mine lists yours.')];
  if (lead.status === 'held') {
    return [plain(`${leadNumber(lead.id)} is held back until it is complete.`)];
  }
  if (lead.mergedIntoId) {
    return [
      plain(`${leadNumber(lead.id)} is the same as ${leadNumber(lead.mergedIntoId)}: go on there.`),
    ];
  }
  return [plain(`${leadNumber(lead.id)} is closed: ${statuses[lead.status].label}.`)];
}

export function notAllowed(why: NotAllowed): string {
  switch (why) {
    case 'roster':
      return 'Only the reps on this channel’s roster can claim its leads. An admin can add you to it.';
    case 'role':
      return 'This is for the lead’s owner, the reps and the managers of its channel.';
    case 'manager':
      return 'This is for the managers of the lead’s channel, and for admins.';
    case 'admin':
      return 'This is for admins.';
    case 'source':
      return 'This is for whoever owns the lead’s source, the managers of its channel and admins.';
    case 'do-not-contact':
      return 'This person asked not to be contacted, so the lead stays closed. An admin can lift that in its details.';
    case 'guest':
      return notForGuests;
    case 'deactivated':
      return 'Your account is deactivated, so this was not done.';
    case 'bot':
      return 'Apps cannot work on leads from here.';
    case 'unknown':
      return 'Slack does not list you as a member of this workspace. Try again in a minute; if it stays, ask an admin.';
  }
}

function notPostponed({ why, latest, lead }: NotPostponed): Inline[] {
  const until = latest ? [plain(' The latest possible is '), moment(latest), plain('.')] : [];
  switch (why) {
    case 'nothing-due':
      return [plain(`Nothing is due on ${leadNumber(lead.id)}, so there is nothing to postpone.`)];
    case 'overdue':
      return [plain('It is overdue already, so it cannot be postponed. Update it instead.')];
    case 'too-often':
      return [
        plain('It was postponed as often as possible since the last touch. Update it instead.'),
      ];
    case 'not-later':
      return [plain('That is not later than it is due now. Choose a later time.'), ...until];
    case 'too-far':
      return [plain('That is too long after the last touch.'), ...until];
    case 'past-lease':
      return [plain('Your claim would end before then. A touch renews it.'), ...until];
  }
}
