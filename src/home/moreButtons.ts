import type { Button } from '@slack/types';
import type { Home } from './home.ts';

/** The ways to what is not on Home itself, for those whose it is. Each opens a modal. */
export const moreButtons = (_: Home): Button[] => [];
