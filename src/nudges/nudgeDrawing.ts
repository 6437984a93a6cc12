import type { KnownBlock } from '@slack/types';
import { drawDueLead } from '../leads/dueList.ts';
import { leadNumber, leadTitle, type LeadWithDetails } from '../leads/lead.ts';
import { allButton, postponeButton, takeBackButton } from '../leads/leadButtons.ts';
import { heldFor } from '../leads/leadWords.ts';
import {
  actions,
  context,
  divider,
  header,
  markup,
  person,
  section,
  slackDate,
} from '../slack/blocks.ts';
import { turnsPausedWords } from '../people/turns.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing } from '../slack/message.ts';
import {
  bold,
  type Inline,
  joined,
  line,
  mention,
  moment,
  oneLine,
  plain,
  richText,
} from '../slack/richText.ts';
import { type DueLine, type Nudge, shownDue } from './nudge.ts';

/** Slack takes no more in a message. */
const mostBlocks = 50;
const most = { urgent: 4, soon: 3, ended: 3, struck: 10 };

/** What stands together: a lead and its buttons. */
type Group = readonly KnownBlock[];

export function drawNudge(nudge: Nudge): Drawing {
  const first = [...dueGroups(nudge), ...urgentGroups(nudge)];
  const last = [[...endedBlocks(nudge), ...struckBlocks(nudge), ...turnBlocks(nudge)]];
  const head = [header(headline(nudge)), ...askedBlocks(nudge)];
  const left = mostBlocks - head.length - [...first, ...last].flat().length;
  const groups = [...first, ...soonGroups(nudge, left), ...last].filter(({ length }) => length > 0);
  const blocks = [...head, ...apart(groups, mostBlocks - head.length)];
  return { text: fallbackText(blocks), blocks };
}

/** With lines between them, where there is room. */
function apart(groups: readonly Group[], room: number): KnownBlock[] {
  const all = groups.flatMap((group, i) => (i === 0 ? group : [divider(), ...group]));
  return all.length > room ? groups.flat() : all;
}

function headline({ due, urgent, ended, struck }: Nudge): string {
  if (due.length === 1) return '1 lead is past its follow-up window';
  if (due.length > 1) return `${due.length} leads are past their follow-up window`;
  if (urgent.length === 1) return '1 lead of somebody who is away is overdue';
  if (urgent.length > 1) return `${urgent.length} leads of people who are away are overdue`;
  if (struck.length === 0 && ended.length === 1) return 'A claim of yours has ended';
  if (struck.length === 0 && ended.length > 1) return `${ended.length} claims of yours have ended`;
  return struck.length > 0 ? 'Nothing is due. All of these are dealt with.' : 'Nothing is due.';
}

const askedBlocks = ({ askedBy, due }: Nudge): KnownBlock[] =>
  askedBy && due.length > 0 ? [context(markup`${person(askedBy)} asks how these stand.`)] : [];

function dueGroups(nudge: Nudge): Group[] {
  const shown = shownDue(nudge);
  const all = shown.length < nudge.due.length ? actions([allButton(nudge.due.length)]) : [];
  return [...shown.map((one) => drawDueLead(one.lead, { said: whoIsNext(one) })), all];
}

const dayAt = '{date_short_pretty} at {time}';

/** What follows from leaving it, once the reader has been warned. */
function whoIsNext({ goesTo, breach: { escalateAt, escalatedAt } }: DueLine): Inline[] {
  const names = joined(
    goesTo.map((id) => [mention(id)]),
    ', ',
  );
  if (names.length === 0) return [];
  if (escalatedAt) return [bold('Told '), ...names, plain(' '), moment(escalatedAt, dayAt)];
  return escalateAt ? [bold('Goes to '), ...names, plain(' '), moment(escalateAt, dayAt)] : [];
}

function urgentGroups({ urgent }: Nudge): Group[] {
  const shown = urgent.slice(0, most.urgent);
  const left = urgent.length - shown.length;
  return [
    ...shown.map(({ lead, ownerId, until }, i) => [
      ...(ownerId === shown[i - 1]?.ownerId
        ? []
        : [context(markup`*For ${person(ownerId)}, away until ${slackDate(until)}*`)]),
      ...drawDueLead(lead),
    ]),
    left > 0 ? [context(`And ${left} more, once these are dealt with.`)] : [],
  ];
}

/** As many as `room` blocks hold. */
function soonGroups({ soon }: Nudge, room: number): Group[] {
  const shown = soon.slice(0, Math.max(0, Math.min(most.soon, Math.floor((room - 1) / 2))));
  const left = soon.length - shown.length;
  return shown.map((lead, i) => [
    ...(i > 0
      ? []
      : [context(left > 0 ? markup`*Runs out soon*, and ${left} more` : markup`*Runs out soon*`)]),
    ...drawDueLead(lead, { buttons: [postponeButton(lead)] }),
  ]);
}

/** Why a claim ended, and the way to have it back while nobody else has it. */
const endedBlocks = ({ ended }: Nudge): KnownBlock[] =>
  ended
    .slice(0, most.ended)
    .map(({ lead, lease }) =>
      section(
        markup`*${called(lead)}* went back to the pool ${slackDate(lease.at)}: your claim ended after ${heldFor(lease)}.${lease.claimable ? '' : ' Somebody else has it now.'}`,
        lease.claimable ? takeBackButton(lead) : undefined,
      ),
    );

function struckBlocks({ struck }: Nudge): KnownBlock[] {
  if (struck.length === 0) return [];
  const names = struck.slice(0, most.struck).map((lead) => [plain(called(lead), { strike: true })]);
  return [richText([line(plain('Dealt with: '), ...joined(names, ', '))])];
}

const called = (lead: LeadWithDetails): string =>
  lead.details.name || lead.details.company
    ? `${leadNumber(lead.id)} ${oneLine(leadTitle(lead), 60)}`
    : leadNumber(lead.id);

const turnBlocks = ({ leasesEnded }: Nudge): KnownBlock[] =>
  leasesEnded === null ? [] : [context(turnsPausedWords(leasesEnded))];
