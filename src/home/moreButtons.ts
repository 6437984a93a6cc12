import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import type { Home } from './home.ts';

/** The ways to what is not on Home itself, for those whose it is. Each opens a modal. */
export const moreButtons = ({ sources, operation, team, week, workload }: Home): Button[] => [
  open('Report', 'report:open'),
  ...(workload.open + week.compliance.due + week.touches > 0
    ? [open('My week', 'scorecard:open')]
    : []),
  ...(team || operation ? [open('Review', 'review:open'), open('Goals', 'goals:open')] : []),
  ...(sources.length > 0 || operation ? [open('What helps', 'helpful:open')] : []),
];

const open = (text: string, actionId: string): Button => button({ text, actionId, value: 'home' });
