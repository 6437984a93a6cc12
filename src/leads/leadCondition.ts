import type { LeadCondition } from '../settings/settings.ts';
import type { Lead } from './lead.ts';

/** Whether a lead is all that a rule asks for; what the rule leaves out, it does not ask. */
export function fits(lead: Grouped & Asked, when: LeadCondition): boolean {
  const { country, language, minValue } = when;
  return (
    isOf(lead, when) &&
    (country === undefined || country === lead.country) &&
    (language === undefined || same(language, lead.language)) &&
    (minValue === undefined || (lead.value !== null && lead.value >= minValue))
  );
}

/** The same of a rule that asks for no more than these. */
export function isOf(
  lead: Grouped,
  { channel, source, segment }: Pick<LeadCondition, 'channel' | 'source' | 'segment'>,
): boolean {
  return (
    (channel === undefined || channel === lead.channelId) &&
    (source === undefined || source === lead.sourceKey) &&
    (segment === undefined || same(segment, lead.segment))
  );
}

/** By what its follow-up windows may differ from those of other leads. */
export type Grouped = Pick<Lead, 'channelId' | 'sourceKey' | 'segment'>;
type Asked = Pick<Lead, 'country' | 'language' | 'value'>;

const same = (one: string, other: string | null) => one.toLowerCase() === other?.toLowerCase();
