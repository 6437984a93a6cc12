import type { LeadWithDetails } from '../leads/lead.ts';

/** What was sent in a field, for whoever is to put it right. */
export function asItCame({ details }: LeadWithDetails, field: string): string | null {
  if (field === 'email') return details.emailAsGiven;
  if (field === 'phone') return details.phoneAsGiven;
  if (field === 'name' || field === 'company' || field === 'website' || field === 'message') {
    return details[field];
  }
  const wanted = field
    .replace(/^custom\./, '')
    .trim()
    .toLowerCase();
  const [, value] =
    Object.entries(details.custom).find(([name]) => name.trim().toLowerCase() === wanted) ?? [];
  return typeof value === 'string' ? value : null;
}
