import type { KnownBlock } from '@slack/types';
import type { Context } from '../context.ts';
import type { Compliance } from '../leads/compliance.ts';
import { shareInWords } from '../leads/complianceWords.ts';
import { leadNumber } from '../leads/lead.ts';
import { calendarOf, weeklyHours } from '../people/calendar.ts';
import { weekInWords } from '../people/calendarWords.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { atLocalTime, localDate, writtenDay } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import {
  button,
  context,
  divider,
  header,
  markup,
  person,
  section,
  slackDate,
} from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, Message, MessageKind } from '../slack/message.ts';
import {
  bold,
  channelLink,
  type Inline,
  line,
  mention,
  moment,
  oneLine,
  plain,
  richText,
} from '../slack/richText.ts';
import { type Digest, gatherDigest } from './digest.ts';

const reps = 12;
const shownOverrides = 10;

/** A manager's digest of one local day. Frozen once it is posted: it says how things stood then. */
export const digestMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message, now) {
    if (message.posted) return null;
    const date = String(message.subject['date']);
    const to = await recipient(ctx, message, now, date);
    if (!to) return null;
    const { document } = await ctx.settings.current();
    const team = { workspaceId: ctx.workspaceId, channels: to.channels, now };
    const digest = await gatherDigest(ctx, team, date, calendarOf(to.manager, document));
    return drawDigest(digest, {
      late: isLate(document, date, to.manager.timezone, now) ? now : null,
    });
  },
};

/** Null: no longer a manager, gone, or the day is over for a digest. */
async function recipient(ctx: Context, message: Message, now: Date, date: string) {
  const { document } = await ctx.settings.current();
  const manager = await findPerson(ctx.db, ctx.workspaceId, message.destination);
  if (!manager || barred(manager)) return null;
  const { timezone } = manager;
  const over = now > atLocalTime(date, document.digest.until, timezone);
  if (over || localDate(now, timezone) !== date) return null;
  const channels = managedChannels(document, manager.id);
  return channels.length > 0 ? { channels, manager } : null;
}

export const managedChannels = ({ channels }: Settings, managerId: string): string[] =>
  Object.keys(channels).filter((id) => channels[id]?.managers.includes(managerId));

const punctual = 15 * 60_000;

const isLate = ({ digest }: Settings, date: string, timezone: string, now: Date): boolean =>
  now.getTime() - atLocalTime(date, digest.at, timezone).getTime() > punctual;

/** `late`: when it was sent, where that is not when it was due. */
export function drawDigest(digest: Digest, { late }: { late: Date | null }): Drawing {
  const { lastDay, week } = digest;
  const figures = [...share(dayName(lastDay.date), lastDay.compliance), ...share('7 days', week)];
  const reports = [overdue(digest), unclaimed(digest), overrides(digest), newHours(digest)];
  const blocks: KnownBlock[] = [
    header(headline(digest)),
    ...(late ? [context(sentLate(late))] : []),
    ...(figures.length > 0
      ? [richText([line(bold('On time  '), plain(figures.join('  ·  ')))])]
      : []),
    ...reports.filter(({ length }) => length > 0).flatMap((report) => [divider(), ...report]),
  ];
  return { text: fallbackText(blocks), blocks };
}

const sentLate = (late: Date) =>
  markup`Sent late, at ${slackDate(late, '{time}')}: the app was not running at the usual time.`;

function overdue({ overdue: all }: Digest): KnownBlock[] {
  if (all.length === 0) return [];
  return [
    section(markup`*Overdue by rep*`),
    ...all.slice(0, reps).map((rep) =>
      section(
        markup`${person(rep.personId)}: ${leads(rep.leads)}, the oldest (${leadNumber(rep.oldestLeadId)}) due ${slackDate(rep.oldestDueAt)}`,
        button({
          text: 'Nudge',
          actionId: 'nudge:ask',
          value: rep.personId,
          spoken: `Nudge this rep about ${leads(rep.leads)}`,
        }),
      ),
    ),
    ...(all.length > reps ? [context(`And ${all.length - reps} more reps.`)] : []),
  ];
}

const unclaimed = ({ unclaimed: { count, oldest } }: Digest): KnownBlock[] =>
  list(
    `Unclaimed: ${leads(count)} past the window, oldest first`,
    oldest.map(unclaimedLine),
    count,
  );

const overrides = ({ overrides: all }: Digest): KnownBlock[] =>
  list('More time, given by managers', all.slice(0, shownOverrides).map(overrideLine), all.length);

const newHours = ({ newHours: all }: Digest): KnownBlock[] =>
  list('Other working hours', all.slice(0, reps).map(newHoursLine), all.length);

/** Nothing where there is nothing; what of `count` is not shown is counted. */
const list = (title: string, shown: readonly Inline[][], count: number): KnownBlock[] =>
  count === 0
    ? []
    : [
        richText([
          line(bold(title)),
          ...shown.map((words) => line(...words)),
          ...(count > shown.length ? [line(plain(`and ${count - shown.length} more`))] : []),
        ]),
      ];

/** The one sentence that matters. */
function headline({ overdue: byRep, unclaimed: { count } }: Digest): string {
  const late = byRep.reduce((sum, rep) => sum + rep.leads, 0);
  if (late === 0 && count === 0) return 'Nothing is overdue and nothing is unclaimed.';
  const whose = byRep.length === 1 ? '1 rep' : `${byRep.length} reps`;
  const parts = [
    ...(late > 0 ? [`${leads(late)} overdue with ${whose}`] : []),
    ...(count > 0 ? [`${leads(count)} unclaimed past the window`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** No percentage without its numbers; nothing where nothing was due. */
function share(label: string, { due, onTime }: Compliance): string[] {
  if (due === 0) return [];
  return [`${label}: ${shareInWords(onTime, due)}`];
}

function unclaimedLine(lead: Digest['unclaimed']['oldest'][number]): Inline[] {
  const called = [lead.name, lead.company].flatMap((text) => (text ? oneLine(text, 60) : []));
  return [
    plain(`• ${[leadNumber(lead.leadId), ...called].join(', ')} in `),
    channelLink(lead.channelId),
    plain(', since '),
    moment(lead.postedAt),
  ];
}

function overrideLine({
  leadId,
  personId,
  givenBy,
  reason,
  until,
}: Digest['overrides'][number]): Inline[] {
  return [
    plain(`• ${leadNumber(leadId)}`),
    ...(personId ? [plain(' of '), mention(personId)] : []),
    plain(' until '),
    moment(until),
    plain(', by '),
    mention(givenBy),
    plain(`: ${oneLine(reason, 120)}`),
  ];
}

const newHoursLine = ({
  personId,
  holdsFrom,
  workingTime,
}: Digest['newHours'][number]): Inline[] => [
  plain('• '),
  mention(personId),
  plain(
    ` from ${writtenDay(holdsFrom)} on: ` +
      (workingTime ? weekInWords(weeklyHours(workingTime)) : 'the workspace’s hours'),
  ),
];

const leads = (count: number): string => (count === 1 ? '1 lead' : `${count} leads`);

const dayName = (date: string): string =>
  new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
