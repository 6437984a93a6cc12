import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import type { Home } from './home.ts';

/** The ways to what is not on Home itself, for those whose it is. Each opens a modal. */
export const moreButtons = (home: Home): Button[] => {
  const { sources, seesSources, operation, team, week, workload, keepsPay } = home;
  return [
    open('Report', 'report:open'),
    ...(workload.open + week.compliance.due + week.touches > 0
      ? [open('My week', 'scorecard:open')]
      : []),
    ...(team || operation
      ? [
          open('Review', 'review:open'),
          open('Goals', 'goals:open'),
          open('Exceptions', 'exception:list'),
        ]
      : []),
    ...(keepsPay ? [open('Pay period', 'pay:open')] : []),
    ...(seesSources ? [open('Sources', 'source:open')] : []),
    ...(sources.length > 0 || operation ? [open('What helps', 'helpful:open')] : []),
  ];
};

const open = (text: string, actionId: string): Button => button({ text, actionId, value: 'home' });
