import { fits } from '../leads/leadCondition.ts';
import type { Settings } from '../settings/settings.ts';
import type { Arrival } from './arrival.ts';
import { hasCustom } from './routing.ts';

/** The segment that it says it is of; else that of the first rule that fits it. */
export function segmentOf(
  arrival: Arrival,
  sourceKey: string,
  { segments }: Pick<Settings, 'segments'>,
): string | null {
  if (arrival.segment !== null) return arrival.segment;
  // No rule asks for a channel: by its segment a lead may be routed to another one.
  const lead = { ...arrival, sourceKey, channelId: '' };
  const rule = segments.find(
    ({ when: { custom = {}, ...when } }) => fits(lead, when) && hasCustom(arrival, custom),
  );
  return rule?.name ?? null;
}
