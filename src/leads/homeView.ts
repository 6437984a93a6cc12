import type { Button, HomeView, KnownBlock } from '@slack/types';
import { actions, button, context, divider, header } from '../slack/blocks.ts';
import { type OwnTime, ownTimeButtons, ownTimeLines } from '../people/homeClock.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing } from '../slack/message.ts';
import {
  bold,
  type Inline,
  joined,
  line,
  markupOf,
  moment,
  plain,
  richText,
} from '../slack/richText.ts';
import type { Workload } from './homeStore.ts';
import type { LeadWithDetails } from './lead.ts';
import { type Operation, operationLine } from './operation.ts';
import { claimButton, detailsButton, leadButtons, reassignButton } from './leadButtons.ts';
import { contacts, leaseLine, statusLine, titleLine, withoutContacts } from './leadWords.ts';

/** What Home shows of one's own leads: three blocks each, of the hundred that Home takes. */
export const shownOwn = 30;
/** The same for managers, who have lists of two blocks a lead below their own. */
const shownOwnOfManagers = 15;
/** What a manager sees of each list. */
export const shownTeam = 10;

export type Listed = { readonly leads: readonly LeadWithDetails[]; readonly count: number };

export type Home = {
  readonly ownTime: OwnTime;
  readonly workload: Workload;
  /** The person's own, what is due first, first. */
  readonly own: readonly LeadWithDetails[];
  /** For managers: what nobody has claimed, and what is overdue, in their channels. */
  readonly team: {
    readonly unclaimed: Listed;
    readonly overdue: Listed;
    /** The channels where they may claim, too. */
    readonly claimsIn: readonly string[];
  } | null;
  /** Why no leads come to them by turn: so many of their claims ended without a touch. Null: they do. */
  readonly pausedAfter: number | null;
  /** For admins: how the app itself is doing. */
  readonly operation: Operation | null;
  /** Nothing works yet: no channel has been set up. */
  readonly empty: boolean;
  readonly now: Date;
};

export const newLeadButton = () => button({ text: 'New lead', actionId: 'lead:new', value: 'new' });

export function drawHome(home: Home, said: readonly KnownBlock[] = []): HomeView {
  return {
    type: 'home',
    callback_id: 'lead:home',
    blocks: [
      ...(said.length > 0 ? [...said, divider()] : []),
      ...operationBlocks(home),
      ...headBlocks(home),
      ...actions([newLeadButton(), ...ownTimeButtons(home.ownTime, home.now)]),
      ...ownBlocks(home, home.team ? shownOwnOfManagers : shownOwn),
      ...teamBlocks(home, shownTeam),
    ],
  };
}

/** For whoever may do nothing here. */
export const drawClosedHome = (): HomeView => ({
  type: 'home',
  callback_id: 'lead:home',
  blocks: [richText([line(plain(notForGuests))])],
});
export const notForGuests =
  'Guests cannot work on leads. A workspace admin can make you a full member.';

/** `/lead` alone: Home in short, with the way to the whole. `homeUrl` opens the app's Home tab. */
export function drawWayIn(home: Home, homeUrl: string): Drawing {
  const open = button({ text: 'Open Home', actionId: 'lead:open-home', value: 'home' });
  const blocks = [
    ...headBlocks(home),
    ...ownBlocks(home, 8),
    ...teamBlocks(home, 4),
    ...actions([newLeadButton(), { ...open, url: homeUrl }]),
  ];
  return { text: fallbackText(blocks), blocks };
}

/** `/lead mine` */
export function drawOwn(home: Home): Drawing {
  const blocks = [...headBlocks(home), ...ownBlocks(home, 15)];
  return { text: fallbackText(blocks), blocks };
}

function operationBlocks({ operation }: Home): KnownBlock[] {
  const words = operation ? operationLine(operation) : [];
  return words.length > 0 ? [context(markupOf(words))] : [];
}

const headBlocks = ({ workload, ownTime, pausedAfter, empty, now }: Home): KnownBlock[] => [
  richText([
    line(...headline(workload)),
    ...ownTimeLines(ownTime, now).map((words) => line(...words)),
    ...(pausedAfter === null ? [] : [line(plain(paused(pausedAfter)))]),
    ...(empty ? [line(plain(firstSteps))] : []),
  ]),
];

const paused = (ended: number): string =>
  `No new leads come to you by turn: ${ended} of your claims ended without a touch. They come again after a touch that leaves you with nothing overdue.`;

function ownBlocks({ workload, own, now }: Home, max: number): KnownBlock[] {
  const shown = own.slice(0, max);
  return [
    ...shown.flatMap((lead) => ownLead(lead, now)),
    ...more(workload.open - shown.length, 'Type /lead and a number to see any of them.'),
  ];
}

const firstSteps =
  'No channel takes leads yet. Type /lead setup in the channel where your leads should appear.';

/** `3 due now, next at 14:30` */
function headline({ open, due: dueNow, nextDueAt }: Workload): Inline[] {
  if (open === 0) return [bold('You have no open leads.')];
  const next = nextDueAt ? [plain('next '), moment(nextDueAt)] : [];
  const now = dueNow > 0 ? [bold(`${dueNow} due now`)] : [bold('Nothing is due now')];
  const all = plain(`. ${open} open ${open === 1 ? 'lead' : 'leads'}.`);
  return [...joined([now, next], ', '), all];
}

function ownLead(lead: LeadWithDetails, now: Date): KnownBlock[] {
  const reached = contacts(lead.details);
  const lease = leaseLine(lead);
  return [
    divider(),
    richText([
      line(...titleLine(lead)),
      line(...standing(lead, now)),
      ...(reached.length > 0 ? [line(...reached)] : []),
      ...(lease.length > 0 ? [line(...lease)] : []),
    ]),
    ...actions(leadButtons(lead)),
  ];
}

/** Everything here is one's own, so it does not say whose. */
const standing = (lead: LeadWithDetails, now: Date): Inline[] =>
  statusLine({ ...lead, ownerId: null }, now);

const more = (count: number, how: string): KnownBlock[] =>
  count > 0 ? [context(`And ${count} more. ${how}`)] : [];

function teamBlocks({ team, now }: Home, max: number): KnownBlock[] {
  if (!team) return [];
  const { unclaimed, overdue, claimsIn } = team;
  const claimable = (lead: LeadWithDetails) => [
    ...(claimsIn.includes(lead.channelId) ? [claimButton(lead)] : []),
    reassignButton(lead),
    detailsButton(lead),
  ];
  return [
    ...teamList('Unclaimed', unclaimed, claimable, { now, max }),
    ...teamList('Overdue', overdue, (lead) => [reassignButton(lead), detailsButton(lead)], {
      now,
      max,
    }),
    ...(unclaimed.count + overdue.count === 0
      ? [divider(), context('In your channels nothing is unclaimed and nothing overdue.')]
      : []),
  ];
}

function teamList(
  title: string,
  { leads, count }: Listed,
  buttons: (lead: LeadWithDetails) => Button[],
  { now, max }: { now: Date; max: number },
): KnownBlock[] {
  if (count === 0) return [];
  const shown = leads.slice(0, max);
  return [
    divider(),
    header(`${title}: ${count}`),
    ...shown.flatMap((lead) => [
      richText([
        line(...titleLine(lead, (text) => withoutContacts(text, lead.country))),
        line(...statusLine(lead, now)),
      ]),
      ...actions(buttons(lead)),
    ]),
    ...more(count - shown.length, 'The daily digest counts them all.'),
  ];
}
