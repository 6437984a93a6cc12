import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import { type Lead, leadNumber } from './lead.ts';
import { isClosed, type Status, type UpdateStatus } from './statuses.ts';
import { type Touch, touchOfOneClick } from './touch.ts';

/** An update that takes one click. */
export type QuickUpdate = {
  readonly label: string;
  readonly status: UpdateStatus;
  readonly touch: Touch | null;
};

const noAnswer = (status: UpdateStatus): QuickUpdate => ({
  label: 'Tried, no answer',
  // Who was reached once is not unreached by a call that nobody took.
  status,
  touch: { kind: 'call', outcome: 'no-answer' },
});
const step = (status: UpdateStatus, label: string): QuickUpdate => ({
  label,
  status,
  touch: touchOfOneClick(status),
});
const first = { tried: noAnswer('attempted'), connected: step('connected', 'Connected') };

/** What usually happens next to an open lead, by its status; the key is the end of the action id. */
const quickUpdates: Partial<Record<Status, Readonly<Record<string, QuickUpdate>>>> = {
  claimed: first,
  attempted: first,
  nurture: first,
  connected: { tried: noAnswer('connected'), qualified: step('qualified', 'Qualified') },
  qualified: { tried: noAnswer('qualified'), quoted: step('quoted', 'Quoted') },
  quoted: { tried: noAnswer('quoted'), connected: step('connected', 'Connected') },
};

/** What a quick button means for the lead as it is now; null: its status has no such button. */
export const quickUpdate = (lead: Lead, key: string): QuickUpdate | null =>
  quickUpdates[lead.status]?.[key] ?? null;

const of = (lead: Lead, actionId: string, text: string): Parameters<typeof button>[0] => ({
  text,
  actionId,
  value: String(lead.id),
  spoken: `${text}: ${leadNumber(lead.id)}`,
});

export const quickButtons = (lead: Lead): Button[] =>
  Object.entries(quickUpdates[lead.status] ?? {}).map(([key, { label }]) =>
    button(of(lead, `lead:quick-${key}`, label)),
  );
export const claimButton = (lead: Lead): Button =>
  button({ ...of(lead, 'lead:claim', 'Claim'), style: 'primary' });
export const updateButton = (lead: Lead): Button => button(of(lead, 'lead:update', 'Update'));
export const detailsButton = (lead: Lead): Button => button(of(lead, 'lead:details', 'Details'));

/** What can be done with a lead from a line that shows it; nothing once it is closed. */
export function leadButtons(lead: Lead): Button[] {
  if (isClosed(lead.status) || lead.status === 'held') return [];
  return lead.ownerId
    ? [...quickButtons(lead), updateButton(lead), detailsButton(lead)]
    : [claimButton(lead), detailsButton(lead)];
}
