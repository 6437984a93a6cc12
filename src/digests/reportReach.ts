import { may } from '../leads/permissions.ts';
import type { Person } from '../people/person.ts';
import { rolesIn } from '../people/roles.ts';
import type { Settings } from '../settings/settings.ts';
import type { Breakdown, Reach } from './report.ts';

/**
 * Whose leads somebody may have reported: those of the channels that they manage, an admin those of
 * all; else those of the sources that they own; else their own.
 */
export function reachOf(settings: Settings, person: Person): Reach {
  const channels = Object.keys(settings.channels).filter((id) =>
    may("see a team's report", rolesIn(settings, person, id)),
  );
  if (channels.length > 0) return { of: 'channels', channels };
  const sources = Object.keys(settings.sources).filter(
    (key) => settings.sources[key]?.owner === person.id,
  );
  if (sources.length > 0) return { of: 'sources', sources };
  return { of: 'person', personId: person.id };
}

/** What they may have it broken down by, the usual first: no rep is named to a marketer. */
export const divisions = {
  channels: ['rep', 'source', 'channel', 'segment'],
  sources: ['source', 'channel', 'segment'],
  person: [null, 'source', 'channel', 'segment'],
} as const satisfies Record<Reach['of'], readonly (Breakdown | null)[]>;
