import type { Button, Overflow } from '@slack/types';
import { button, menu } from '../slack/blocks.ts';
import { type Lead, leadNumber } from './lead.ts';
import { isClosed, type Status, type UpdateStatus } from './statuses.ts';
import { type Touch, touchOfOneClick } from './touch.ts';

/** An update that takes one click. */
export type QuickUpdate = { readonly status: UpdateStatus; readonly touch: Touch | null };

const quick = {
  attempted: {
    label: 'Tried, no answer',
    // Who was reached once is not unreached by a call that nobody took.
    means: ({ status }: Pick<Lead, 'status'>): QuickUpdate => ({
      status:
        status === 'connected' || status === 'qualified' || status === 'quoted'
          ? status
          : 'attempted',
      touch: touchOfOneClick('attempted'),
    }),
  },
  connected: { label: 'Connected', means: () => step('connected') },
  qualified: { label: 'Qualified', means: () => step('qualified') },
  quoted: { label: 'Quoted', means: () => step('quoted') },
} as const;
type QuickKey = keyof typeof quick;

const step = (status: UpdateStatus): QuickUpdate => ({ status, touch: touchOfOneClick(status) });

/** What usually happens next to an open lead, by its status. */
const usual: Partial<Record<Status, readonly QuickKey[]>> = {
  claimed: ['attempted', 'connected'],
  attempted: ['attempted', 'connected'],
  nurture: ['attempted', 'connected'],
  connected: ['attempted', 'qualified'],
  qualified: ['attempted', 'quoted'],
  quoted: ['attempted', 'connected'],
};

/** The action ids of the buttons that update in one click. */
export const quickActions = new RegExp(`^lead:quick-(${Object.keys(quick).join('|')})$`);

/** What the button `lead:quick-<key>` means for the lead as it is now; null: there is no such button. */
export const quickUpdate = (lead: Pick<Lead, 'status'>, key: string): QuickUpdate | null =>
  Object.hasOwn(quick, key) ? quick[key as QuickKey].means(lead) : null; // hasOwn has looked

type Known = Pick<Lead, 'id' | 'status'>;

const of = (
  lead: Pick<Lead, 'id'>,
  actionId: string,
  text: string,
): Parameters<typeof button>[0] => ({
  text,
  actionId,
  value: String(lead.id),
  spoken: `${text}: ${leadNumber(lead.id)}`,
});

export const quickButtons = (lead: Known): Button[] =>
  (usual[lead.status] ?? []).map((key) => button(of(lead, `lead:quick-${key}`, quick[key].label)));
export const claimButton = (lead: Known): Button =>
  button({ ...of(lead, 'lead:claim', 'Claim'), style: 'primary' });
/** For whoever had it before. */
export const takeBackButton = (lead: Known): Button =>
  button(of(lead, 'lead:claim', 'Take it back'));
export const updateButton = (lead: Known): Button => button(of(lead, 'lead:update', 'Update'));
export const undoButton = (lead: Known): Button => button(of(lead, 'lead:undo', 'Undo'));
export const passButton = (lead: Known): Button => button(of(lead, 'lead:pass', 'Pass'));
export const detailsButton = (lead: Pick<Lead, 'id'>): Button =>
  button(of(lead, 'lead:details', 'Details'));
export const postponeButton = (lead: Known): Button =>
  button(of(lead, 'lead:postpone', 'Postpone'));
/** The way to everything that somebody has due. */
export const allButton = (count: number): Button =>
  button({ text: `All ${count}`, actionId: 'lead:all', value: '0' });
/** What an owner's line offers beside its buttons. Each opens what the button `lead:<key>` opens. */
export const moreMenu = ({ id }: Known): Overflow =>
  menu({
    actionId: 'lead:menu',
    options: [
      { text: 'Update…', value: `update:${id}` },
      { text: 'Details', value: `details:${id}` },
      { text: 'Why is it due?', value: `why:${id}` },
      { text: 'I can’t work this without…', value: `send-back:${id}` },
      { text: 'Give back…', value: `release:${id}` },
    ],
  });
/** For whoever may complete it. */
export const fixButton = (lead: Pick<Lead, 'id'>): Button => button(of(lead, 'hold:fix', 'Fix it'));
/** Managers': to another rep, or to the first one. */
export const reassignButton = (lead: Known): Button =>
  button(of(lead, 'lead:reassign', lead.status === 'new' ? 'Assign' : 'Reassign'));
export const moreTimeButton = (lead: Known): Button =>
  button(of(lead, 'lead:more-time', 'Give more time'));

export const sendBackButton = (lead: Pick<Lead, 'id'>): Button =>
  button(of(lead, 'lead:send-back', 'I can’t work this without…'));

export const waiveButton = (lead: Known): Button => button(of(lead, 'lead:waive', 'Waive'));
/** A card's own: besides, a lead that has not been sent back can be. */
export const cardButtons = (lead: Lead): (Button | Overflow)[] => {
  const buttons = leadButtons(lead);
  return buttons.length === 0 || lead.sentBackAt ? buttons : [...buttons, cardMenu(lead)];
};

const cardMenu = ({ id }: Known): Overflow =>
  menu({
    actionId: 'lead:menu',
    options: [
      { text: 'I can’t work this without…', value: `send-back:${id}` },
      { text: 'Why is it due?', value: `why:${id}` },
    ],
  });

/** What can be done with a lead from a line that shows it; nothing once it is closed. */
export function leadButtons(lead: Lead): Button[] {
  if (isClosed(lead.status) || lead.status === 'held') return [];
  return lead.ownerId
    ? [...quickButtons(lead), updateButton(lead), passButton(lead), detailsButton(lead)]
    : [claimButton(lead), detailsButton(lead)];
}
/** It asks first: what it does only an admin can take back, or with it an admin does. */
export const contactButton = ({
  id,
  doNotContactAt,
}: Pick<Lead, 'id' | 'doNotContactAt'>): Button =>
  doNotContactAt
    ? button({
        text: 'May be contacted again',
        actionId: 'lead:lift-do-not-contact',
        value: String(id),
        confirm: {
          title: 'May be contacted again?',
          text: 'Enquiries of this person reach reps again. This lead stays closed until somebody reopens it.',
          yes: 'Yes',
          no: 'Cancel',
        },
      })
    : button({
        text: 'Do not contact',
        actionId: 'lead:do-not-contact',
        value: String(id),
        style: 'danger',
        confirm: {
          title: 'Do not contact?',
          text: 'For a customer who asked not to be contacted. The lead closes, and what comes from them later reaches nobody. Only an admin can lift that.',
          yes: 'Do not contact',
          no: 'Cancel',
        },
      });

/** For the owner of its source, to its rep. */
export const remarkButtons = (lead: Pick<Lead, 'id'>): Button[] => [
  button(of(lead, 'feedback:thanks', 'Thank the rep')),
  button(of(lead, 'feedback:question', 'Ask the rep')),
];
