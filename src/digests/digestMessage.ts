import type { KnownBlock } from '@slack/types';
import type { Context } from '../context.ts';
import type { Compliance } from '../leads/compliance.ts';
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
  header,
  markup,
  mrkdwn,
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
    const digest = await gatherDigest(ctx.db, team, date, calendarOf(to.manager, document));
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
  const overdueLeads = digest.overdue.reduce((sum, { leads }) => sum + leads, 0);
  const { unclaimed, lastDay, week } = digest;
  const blocks: KnownBlock[] = [
    header(headline(overdueLeads, digest.overdue.length, unclaimed.count)),
  ];
  if (late) {
    blocks.push({
      type: 'context',
      elements: [
        mrkdwn(
          markup`Sent late, at ${slackDate(late, '{time}')}: the app was not running at the usual time.`,
        ),
      ],
    });
  }
  const figures = [...share(dayName(lastDay.date), lastDay.compliance), ...share('7 days', week)];
  if (figures.length > 0) {
    blocks.push(richText([line(bold('On time  '), plain(figures.join('  ·  ')))]));
  }
  if (digest.overdue.length > 0) {
    blocks.push(section(markup`*Overdue by rep*`));
    for (const rep of digest.overdue.slice(0, reps)) {
      blocks.push(
        section(
          markup`${person(rep.personId)}: ${leads(rep.leads)}, the oldest (${leadNumber(rep.oldestLeadId)}) due ${slackDate(rep.oldestDueAt)}`,
          button({
            text: 'Nudge',
            actionId: 'nudge:ask',
            value: rep.personId,
            spoken: `Nudge this rep about ${leads(rep.leads)}`,
          }),
        ),
      );
    }
    if (digest.overdue.length > reps) {
      blocks.push(context(`And ${digest.overdue.length - reps} more reps.`));
    }
  }
  if (unclaimed.count > 0) {
    blocks.push(
      richText([
        line(bold(`Unclaimed: ${leads(unclaimed.count)} past the window, oldest first`)),
        ...unclaimed.oldest.map((lead) => line(...unclaimedLine(lead))),
        ...(unclaimed.count > unclaimed.oldest.length
          ? [line(plain(`and ${unclaimed.count - unclaimed.oldest.length} more`))]
          : []),
      ]),
    );
  }
  if (digest.overrides.length > 0) {
    blocks.push(
      richText([
        line(bold('More time, given by managers')),
        ...digest.overrides.slice(0, shownOverrides).map((one) => line(...overrideLine(one))),
        ...(digest.overrides.length > shownOverrides
          ? [line(plain(`and ${digest.overrides.length - shownOverrides} more`))]
          : []),
      ]),
    );
  }
  if (digest.newHours.length > 0) {
    blocks.push(
      richText([
        line(bold('Other working hours')),
        ...digest.newHours.slice(0, reps).map((one) => line(...newHoursLine(one))),
        ...(digest.newHours.length > reps
          ? [line(plain(`and ${digest.newHours.length - reps} more`))]
          : []),
      ]),
    );
  }
  return { text: fallbackText(blocks), blocks };
}

/** The one sentence that matters. */
function headline(overdue: number, reps: number, unclaimed: number): string {
  if (overdue === 0 && unclaimed === 0) return 'Nothing is overdue and nothing is unclaimed.';
  const parts = [
    ...(overdue > 0
      ? [`${leads(overdue)} overdue with ${reps === 1 ? '1 rep' : `${reps} reps`}`]
      : []),
    ...(unclaimed > 0 ? [`${leads(unclaimed)} unclaimed past the window`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** No percentage without its numbers; nothing where nothing was due. */
function share(label: string, { due, onTime }: Compliance): string[] {
  if (due === 0) return [];
  return [`${label}: ${Math.round((100 * onTime) / due)} % (${onTime} of ${due})`];
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
