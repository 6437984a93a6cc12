import { may } from '../leads/permissions.ts';
import type { Person } from '../people/person.ts';
import { rolesIn } from '../people/roles.ts';
import type { Settings } from '../settings/settings.ts';

/** Admins have everything sent to them that was frozen, of channels that are no more, too. */
export const seesAllPay = (settings: Settings, person: Person): boolean =>
  rolesIn(settings, person, '').has('admin');

/** The channels of whose leads somebody may see everybody's pay period, and have it sent to them. */
export const payChannels = (settings: Settings, person: Person): string[] =>
  Object.keys(settings.channels).filter((id) =>
    may('see a pay period', rolesIn(settings, person, id)),
  );
