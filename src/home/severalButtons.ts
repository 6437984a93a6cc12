import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import type { HomeList } from './home.ts';

/** The way to the form for several of one's own: of this list, from there on. */
export const severalButton = (list: HomeList, from: number): Button =>
  button({ text: 'Several at once', actionId: 'lead:several', value: `${list}:${from}` });
/** Managers': of a rep's leads. */
export const reassignSeveralButton = (repId: string): Button =>
  button({ text: 'Reassign several', actionId: 'lead:reassign-several', value: repId });
