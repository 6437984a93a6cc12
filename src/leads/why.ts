import type { Calendar } from '../people/calendar.ts';
import { holidaysBetween, hoursInWords } from '../people/calendarWords.ts';
import { awayAt, type Person } from '../people/person.ts';
import { formatWindow } from '../people/window.ts';
import type { Settings } from '../settings/settings.ts';
import { channelLink, type Inline, mention, moment, oneLine, plain } from '../slack/richText.ts';
import type { Lead } from './lead.ts';
import { type Status, statuses } from './statuses.ts';
import { whatIsDue, whichWindow } from './whyDue.ts';
import { whenTheClaimEnds, whoIsTold } from './whyNext.ts';

/** What decides when something is due on a lead, and what follows. */
export type Reasons = {
  readonly lead: Lead;
  readonly settings: Settings;
  readonly owner: Person | null;
  /** The owner's; of a lead that nobody has, its channel's. */
  readonly calendar: Calendar;
  /** Of the due instant that stands. */
  readonly breach: BreachSoFar | null;
  readonly moreTime: MoreTime | null;
  readonly lastMessage: LastMessage | null;
  readonly now: Date;
};

export type BreachSoFar = {
  /** A nudge that was posted, or waits, tells it. */
  readonly told: boolean;
  readonly warnAt: Date | null;
  readonly escalateAt: Date | null;
  /** Decided then. */
  readonly escalatedAt: Date | null;
  /** Null: there is nobody to tell. */
  readonly escalatedTo: string | null;
  /** Their message has been posted. */
  readonly escalationTold: boolean;
};

export type MoreTime = {
  readonly givenBy: string;
  readonly reason: string;
  readonly until: Date;
};

/** The last that was posted about the lead; of a nudge or an escalation, with the window that ran out. */
export type LastMessage = {
  readonly kind: string;
  readonly at: Date;
  readonly personId: string | null;
  readonly askedBy: string | null;
  readonly ranOut: { readonly at: Date; readonly rule: string | null } | null;
};

/**
 * Why something is due on a lead or is not, what comes next and why the last message was sent: at most
 * nine lines of plain words.
 */
export const explain = (of: Reasons): Inline[][] =>
  [
    whatIsDue(of),
    whichWindow(of),
    whoseCalendar(of),
    moreTimeOf(of),
    held(of),
    away(of),
    whoIsTold(of),
    whenTheClaimEnds(of),
    lastMessage(of),
  ].filter((line) => line.length > 0);

function whoseCalendar({ lead, calendar, now }: Reasons): Inline[] {
  const { followUpDueAt, dueOpenedAt } = lead;
  if (!followUpDueAt || lead.dueRule === 'appointment' || lead.dueRule === 'more-time') return [];
  const whose = lead.ownerId ? mention(lead.ownerId) : channelLink(lead.channelId);
  const { timezone } = calendar;
  const off = dueOpenedAt ? holidaysBetween(calendar, dueOpenedAt, followUpDueAt) : [];
  return [
    plain('It counts on the clock of '),
    whose,
    plain(`: ${timezone}, ${hoursInWords(calendar, now)}.`),
    ...(off.length > 0 ? [plain(` Holidays in between: ${off.slice(0, 4).join(', ')}.`)] : []),
  ];
}

const moreTimeOf = ({ moreTime }: Reasons): Inline[] =>
  moreTime
    ? [
        plain('More time until '),
        moment(moreTime.until),
        plain(', given by '),
        mention(moreTime.givenBy),
        plain(`: ${oneLine(moreTime.reason, 200)}`),
      ]
    : [];

/** What it waits for, and how long it was held back: that is nobody's delay who has it. */
function held({ lead }: Reasons): Inline[] {
  const { heldUntil, heldSeconds, status } = lead;
  if (heldUntil) {
    const then = status === 'held' ? 'goes before reps as it is' : 'counts on anew';
    return [plain('Once it is complete, or '), moment(heldUntil), plain(`, it ${then}.`)];
  }
  if (heldSeconds === 0) return [];
  const long = formatWindow({ minutes: Math.max(1, Math.round(heldSeconds / 60)) });
  return [plain(`It was held back for ${long} of the channel’s working time before reps saw it.`)];
}

function away({ owner, lead, now }: Reasons): Inline[] {
  const period =
    owner &&
    (awayAt(owner, now) ??
      owner.away.find(
        ({ from, until }) =>
          lead.dueOpenedAt !== null &&
          lead.followUpDueAt !== null &&
          from < lead.followUpDueAt &&
          until > lead.dueOpenedAt,
      ));
  if (!owner || !period) return [];
  const { from, until, standInId } = period;
  return [
    mention(owner.id),
    ...(from <= now ? [] : [plain(' is away from '), moment(from)]),
    plain(until <= now ? ' was away until ' : from <= now ? ' is away until ' : ' until '),
    moment(until),
    ...(standInId ? [plain('; '), mention(standInId), plain(' stands in')] : []),
    plain('.'),
  ];
}

function lastMessage({ lastMessage: last }: Reasons): Inline[] {
  if (!last) return [];
  const to = last.personId ? [plain(' to '), mention(last.personId)] : [];
  return [
    plain(`Last message: ${kindsInWords[last.kind] ?? 'a message'}`),
    ...to,
    plain(' '),
    moment(last.at),
    ...because(last),
    plain('.'),
  ];
}

const kindsInWords: Readonly<Record<string, string>> = {
  card: 'its card',
  'past-card': 'its card',
  nudge: 'the nudge',
  escalation: 'the list of what is overdue',
  unclaimed: 'the reply under its card',
  assigned: 'that it was assigned',
  held: 'that it lacks something',
};

function because({ askedBy, ranOut, kind }: LastMessage): Inline[] {
  if (askedBy) return [plain(', because '), mention(askedBy), plain(' asked')];
  if (ranOut) {
    const status = ranOut.rule?.replace('status:', '') ?? '';
    const what = Object.hasOwn(statuses, status)
      ? `the window of ${statuses[status as Status].label}` // hasOwn has looked
      : (datesInWords[status] ?? 'its window');
    return [plain(`, because ${what} ran out `), moment(ranOut.at)];
  }
  return kind === 'card' ? [plain(', because it came into the channel')] : [];
}

const datesInWords: Readonly<Record<string, string>> = {
  unclaimed: 'the window to claim it',
  'own-date': 'the date that its owner chose',
  postponed: 'the date to which it was postponed',
  appointment: 'its appointment',
  revisit: 'the day to come back to it',
  'more-time': 'the time that a manager gave',
};
