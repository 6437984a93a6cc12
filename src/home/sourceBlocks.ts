import type { KnownBlock } from '@slack/types';
import { leadNumber, type LeadWithDetails } from '../leads/lead.ts';
import { detailsButton, fixButton } from '../leads/leadButtons.ts';
import { holdLine, titleLine, withoutContacts } from '../leads/leadWords.ts';
import { actions, context, divider, header, label } from '../slack/blocks.ts';
import { bold, line, oneLine, plain, richText } from '../slack/richText.ts';
import { sourceButtons } from './moreButtons.ts';
import { type Home, shownWaiting, type SourceFigures } from './home.ts';

/** What a marketer's sources brought incomplete, with the form for each. */
export function drawWaiting({ waiting: { leads, count }, team }: Home): KnownBlock[] {
  if (count === 0) return [];
  // A manager's Home holds as much as Slack takes.
  if (team) return shortly(leads, count);
  const shown = leads.slice(0, shownWaiting);
  return [
    divider(),
    header(`Lacks something: ${count}`),
    ...shown.flatMap((lead) => [
      richText([
        line(...titleLine(lead, (text) => withoutContacts(text, lead.country))),
        line(...holdLine(lead)),
      ]),
      ...actions([fixButton(lead), detailsButton(lead)]),
    ]),
    ...(count > shown.length
      ? [context(`And ${count - shown.length} more, as soon as these are done.`)]
      : []),
  ];
}

function shortly(leads: readonly LeadWithDetails[], count: number): KnownBlock[] {
  const which = leads.slice(0, shownWaiting);
  const more = count > which.length ? ` and ${count - which.length} more` : '';
  const numbers = which.map(({ id }) => leadNumber(id)).join(', ');
  return [
    context(`Of your sources, these lack something: ${numbers}${more}.`),
    ...actions(
      which
        .slice(0, 1)
        .map((lead) => ({ ...fixButton(lead), text: label(`Fix ${leadNumber(lead.id)}`) })),
    ),
  ];
}

/** A marketer's part of Home: what became of the leads that their sources brought. */
export function drawSources(home: Home): KnownBlock[] {
  const { sources } = home;
  if (sources.length === 0) return [];
  return [
    divider(),
    header('My sources, last 30 days'),
    richText(
      sources
        .slice(0, 20)
        .map((source) => line(bold(oneLine(source.name, 60)), plain(`  ${became(source)}`))),
    ),
    ...actions(sourceButtons(home)),
  ];
}

/** `Your 3 sources brought 52 leads in the last 30 days, 40 of them worked.` */
export function sourcesInShort(sources: readonly SourceFigures[]): string {
  const sum = (of: 'arrived' | 'worked') => sources.reduce((all, one) => all + one[of], 0);
  const whose = sources.length === 1 ? 'Your source' : `Your ${sources.length} sources`;
  const leads = sum('arrived') === 1 ? '1 lead' : `${sum('arrived')} leads`;
  return `${whose} brought ${leads} in the last 30 days, ${sum('worked')} of them worked.`;
}

/** Counts, none of them without what it is a part of. */
function became({
  arrived,
  unclaimed,
  worked,
  qualified,
  won,
  disqualified,
}: SourceFigures): string {
  if (arrived === 0) return 'brought no leads';
  const parts = [
    [worked, 'worked'],
    [qualified, 'qualified or further'],
    [won, 'won'],
    [disqualified, 'disqualified'],
    [unclaimed, 'unclaimed'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `${arrived} arrived${told.length > 0 ? `: ${told.join(', ')}` : ''}`;
}
