import type { LeadCondition } from '../settings/settings.ts';
import type { Lead } from './lead.ts';

/** Whether a lead is all that a rule asks for; what the rule leaves out, it does not ask. */
export function fits(lead: Asked, when: LeadCondition): boolean {
  const { channel, source, segment, country, language, minValue } = when;
  return (
    (channel === undefined || channel === lead.channelId) &&
    (source === undefined || source === lead.sourceKey) &&
    (segment === undefined || same(segment, lead.segment)) &&
    (country === undefined || country === lead.country) &&
    (language === undefined || same(language, lead.language)) &&
    (minValue === undefined || (lead.value !== null && lead.value >= minValue))
  );
}

type Asked = Pick<Lead, 'channelId' | 'sourceKey' | 'segment' | 'country' | 'language' | 'value'>;

const same = (one: string, other: string | null) => one.toLowerCase() === other?.toLowerCase();
