import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import type { Home } from './home.ts';

/** The ways to what is not on Home itself, for those whose it is. Each opens a modal. */
export const moreButtons = ({ sources, operation }: Home): Button[] => [
  open('Report', 'report:open'),
  ...(sources.length > 0 || operation ? [open('What helps', 'helpful:open')] : []),
];

const open = (text: string, actionId: string): Button => button({ text, actionId, value: 'home' });
