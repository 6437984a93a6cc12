import type { Button, KnownBlock, ModalView } from '@slack/types';
import { actions, button, context, divider, header, plainText } from '../slack/blocks.ts';
import { select } from '../slack/inputs.ts';
import { type Inline, line, mention, moment, plain, richText } from '../slack/richText.ts';
import type { Home, Listed, Team, TeamMember } from './home.ts';
import { teamButtons } from './moreButtons.ts';
import type { TeamRep } from '../leads/teamStore.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { claimButton, detailsButton, fixButton, reassignButton } from '../leads/leadButtons.ts';
import { reassignSeveralButton } from './severalButtons.ts';
import { lackLine, statusLine, titleLine, withoutContacts } from '../leads/leadWords.ts';

/** A manager's part of Home: their reps, what was escalated to them, what nobody has, what is late. */
export function drawTeam({ team, now }: Home, max: number): KnownBlock[] {
  if (!team) return [];
  const claimable = (lead: LeadWithDetails) => [
    ...(team.claimsIn.includes(lead.channelId) ? [claimButton(lead)] : []),
    reassignButton(lead),
    detailsButton(lead),
  ];
  const fixable = (lead: LeadWithDetails) => [fixButton(lead), detailsButton(lead)];
  const reassignable = (lead: LeadWithDetails) => [reassignButton(lead), detailsButton(lead)];
  const lists = [
    ...teamList('Escalated to you', team.escalated, reassignable, { now, max }),
    ...teamList('Unclaimed', team.unclaimed, claimable, { now, max }),
    ...teamList('Held back', team.held, fixable, { now, max }),
    ...teamList('Overdue', team.overdue, reassignable, { now, max }),
  ];
  return [...repBlocks(team), ...lists];
}

/** `In your channels: 3 escalated to you, 2 more overdue.` */
export function teamInShort({ escalated, unclaimed, overdue }: Team): string {
  const more = escalated.count > 0 ? 'more ' : '';
  const counts = [
    ...(escalated.count > 0 ? [`${escalated.count} escalated to you`] : []),
    ...(unclaimed.count > 0 ? [`${unclaimed.count} ${more}unclaimed`] : []),
    ...(overdue.count > 0 ? [`${overdue.count} ${more}overdue`] : []),
  ];
  return `In your channels: ${counts.length > 0 ? counts.join(', ') : 'nothing unclaimed, nothing overdue'}.`;
}

const shownReps = 15;

function repBlocks({ reps }: Team): KnownBlock[] {
  if (reps.length === 0) return [];
  const choices = reps.map(({ id, name, open }) => ({ value: id, label: `${name} (${open})` }));
  return [
    divider(),
    header('Team'),
    richText([
      ...reps
        .slice(0, shownReps)
        .map((rep) => line(mention(rep.id), plain(`  ${load(rep)}`), ...absence(rep))),
      ...(reps.length > shownReps
        ? [line(plain(`and ${reps.length - shownReps} more, in the list below`))]
        : []),
    ]),
    {
      type: 'actions',
      elements: [
        select({ actionId: 'lead:rep', choices, placeholder: 'See one rep’s leads' }),
        ...teamButtons(),
        button({ text: 'Settings', actionId: 'lead:settings', value: 'settings' }),
      ],
    },
  ];
}

const absence = ({ away }: TeamMember): Inline[] => {
  if (!away) return [];
  // The end of a Slack status is not known.
  if (away.origin === 'status') return [plain(' · away')];
  return [
    plain(away.origin === 'paused' ? ' · paused until ' : ' · away until '),
    moment(away.until),
  ];
};

const load = ({ open, due }: TeamRep): string => `${open} open${due > 0 ? `, ${due} overdue` : ''}`;

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
    ...leadLines(shown, buttons, now),
    ...(count > shown.length
      ? [context(`And ${count - shown.length} more. The daily digest counts them all.`)]
      : []),
  ];
}

const leadLines = (
  leads: readonly LeadWithDetails[],
  buttons: (lead: LeadWithDetails) => Button[],
  now: Date,
): KnownBlock[] =>
  leads.flatMap((lead) => {
    const lack = lackLine(lead);
    return [
      richText([
        line(...titleLine(lead, (text) => withoutContacts(text, lead.country))),
        line(...statusLine(lead, now)),
        ...(lack.length > 0 ? [line(...lack)] : []),
      ]),
      ...actions(buttons(lead)),
    ];
  });

const openLeads = (count: number): string => {
  if (count === 0) return 'No open leads';
  return count === 1 ? '1 open lead' : `${count} open leads, the most urgent first`;
};

/** One rep's open leads in the manager's channels, what is due first, first. */
export const drawRepLeads = (
  { id, name }: Pick<TeamRep, 'id' | 'name'>,
  { leads, count }: Listed,
  now: Date,
): ModalView => ({
  type: 'modal',
  private_metadata: JSON.stringify({ fromHome: true }),
  title: plainText(name, 24),
  close: plainText('Close', 24),
  blocks: [
    context(openLeads(count)),
    ...actions([
      ...(count > 1 ? [reassignSeveralButton(id)] : []),
      button({ text: 'Pause', actionId: 'exception:pause', value: id, spoken: 'Pause this rep' }),
    ]),
    ...leadLines(leads, (lead) => [reassignButton(lead), detailsButton(lead)], now),
    ...(count > leads.length ? [context(`And ${count - leads.length} more.`)] : []),
  ],
});
