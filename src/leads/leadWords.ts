import {
  findPhoneNumbersInText,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js';
import {
  bold,
  emoji,
  type Inline,
  joined,
  mailLink,
  mention,
  moment,
  oneLine,
  phoneLink,
  plain,
} from '../slack/richText.ts';
import {
  isOverdue,
  type Lead,
  type LeadDetails,
  leadNumber,
  leadTitle,
  type LeadWithDetails,
} from './lead.ts';
import type { AskedAgain, Held, LeadEvent, StageChange } from './leadEvent.ts';
import { isSentBack } from './hold.ts';
import { missingInWords } from './missingWords.ts';
import { obstacles } from './obstacles.ts';
import { stages } from './stages.ts';
import { hasExpiringLease, isClosed, statuses } from './statuses.ts';
import type { TouchKind, TouchOutcome } from './touch.ts';

/** Icon, name, company, number: the line by which a lead is known wherever it is shown. */
export function titleLine(lead: LeadWithDetails, shown = (text: string) => text): Inline[] {
  const title = leadTitle(lead);
  const { company } = lead.details;
  return [
    emoji(statuses[lead.status].icon),
    plain(' '),
    bold(oneLine(shown(title), 80) || leadNumber(lead.id)),
    ...(company && company !== title ? [plain(` · ${oneLine(shown(company), 60)}`)] : []),
    ...(title === leadNumber(lead.id) ? [] : [plain(` · ${leadNumber(lead.id)}`)]),
  ];
}

/** Status, owner, and what is due when: `Attempted · @ana · next step Tue 10:00`. `since`: when the customer asked. */
export function statusLine(lead: Lead, now: Date, since = lead.receivedAt): Inline[] {
  const { label } = statuses[lead.status];
  const owner = lead.ownerId ? [mention(lead.ownerId)] : [];
  if (lead.status === 'held') return holdLine(lead);
  if (lead.status === 'new') return joined([[bold(waitingLabel(lead))], waiting(since)]);
  if (isClosed(lead.status)) {
    const why = lead.obstacle ? [plain(obstacles[lead.obstacle].label)] : [];
    const value =
      lead.status === 'won' && lead.value !== null ? [plain(money(lead.value, lead.currency))] : [];
    const closed = lead.closedAt ? [moment(lead.closedAt, '{date_short_pretty}')] : [];
    const into = lead.mergedIntoId === null ? '' : ` into ${leadNumber(lead.mergedIntoId)}`;
    return joined([[bold(`${label}${into}`)], why, value, owner, closed]);
  }
  return joined([[bold(label)], owner, due(lead, now)]);
}

/** What a held lead lacks and when it goes out at the latest; of one that was sent back, until when its rep waits. */
export function holdLine(lead: Lead): Inline[] {
  const { status, missing, heldUntil, sentBackBy } = lead;
  const lacks =
    missing.length > 0 ? ` lacks ${missingInWords(missing)}` : ' lacks nothing any more';
  if (status === 'held') {
    const until = heldUntil ? [plain('goes out as it is '), moment(heldUntil)] : [];
    return joined([[bold('Held back:'), plain(lacks)], until]);
  }
  if (!heldUntil) return [];
  const who = sentBackBy ? [mention(sentBackBy)] : [plain('A rep')];
  return joined([
    [...who, plain(` cannot work it without: ${missingInWords(missing)}`)],
    [plain('nothing is due on it until '), moment(heldUntil)],
  ]);
}

/** `Missing: phone number`, of a lead that is before reps. */
export const missingBadge = ({ status, missing }: Lead): Inline[] =>
  missing.length > 0 && status !== 'held' && !isClosed(status)
    ? [bold(`Missing: ${missingInWords(missing)}`)]
    : [];

/** What an open lead lacks, and whether its rep waits for that; nothing where it lacks nothing. */
export const lackLine = (lead: Lead): Inline[] =>
  isSentBack(lead) ? holdLine(lead) : missingBadge(lead);

/** What is due and when; nothing where nothing is. */
export function due(lead: Lead, now: Date): Inline[] {
  if (!lead.followUpDueAt) return [];
  return isOverdue(lead, now)
    ? [bold('Overdue'), plain(' since '), moment(lead.followUpDueAt)]
    : [plain(`${dueLabel(lead)} `), moment(lead.followUpDueAt)];
}

function dueLabel({ status, dueRule }: Lead): string {
  if (dueRule === 'appointment') return 'Appointment';
  if (dueRule === 'revisit') return 'Come back';
  if (dueRule === 'postponed') return 'Postponed to';
  if (dueRule === 'own-date') return 'Next step';
  return status === 'claimed' ? 'First touch due' : 'Next update due';
}

const waitingLabel = (lead: Lead): string =>
  lead.breachedAt ? 'Unclaimed past its window' : wasReturned(lead) ? 'Back in the pool' : 'New';

/** It has become new again after its channel saw it, or after somebody worked on it. */
const wasReturned = ({ touchCount, postedAt, statusAt }: Lead): boolean =>
  touchCount > 0 || (postedAt !== null && statusAt > postedAt);

const waiting = (since: Date): Inline[] => [
  plain('waiting since '),
  moment(since),
  plain(', '),
  moment(since, '{ago}'),
];

type Contacts = Pick<LeadDetails, 'phone' | 'phoneAsGiven' | 'email' | 'emailAsGiven'>;

/**
 * How the customer is reached: for the owner and managers only. Links are built from what was
 * validated; what was not is shown as it was typed.
 */
export function contacts(details: Contacts): Inline[] {
  const { phone, phoneAsGiven, email, emailAsGiven } = details;
  const typed = (text: string | null) => (text ? [plain(`${oneLine(text, 100)} (as typed)`)] : []);
  return joined([
    phone ? [phoneLink(phone, formatPhone(phone))] : typed(phoneAsGiven),
    email ? [mailLink(email)] : typed(emailAsGiven),
  ]);
}

const formatPhone = (phone: string): string =>
  parsePhoneNumberFromString(phone)?.formatInternational() ?? phone;

/** Until when the claim holds, where it ends by itself. */
export const leaseLine = (lead: Lead): Inline[] =>
  lead.leaseEndsAt && hasExpiringLease(lead.status)
    ? [plain('Claim ends '), moment(lead.leaseEndsAt), plain(' without a touch')]
    : [];

/** Source, stage, value, where the status line does not say it: `Website form · Comparing options · €5,000`. */
export function facts(lead: Lead, sourceName: string): string[] {
  return [
    oneLine(sourceName, 60),
    ...(lead.stage ? [stages[lead.stage] + (lead.stageConfirmedAt ? '' : ' (unconfirmed)')] : []),
    ...(lead.value === null || lead.status === 'won' ? [] : [money(lead.value, lead.currency)]),
    ...(lead.country ? [oneLine(lead.country, 20)] : []),
  ];
}

export function money(value: number, currency: string | null): string {
  const digits = { maximumFractionDigits: Number.isInteger(value) ? 0 : 2 };
  if (!currency || !/^[A-Z]{3}$/.test(currency)) return value.toLocaleString('en', digits);
  return value.toLocaleString('en', { ...digits, style: 'currency', currency });
}

const touches: Readonly<Record<TouchKind, Readonly<Record<TouchOutcome, string>>>> = {
  call: { 'no-answer': 'Called, no answer', reached: 'Called and reached' },
  email: { 'no-answer': 'Emailed, no answer yet', reached: 'Emailed and got an answer' },
  meeting: { 'no-answer': 'Meeting, did not come', reached: 'Met' },
  other: { 'no-answer': 'Tried another way, no answer', reached: 'Reached another way' },
};
export const touchWords = (kind: TouchKind, outcome: TouchOutcome): string =>
  touches[kind][outcome];

/** What happened, by whom and when. */
export const eventLine = (event: LeadEvent): Inline[] => [
  ...eventWords(event),
  plain(' · '),
  moment(event.at),
];

/** What happened and by whom: `Set to Attempted by @ana. Called, no answer`. */
export function eventWords(event: LeadEvent): Inline[] {
  const { actorId, touch, stage } = event;
  return [
    ...happened(event),
    ...(actorId ? [plain(' by '), mention(actorId)] : []),
    ...(touch ? [plain(`. ${touchWords(touch.kind, touch.outcome)}`)] : []),
    ...(stage ? [plain(`. ${stageWords(stage)}`)] : []),
  ];
}

/** `Stage confirmed by email: Deciding (was Comparing options)` */
function stageWords({ from, to, how }: StageChange): string {
  const ways = { call: 'in a call', email: 'by email', meeting: 'in a meeting' } as const;
  const was = from && from !== to ? ` (was ${stages[from]})` : '';
  return `Stage confirmed ${ways[how]}: ${stages[to]}${was}`;
}

function happened(event: LeadEvent): Inline[] {
  const { kind, statusFrom, statusTo, dueTo, ownerId, actorId, toId, held, otherId } = event;
  const status = statusTo ? statuses[statusTo].label : '';
  switch (kind) {
    case 'received':
      return [
        plain(`${actorId ? 'Entered' : 'Received'}${statusTo === 'held' ? ' (held back)' : ''}`),
      ];
    case 'repeated':
      return [plain('Came in again')];
    case 'imported':
      return [plain('Imported')];
    case 'posted':
      return [plain('Shown in the channel')];
    case 'claimed':
      return actorId === ownerId || !ownerId
        ? [plain('Claimed')]
        : [plain('Given to '), mention(ownerId)];
    case 'updated':
      return [plain(statusFrom === statusTo ? `Still ${status}, updated` : `Set to ${status}`)];
    case 'postponed':
      return dueTo ? [plain('Postponed to '), moment(dueTo), plain(',')] : [plain('Postponed')];
    case 'offered':
      return toId ? [plain('Offered to '), mention(toId)] : [plain('Offered to a colleague')];
    case 'passed':
      return [plain('Taken over')];
    case 'undone':
      return [plain(`Undone, ${status} again`)];
    case 'released':
      return [
        plain('Given back to the pool'),
        ...(held ? [plain(', its owner’s account being deactivated')] : []),
      ];
    case 'lease-ended':
      return [
        plain('Claim'),
        ...(ownerId ? [plain(' of '), mention(ownerId)] : []),
        plain(` ended${held ? ` after ${heldFor(held)}` : ''}`),
      ];
    case 'assigned':
    case 'reassigned':
      return toId ? [plain('Given to '), mention(toId)] : [plain('Given to a rep')];
    case 'more-time':
      return dueTo ? [plain('More time until '), moment(dueTo), plain(',')] : [plain('More time')];
    case 'reopened':
      return [
        plain('Asked again, so it is open again'),
        ...(toId ? [plain(', '), mention(toId), plain('’s')] : []),
      ];
    case 'merged':
    case 'took-in':
    case 'unmerged':
    case 'let-go':
      return [plain(`${mergeWords[kind]} ${leadNumber(otherId ?? 0)}`)];
    case 'waived':
      return dueTo
        ? [plain('Waived for a while, due again '), moment(dueTo), plain(',')]
        : [plain('Waived for a while')];
    case 'exception-ended':
      return [plain('Exception ended')];
    case 'recalculated':
      return [plain('Due time follows a changed calendar or window')];
    case 'sent-back':
      return [plain(stillLacks(event, 'Sent back'))];
    case 'completed':
      return [
        plain(stillLacks(event, event.missing?.length ? 'Added to' : 'Completed')),
        ...(otherId ? [plain(`, may be the same as ${leadNumber(otherId)},`)] : []),
      ];
    case 'limit-passed':
      return [
        plain(
          stillLacks(
            event,
            statusFrom === 'held' ? 'Went out at the end of its hold' : 'Clock started anew',
          ),
        ),
      ];
    case 'noted':
      return [plain(event.inThread ? 'Note in the thread' : 'Note added')];
    case 'do-not-contact':
      return [plain('Asked not to be contacted, recorded')];
    case 'do-not-contact-lifted':
      return [plain('May be contacted again')];
    case 'suppressed':
      return [
        plain(
          statusFrom === statusTo
            ? 'Came again; nobody was told, since they asked not to be contacted'
            : 'Closed, since they had asked not to be contacted,',
        ),
      ];
    case 'graded':
      return [plain('Graded')];
    case 'breached':
      return [plain('Follow-up window ran out')];
    default:
      return [plain(oneLine(kind, 40))];
  }
}

const mergeWords = {
  merged: 'Merged into',
  'took-in': 'Merged with',
  unmerged: 'Taken apart from',
  'let-go': 'Taken apart from',
} as const;

/** How a lead had ended: `Repeat enquiry since Tue 14:05. Was Lost (No need) on 3 Nov, Ana Pop’s.` */
export function repeatWords({
  at,
  was,
  status,
  formerOwner,
}: Omit<AskedAgain, 'message'>): Inline[] {
  const why = was.obstacle ? ` (${obstacles[was.obstacle].label})` : '';
  return [
    bold('Repeat enquiry'),
    plain(' of '),
    moment(at),
    plain(`. Was ${status ? statuses[status].label : 'closed'}${why}`),
    ...(was.closedAt ? [plain(' on '), moment(new Date(was.closedAt), '{date_short}')] : []),
    plain(was.ownerId ? `, ${oneLine(formerOwner ?? 'another rep', 60)}’s.` : '.'),
  ];
}

/** `Went out at the end of its hold (lacks phone number)` */
const stillLacks = ({ missing = [] }: LeadEvent, what: string): string =>
  missing.length > 0 ? `${what} (lacks ${missingInWords(missing)})` : what;

/** `4 days, 1 touch` */
export function heldFor({ days, touches }: Held): string {
  const long = days === 0 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`;
  const tries = touches === 0 ? 'no touch' : touches === 1 ? '1 touch' : `${touches} touches`;
  return `${long}, ${tries}`;
}

/**
 * A stranger's text as a channel may see it: addresses and phone numbers taken out, since contact
 * details are the owner's. `max`: characters that are looked at.
 */
export function withoutContacts(text: string, country: string | null, max = 600): string {
  const words = text
    .slice(0, max)
    .replace(/\S+/g, (word) => (/.@.*\../.test(word) ? '[email]' : word));
  const home = country && isSupportedCountry(country) ? { defaultCountry: country } : {};
  let shown = '';
  let from = 0;
  for (const { startsAt, endsAt } of findPhoneNumbersInText(words, home)) {
    shown += `${words.slice(from, startsAt)}[phone]`;
    from = endsAt;
  }
  return shown + words.slice(from) + (text.length > max ? '…' : '');
}
