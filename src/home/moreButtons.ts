import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import type { Home } from './home.ts';

/**
 * The ways to what is not on Home itself, for those whose it is. Each opens a modal. Those that belong
 * to a part of Home stand in it; where that is not drawn, with one's own.
 */
export function moreButtons(home: Home): Button[] {
  const { week, workload, keepsPay, team, sources, operation, seesSources } = home;
  const hasWeek = workload.open + week.compliance.due + week.touches > 0;
  return [
    open('Report', 'report:open'),
    ...(hasWeek ? [open('My week', 'scorecard:open')] : []),
    ...(keepsPay ? [open('Pay period', 'pay:open')] : []),
    ...((team ? team.reps.length === 0 : operation) ? teamButtons() : []),
    ...(sources.length === 0 && seesSources ? sourceButtons(home) : []),
  ];
}

/** A manager's, of their team. */
export const teamButtons = (): Button[] => [
  open('Review', 'review:open'),
  open('Goals', 'goals:open'),
  open('Exceptions', 'exception:list'),
];

/** Of one's sources; what helps at a stage is for those who make leads. */
export const sourceButtons = ({
  seesSources,
  sources,
  operation,
}: Pick<Home, 'seesSources' | 'sources' | 'operation'>): Button[] => [
  ...(seesSources ? [open('Sources', 'source:open')] : []),
  ...(sources.length > 0 || operation ? [open('What helps', 'helpful:open')] : []),
];

const open = (text: string, actionId: string): Button => button({ text, actionId, value: 'home' });
