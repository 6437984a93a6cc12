import type { Button, HomeView, KnownBlock } from '@slack/types';
import { ownTimeButtons, ownTimeLines } from '../people/homeClock.ts';
import { turnsPausedWords } from '../people/turns.ts';
import { actions, button, context, divider, plainText } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import { select } from '../slack/inputs.ts';
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
import {
  type Home,
  type HomeList,
  type HomeLook,
  homeLists,
  ownPage,
  shownTeam,
  type Workload,
} from './home.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { leadButtons } from '../leads/leadButtons.ts';
import { agreedLine } from '../digests/reviewWords.ts';
import { severalButton } from './severalButtons.ts';
import { contacts, lackLine, leaseLine, statusLine, titleLine } from '../leads/leadWords.ts';
import { leadChoice } from '../leads/logForm.ts';
import { notForGuests } from '../leads/refusalWords.ts';
import { operationLine } from './operation.ts';
import { moreButtons } from './moreButtons.ts';
import { drawSources, drawWaiting, sourcesInShort } from './sourceBlocks.ts';
import { drawTeam, teamInShort } from './teamBlocks.ts';

export const newLeadButton = () => button({ text: 'New lead', actionId: 'lead:new', value: 'new' });

/** `said`: what its reader has just done. */
export function drawHome(home: Home, said: readonly KnownBlock[] = []): HomeView {
  return {
    type: 'home',
    callback_id: 'lead:home',
    blocks: [
      ...(said.length > 0 ? [...said, divider()] : []),
      ...operationBlocks(home),
      ...headBlocks(home),
      ...(home.isNew && !isLookingOn(home) ? [context(...welcome)] : []),
      ...actions([
        newLeadButton(),
        ...severalButtons(home, home.look),
        ...ownTimeButtons(home.ownTime, home.now),
        ...moreButtons(home),
      ]),
      ...listBlocks(home),
      ...drawTeam(home, shownTeam),
      ...drawWaiting(home),
      ...drawSources(home),
    ],
  };
}

/** How this helps, for a rep who opens it for the first time. */
const welcome = [
  'Every lead you claim is listed here, the most urgent first. An update takes one click and sets the next step.',
  'A touch keeps a lead yours. What you do not get to is told once, in one message, in your working hours.',
  'Your figures are the ones that your manager sees.',
];

/** For whoever may do nothing here. */
export const drawClosedHome = (): HomeView => ({
  type: 'home',
  callback_id: 'lead:home',
  blocks: [richText([line(plain(notForGuests))])],
});

/** `/lead` alone: Home in short, with the way to the whole. `homeUrl` opens the app's Home tab. */
export function drawWayIn(home: Home, homeUrl: string): Drawing {
  const open = button({ text: 'Open Home', actionId: 'lead:open-home', value: 'home' });
  const blocks = [
    ...headBlocks(home),
    ...ownBlocks(home, 5),
    ...actions([newLeadButton(), { ...open, url: homeUrl }]),
  ];
  return { text: fallbackText(blocks), blocks };
}

/** `/lead mine` */
export function drawOwn(home: Home): Drawing {
  const blocks = [
    ...headBlocks(home),
    ...actions(severalButtons(home, { list: 'open', page: 0 })),
    ...ownBlocks(home, 15),
  ];
  return { text: fallbackText(blocks), blocks };
}

/** `/lead team` */
export function drawTeamAlone(home: Home): Drawing {
  const { team } = home;
  const blocks = team
    ? [richText([line(bold(teamInShort(team)))]), ...drawTeam(home, 2)]
    : [richText([line(plain(notAManager))])];
  return { text: fallbackText(blocks), blocks };
}

const notAManager = 'You manage no channel. An admin names a channel’s managers in the settings.';

/** Of the list and page that they look at. */
const severalButtons = (home: Home, { list, page }: HomeLook): Button[] =>
  home.workload.open > 1 ? [severalButton(list, page * ownPage(home))] : [];

function operationBlocks({ operation }: Home): KnownBlock[] {
  const words = operation ? operationLine(operation) : [];
  return words.length > 0 ? [context(markupOf(words))] : [];
}

const headBlocks = (home: Home): KnownBlock[] => [
  richText([
    ...(home.team ? [line(bold(teamInShort(home.team)))] : []),
    ...(home.sources.length > 0 ? [line(bold(sourcesInShort(home.sources)))] : []),
    ...(isLookingOn(home) ? [] : [line(...headline(home.workload))]),
    ...weekLine(home.week).map((words) => line(...words)),
    ...home.agreed.map((review) => line(...agreedLine(review, home.ownTime.person.id))),
    ...ownTimeLines(home.ownTime, home.now).map((words) => line(...words)),
    ...(home.pausedAfter === null ? [] : [line(plain(turnsPausedWords(home.pausedAfter)))]),
    ...(home.empty ? [line(plain(firstSteps))] : []),
  ]),
];

/** A manager's or a marketer's Home says nothing of leads of their own where they have none. */
const isLookingOn = ({ team, sources, workload }: Home): boolean =>
  workload.open === 0 && (team !== null || sources.length > 0);

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

/** `This week: 12 of 14 updates on time, 9 touches.` Nothing where there was nothing. */
function weekLine({ compliance: { due, onTime }, touches }: Home['week']): Inline[][] {
  const parts = [
    ...(due > 0 ? [`${onTime} of ${due} ${due === 1 ? 'update' : 'updates'} on time`] : []),
    ...(touches > 0 ? [`${touches} ${touches === 1 ? 'touch' : 'touches'}`] : []),
  ];
  return parts.length > 0 ? [[plain(`This week: ${parts.join(', ')}.`)]] : [];
}

/** Which of one's own leads, the way to any other, and those. */
function listBlocks(home: Home): KnownBlock[] {
  const { look, own, workload } = home;
  if (workload.open === 0 && own.count === 0 && look.list === 'open') return findBlocks();
  const choices = Object.entries(homeLists).map(([value, label]) => ({ value, label }));
  const page = ownPage(home);
  return [
    {
      type: 'actions',
      elements: [
        select({ actionId: 'lead:home-list', choices, initial: look.list }),
        findElement(),
      ],
    },
    ...own.leads.flatMap((lead) => ownLead(lead, home.now)),
    ...(own.count === 0 ? [divider(), context(nothingIn[look.list])] : []),
    ...pageBlocks(look.page, page, own.count),
  ];
}

const findElement = () =>
  ({
    type: 'external_select',
    action_id: leadChoice,
    min_query_length: 3,
    placeholder: plainText('Find a lead', 150),
  }) as const;

const findBlocks = (): KnownBlock[] => [{ type: 'actions', elements: [findElement()] }];

const nothingIn: Readonly<Record<HomeList, string>> = {
  open: 'You have no open leads.',
  due: 'Nothing is due now.',
  claimed: 'You have worked on all that you claimed.',
  waiting: 'Nothing waits for a later step.',
  nurture: 'You have no lead in nurture.',
  closed: 'You closed no lead in the last 30 days.',
};

function pageBlocks(page: number, size: number, count: number): KnownBlock[] {
  const last = Math.max(0, Math.ceil(count / size) - 1);
  if (last === 0) return [];
  const turn = (text: string, to: number) =>
    button({ text, actionId: `lead:home-page-${text.toLowerCase()}`, value: String(to) });
  return [
    divider(),
    context(`${page * size + 1} to ${Math.min(count, (page + 1) * size)} of ${count}`),
    ...actions([
      ...(page > 0 ? [turn('Previous', page - 1)] : []),
      ...(page < last ? [turn('Next', page + 1)] : []),
    ]),
  ];
}

function ownBlocks({ own, workload, now }: Home, max: number): KnownBlock[] {
  const shown = own.leads.slice(0, max);
  const left = workload.open - shown.length;
  return [
    ...shown.flatMap((lead) => ownLead(lead, now)),
    ...(left > 0 ? [context(`And ${left} more. Home lists them all.`)] : []),
  ];
}

function ownLead(lead: LeadWithDetails, now: Date): KnownBlock[] {
  const reached = contacts(lead.details);
  const lease = leaseLine(lead);
  const lack = lackLine(lead);
  return [
    divider(),
    richText([
      line(...titleLine(lead)),
      line(...standing(lead, now)),
      ...(lack.length > 0 ? [line(...lack)] : []),
      ...(reached.length > 0 ? [line(...reached)] : []),
      ...(lease.length > 0 ? [line(...lease)] : []),
    ]),
    ...actions(leadButtons(lead)),
  ];
}

/** Everything here is one's own, so it does not say whose. */
const standing = (lead: LeadWithDetails, now: Date): Inline[] =>
  statusLine({ ...lead, ownerId: null }, now);
