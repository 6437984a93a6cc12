import type { PlainTextOption } from '@slack/types';
import { label } from '../slack/blocks.ts';
import { oneLine } from '../slack/richText.ts';
import { leadNumber, leadTitle, type LeadWithDetails } from './lead.ts';
import { withoutContacts } from './leadWords.ts';

/** A lead as one of several to choose from; its value is its number. */
export const leadOption = (lead: LeadWithDetails): PlainTextOption => ({
  text: label(named(lead), 75),
  value: String(lead.id),
});

function named(lead: LeadWithDetails): string {
  const number = leadNumber(lead.id);
  const title = leadTitle(lead);
  const { company } = lead.details;
  const parts = [title === number ? null : title, company === title ? null : company];
  const shown = parts.flatMap((part) =>
    part ? oneLine(withoutContacts(part, lead.country), 40) : [],
  );
  return [number, ...shown].join(' · ');
}
