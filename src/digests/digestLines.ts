import { shareInWords } from '../leads/complianceWords.ts';
import type { Compliance } from '../leads/compliance.ts';
import { leadNumber } from '../leads/lead.ts';
import { missingInWords } from '../leads/missingWords.ts';
import { obstacles } from '../leads/obstacles.ts';
import { weeklyHours } from '../people/calendar.ts';
import { weekInWords } from '../people/calendarWords.ts';
import { writtenDay } from '../people/zone.ts';
import {
  bold,
  channelLink,
  type Inline,
  mention,
  moment,
  oneLine,
  plain,
} from '../slack/richText.ts';
import type { Digest, RepFigures, SlippingSource } from './digest.ts';
import type { ChangedPart } from './changedParts.ts';
import type { SettingsChange } from './reports/settingsChanges.ts';
import type { Unanswered } from './reports/unanswered.ts';
import type { WalkedAway } from './reports/walkedAway.ts';

type Of<Name extends 'unclaimed' | 'incomplete'> = Digest[Name]['listed'][number];

export const leads = (count: number): string => (count === 1 ? '1 lead' : `${count} leads`);

export const sources = (count: number): string => (count === 1 ? '1 source' : `${count} sources`);

export const dayName = (date: string): string =>
  new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** `Friday 93 % (14 of 15)`: no percentage without its numbers; nothing where nothing was due. */
export const share = (label: string, { due, onTime }: Compliance): string[] =>
  due === 0 ? [] : [`${label} ${shareInWords(onTime, due)}`];

type Named = {
  readonly leadId: number;
  readonly name: string | null;
  readonly company: string | null;
};

/** `L-1042, Jane Doe, Example & Sons` */
function called({ leadId, name, company }: Named): string {
  const texts = [name, company].flatMap((text) => (text ? oneLine(text, 40) : []));
  return [leadNumber(leadId), ...texts.filter(Boolean)].join(', ');
}

export const repLine = ({ personId, lastDay, week }: RepFigures, lastDate: string): Inline[] => [
  mention(personId),
  plain(`  ${[...share(dayName(lastDate), lastDay), ...share('7 days', week)].join(' · ')}`),
];

export const overdueLine = ({
  personId,
  hasLeft,
  leads: count,
  oldestLeadId,
  oldestDueAt,
}: Digest['overdue'][number]): Inline[] => [
  mention(personId),
  plain(
    `${hasLeft ? ' (has left)' : ''}: ${leads(count)}, the oldest (${leadNumber(oldestLeadId)}) due `,
  ),
  moment(oldestDueAt),
];

export const unclaimedLine = (lead: Of<'unclaimed'>): Inline[] => [
  plain(`${called(lead)} in `),
  channelLink(lead.channelId),
  plain(', waiting since '),
  moment(lead.postedAt),
];

export const walkedAwayLine = (lead: WalkedAway): Inline[] => {
  const owner = mention(lead.ownerId);
  const name = plain(`${called(lead)}: `);
  switch (lead.how) {
    case 'released':
      return [name, plain('released by '), owner];
    case 'lease-ended':
      return [name, plain('the claim of '), owner, plain(' ended')];
    case 'left':
      return [name, plain('given back as '), owner, plain(' has left')];
    case 'disqualified': {
      const why = lead.obstacle ? ` (${obstacles[lead.obstacle].label})` : '';
      return [name, plain(`disqualified${why}, owner `), owner];
    }
  }
};

export const incompleteLine = (lead: Of<'incomplete'>): Inline[] => [
  plain(`${called(lead)}: no ${missingInWords(lead.missing)}`),
  ...(lead.heldUntil
    ? [plain(', held until '), moment(lead.heldUntil)]
    : [plain(', out and marked as incomplete')]),
];

const kinds = {
  'more-time': 'More time',
  'waived-lead': 'Waived',
  'paused-rep': 'Paused',
} as const;

/** `reason` false: of a person, it is for managers. */
export const overrideLine = (
  { kind, leadId, personId, givenBy, reason, until, endedAt, endedBy }: Digest['overrides'][number],
  { reasonsOfPersons }: { reasonsOfPersons: boolean },
): Inline[] => [
  plain(`${kinds[kind]}: `),
  ...(leadId === null ? [] : [plain(leadNumber(leadId))]),
  ...(leadId !== null && personId ? [plain(' of ')] : []),
  ...(personId ? [mention(personId)] : []),
  ...(endedAt
    ? [plain(' ended '), moment(endedAt), ...(endedBy ? [plain(' by '), mention(endedBy)] : [])]
    : [plain(' until '), moment(until)]),
  plain(endedAt ? ', given by ' : ', by '),
  mention(givenBy),
  ...(kind === 'paused-rep' && !reasonsOfPersons ? [] : [plain(`: ${oneLine(reason, 120)}`)]),
];

export const newHoursLine = ({
  personId,
  holdsFrom,
  workingTime,
}: Digest['newHours'][number]): Inline[] => [
  mention(personId),
  plain(
    ` from ${writtenDay(holdsFrom)} on: ` +
      (workingTime ? weekInWords(weeklyHours(workingTime)) : 'the workspace’s hours'),
  ),
];

const shownPaths = 4;

export const settingsChangeLine = ({ authorId, at, note, parts }: SettingsChange): Inline[] => [
  authorId ? mention(authorId) : plain('An operator'),
  plain(', '),
  moment(at),
  plain(': '),
  ...(parts.length === 0
    ? [plain('nothing that counts')]
    : parts
        .slice(0, shownPaths)
        .flatMap((part, n) => [...(n > 0 ? [plain(', ')] : []), ...changedPart(part)])),
  ...(parts.length > shownPaths ? [plain(` and ${parts.length - shownPaths} more parts`)] : []),
  ...(note ? [plain(` (“${oneLine(note, 120)}”)`)] : []),
];

/** `windows.claimed from 1h to 2h`, `limits.openLeads from none to 10`; a channel by its link. */
function changedPart({ path, from, to }: ChangedPart): Inline[] {
  const [first, id, ...rest] = path;
  const isChannel = first === 'channels' && id !== undefined;
  const text = (keys: readonly string[]) =>
    plain(oneLine(keys.join('.'), 60) || '–', { code: true });
  return [
    ...(isChannel
      ? [channelLink(id), ...(rest.length > 0 ? [plain(' '), text(rest)] : [])]
      : [text(path)]),
    ...(from === null && to === null
      ? []
      : [plain(` from ${oneLine(from ?? 'none', 20)} to ${oneLine(to ?? 'none', 20)}`)]),
  ];
}

export const unansweredLine = ({
  sourceName,
  ownerId,
  count,
  oldestDueAt,
}: Unanswered): Inline[] => [
  bold(oneLine(sourceName, 60) || '–'),
  plain(`: ${count === 1 ? '1 grade' : `${count} grades`} for `),
  mention(ownerId),
  plain(' to answer, the oldest since '),
  moment(oldestDueAt),
];

/** `Trade fair: 8 % of its worked leads qualified last week (1 of 12), 50 % in the eight weeks before (20 of 40)` */
export const slippingLine = ({ sourceName, week, before }: SlippingSource): Inline[] => [
  bold(oneLine(sourceName, 60) || '–'),
  plain(
    `: of its worked leads qualified ${shareInWords(week.part, week.whole)} in the last seven days, ` +
      `${shareInWords(before.part, before.whole)} in the eight weeks before`,
  ),
];
