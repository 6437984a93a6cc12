import { may } from '../leads/permissions.ts';
import type { Person } from '../people/person.ts';
import { rolesIn } from '../people/roles.ts';
import type { Settings } from '../settings/settings.ts';
import type { PayExportOf } from './payExport.ts';

/** The channels of whose leads somebody may see everybody's pay period, and have it sent to them. */
export const payChannels = (settings: Settings, person: Person): string[] =>
  Object.keys(settings.channels).filter((id) =>
    may('see a pay period', rolesIn(settings, person, id)),
  );

/** What readPayExport reads of a frozen period for somebody. Null: nothing is theirs to be sent. */
export function payReach(settings: Settings, person: Person, whose: PayExportOf) {
  if (whose === 'own') return { personId: person.id };
  // Of channels that are no more, too.
  if (rolesIn(settings, person, '').has('admin')) return {};
  const channelIds = payChannels(settings, person);
  return channelIds.length > 0 ? { channelIds } : null;
}
