import type { Settings } from '../settings/settings.ts';
import type { Person } from './person.ts';

export type Role = 'admin' | 'manager' | 'rep' | 'marketer';

/** Why somebody may do nothing at all. `unknown`: not a person of this workspace. */
export type Barred = 'unknown' | 'deactivated' | 'guest' | 'bot';

export function barred(person: Person | null): Barred | null {
  if (person === null) return 'unknown';
  if (person.isDeactivated) return 'deactivated';
  if (person.isGuest) return 'guest';
  return person.isBot ? 'bot' : null;
}

/**
 * What somebody is in a channel. Admin: named in settings, or one of Slack's while settings name
 * none. Manager: of this channel. Rep: on its roster, or any full member while it has none.
 * Marketer: owns a source of this channel's leads. Whoever is barred is nothing.
 */
export function rolesIn(settings: Settings, person: Person, channelId: string): ReadonlySet<Role> {
  const roles = new Set<Role>();
  if (barred(person)) return roles;
  const { admins, channels, sources } = settings;
  const { managers = [], roster = [] } = channels[channelId] ?? {};
  if (isAdmin(admins, person)) roles.add('admin');
  if (managers.includes(person.id)) roles.add('manager');
  if (roster.length === 0 || roster.includes(person.id)) roles.add('rep');
  const owned = Object.values(sources).filter(({ owner }) => owner === person.id);
  if (owned.some(({ channel }) => channel === channelId)) roles.add('marketer');
  return roles;
}

function isAdmin(admins: readonly string[], person: Person): boolean {
  return admins.length === 0 ? person.isAdmin : admins.includes(person.id);
}
