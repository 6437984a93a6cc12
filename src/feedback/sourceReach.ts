import type { Context } from '../context.ts';
import type { Person } from '../people/person.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred, rolesIn } from '../people/roles.ts';
import { type Settings, sourceName } from '../settings/settings.ts';

/** The sources whose scorecard somebody may see, by name: their own, those of which they are the manager; admins all. */
export function seenSources(settings: Settings, person: Person): string[] {
  if (barred(person)) return [];
  const isAdmin = rolesIn(settings, person, '').has('admin');
  const name = (key: string) => sourceName(settings, key);
  return Object.entries(settings.sources)
    .filter(([, { owner, manager }]) => isAdmin || owner === person.id || manager === person.id)
    .map(([key]) => key)
    .toSorted((a, b) => name(a).localeCompare(name(b), 'en') || a.localeCompare(b, 'en'));
}

/**
 * Whose scorecard is due each week, with their sources: the owner's, or where there is none, or none
 * who is here, the manager's. Else nobody's.
 */
export async function sourceReaders(ctx: Context): Promise<Map<Person, string[]>> {
  const { document } = await ctx.settings.current();
  const known = new Map<string, Person | null>();
  const here = async (id: string | undefined) => {
    if (id === undefined) return null;
    const person = known.get(id) ?? (await findPerson(ctx.db, ctx.workspaceId, id));
    known.set(id, person);
    return barred(person) ? null : person;
  };
  const readers = new Map<Person, string[]>();
  for (const [key, { owner, manager }] of Object.entries(document.sources)) {
    const reader = (await here(owner)) ?? (await here(manager));
    if (reader) readers.set(reader, [...(readers.get(reader) ?? []), key]);
  }
  return readers;
}
