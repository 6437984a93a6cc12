import type { HomeView, ModalView } from '@slack/types';
import type { Drawing } from '../../src/slack/message.ts';
import { cards } from './samples/cards.ts';
import { feedback } from './samples/feedback.ts';
import { forms } from './samples/forms.ts';
import { heldCards, heldForms, heldMessages } from './samples/held.ts';
import { homes } from './samples/homes.ts';
import { managers } from './samples/managers.ts';
import { mergedCards, mergedMessages, mergeForms, sameLeadMessages } from './samples/merges.ts';
import { nudges } from './samples/nudges.ts';
import { payForms, payMessages } from './samples/pay.ts';
import { reports } from './samples/reports.ts';
import { several } from './samples/several.ts';
import { sourceForms, sourceWeeks } from './samples/sources.ts';
import { repWeeks, teamWeeks, weekForms } from './samples/weeks.ts';
import { whispers } from './samples/whispers.ts';

/** One state of something that the app shows, as it is drawn for people. */
export type Sample = Shown & { readonly name: string };

type Shown =
  | { readonly on: 'channel' | 'direct' | 'whisper'; readonly drawing: Drawing }
  | { readonly on: 'modal'; readonly drawing: ModalView }
  | { readonly on: 'home'; readonly drawing: HomeView };

/** Every card, message, Home and modal, in every state that looks different. */
export const samples: Readonly<Record<string, readonly Sample[]>> = {
  Cards: [...cards, ...mergedCards, ...heldCards],
  Whispers: whispers,
  'To a rep': [...nudges, ...mergedMessages, ...repWeeks, ...payMessages],
  'To managers, admins and the channel': [
    ...managers,
    ...teamWeeks,
    ...heldMessages,
    ...sameLeadMessages,
    ...sourceWeeks,
  ],
  'Between sales and marketing': feedback.filter(({ on }) => on !== 'modal'),
  Reports: reports,
  Home: homes,
  Modals: [
    ...forms,
    ...mergeForms,
    ...several,
    ...weekForms,
    ...payForms,
    ...heldForms,
    ...sourceForms,
    ...feedback.filter(({ on }) => on === 'modal'),
  ],
};
