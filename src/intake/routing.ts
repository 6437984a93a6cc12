import { fits } from '../leads/leadCondition.ts';
import type { Lead } from '../leads/lead.ts';
import type { Settings } from '../settings/settings.ts';
import type { Arrival } from './arrival.ts';

/** Where a lead goes, and how it finds its owner there; `routed` null: whoever claims it first. */
export type Route = Pick<Lead, 'channelId' | 'routed' | 'routedTo'>;

type Rule = Settings['routing'][number];
type Routed = Pick<Arrival, 'country' | 'language' | 'segment' | 'value' | 'custom'>;

/** By the first rule that fits it; else to its source's channel, as leads go there. */
export function routeOf(
  arrival: Routed,
  source: { readonly key: string; readonly channel: string },
  settings: Settings,
): Route {
  const lead = { ...arrival, sourceKey: source.key, channelId: source.channel };
  const rule = settings.routing.find(
    ({ when: { custom = {}, ...when } }) => fits(lead, when) && hasCustom(arrival, custom),
  );
  if (!rule) return routeIn(source.channel, settings);
  const { channel: channelId, mode, to = null } = rule;
  if (mode === 'direct') return { channelId, routed: mode, routedTo: to };
  return routeIn(channelId, settings, mode);
}

/** How a lead finds its owner in a channel. By turn only where a roster says whose turns there are. */
export function routeIn(channelId: string, { channels }: Settings, asked?: Rule['mode']): Route {
  const { mode: usual = 'claim', roster = [] } = channels[channelId] ?? {};
  const byTurn = (asked ?? usual) === 'round-robin' && roster.length > 0;
  return { channelId, routed: byTurn ? 'round-robin' : null, routedTo: null };
}

/** Whether all of these fields say what is asked, in any case. */
export function hasCustom(
  { custom }: Pick<Arrival, 'custom'>,
  asked: Readonly<Record<string, string>>,
): boolean {
  const sent = Object.entries(custom).map(([name, value]) => [plain(name), value] as const);
  return Object.entries(asked).every(([name, value]) =>
    sent.some(([key, given]) => key === plain(name) && says(given, plain(value))),
  );
}

/** Of several values, as a form sends them for boxes that were ticked, one is enough. */
function says(given: unknown, asked: string): boolean {
  if (Array.isArray(given)) return given.some((one) => says(one, asked));
  const isWritten = typeof given === 'string' || typeof given === 'number';
  return (isWritten || typeof given === 'boolean') && plain(String(given)) === asked;
}

const plain = (text: string): string => text.trim().toLowerCase();
