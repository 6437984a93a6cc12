import type { HomeView, KnownBlock } from '@slack/types';
import { actions, button, context, divider, header } from '../slack/blocks.ts';
import {
  bold,
  type Inline,
  joined,
  line,
  mention,
  moment,
  plain,
  richText,
} from '../slack/richText.ts';
import type { Workload } from './homeStore.ts';
import { isOverdue, type LeadWithDetails } from './lead.ts';
import { claimButton, detailsButton, leadButtons } from './leadButtons.ts';
import { contacts, due, statusLine, titleLine, withoutContacts } from './leadWords.ts';

/** What Home shows of one's own leads; two blocks each, of the hundred that Home takes. */
export const shownOwn = 20;
/** What a manager sees of each list. */
export const shownTeam = 10;

export type Listed = { readonly leads: readonly LeadWithDetails[]; readonly count: number };

export type Home = {
  readonly workload: Workload;
  /** The person's own, what is due first, first. */
  readonly own: readonly LeadWithDetails[];
  /** For managers: what nobody has claimed, and what is overdue, in their channels. */
  readonly team: { readonly unclaimed: Listed; readonly overdue: Listed } | null;
  /** Nothing works yet: no channel has been set up. */
  readonly empty: boolean;
  readonly now: Date;
};

export const newLeadButton = () =>
  button({ text: 'New lead', actionId: 'lead:new', value: 'new', style: 'primary' });

export function drawHome(home: Home): HomeView {
  return { type: 'home', callback_id: 'lead:home', blocks: homeBlocks(home) };
}

/** Home's blocks, also what `/lead` alone answers with. */
export function homeBlocks(
  { workload, own, team, empty, now }: Home,
  max = shownOwn,
): KnownBlock[] {
  const shown = own.slice(0, max);
  return [
    richText([line(...headline(workload))]),
    ...actions([newLeadButton()]),
    ...(empty ? [richText([line(plain(firstSteps))])] : []),
    ...shown.flatMap((lead) => ownLead(lead, now)),
    ...more(workload.open - shown.length, 'Type /lead L-… to see any of them.'),
    ...(team ? teamBlocks(team, now) : []),
  ];
}

const firstSteps =
  'No channel takes leads yet. Type /lead setup in the channel where your leads should appear.';

/** `3 due now, next at 14:30` */
function headline({ open, due: dueNow, nextDueAt }: Workload): Inline[] {
  if (open === 0) return [bold('You have no open leads.')];
  const next = nextDueAt ? [plain('next '), moment(nextDueAt)] : [];
  const now = dueNow > 0 ? [bold(`${dueNow} due now`)] : [bold('Nothing is due now')];
  return joined([now, next, [plain(`${open} open`)]], ', ');
}

const ownLead = (lead: LeadWithDetails, now: Date): KnownBlock[] => {
  const reached = contacts(lead);
  return [
    richText([line(...titleLine(lead)), line(...joined([urgency(lead, now), reached]))]),
    ...actions(leadButtons(lead)),
  ];
};

const urgency = (lead: LeadWithDetails, now: Date): Inline[] =>
  isOverdue(lead, now) ? due(lead, now) : statusWithoutOwner(lead, now);

function statusWithoutOwner(lead: LeadWithDetails, now: Date): Inline[] {
  return statusLine({ ...lead, ownerId: null }, now);
}

const more = (count: number, how: string): KnownBlock[] =>
  count > 0 ? [context(`And ${count} more. ${how}`)] : [];

function teamBlocks({ unclaimed, overdue }: NonNullable<Home['team']>, now: Date): KnownBlock[] {
  return [
    ...teamList('Unclaimed', unclaimed, (lead) => [claimButton(lead), detailsButton(lead)], now),
    ...teamList('Overdue in your channels', overdue, (lead) => [detailsButton(lead)], now),
    ...(unclaimed.count + overdue.count === 0
      ? [divider(), context('Your channels: nothing unclaimed, nothing overdue.')]
      : []),
  ];
}

function teamList(
  title: string,
  { leads, count }: Listed,
  buttons: (lead: LeadWithDetails) => Parameters<typeof actions>[0],
  now: Date,
): KnownBlock[] {
  if (count === 0) return [];
  const shown = leads.slice(0, shownTeam);
  return [
    divider(),
    header(`${title}: ${count}`),
    ...shown.flatMap((lead) => [
      richText([
        line(...titleLine(lead, (text) => withoutContacts(text, lead.country))),
        line(...joined([lead.ownerId ? [mention(lead.ownerId)] : [], due(lead, now)])),
      ]),
      ...actions(buttons(lead)),
    ]),
    ...more(count - shown.length, 'The daily digest counts them all.'),
  ];
}
