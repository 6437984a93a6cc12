import { awayAt, type Person } from '../people/person.ts';
import { barred, rolesIn } from '../people/roles.ts';
import type { Settings } from '../settings/settings.ts';

/**
 * Why somebody is told of a lead. `overdue`: its owner has let the window run out, and then the time
 * that the ladder leaves. `away`: it ran out while its owner was away and nobody stood in. `left`: its
 * owner has left. `unclaimed`: nobody has taken it. `unposted`: its channel takes no messages.
 */
export type About = 'overdue' | 'away' | 'left' | 'unclaimed' | 'unposted';

/** What is to be told to somebody, and since when it is so. */
export type Matter = {
  readonly leadId: number;
  readonly channelId: string;
  /** Null: nobody owns it. */
  readonly ownerId: string | null;
  readonly about: About;
  readonly since: Date;
};

/** Everyone who is known here, by id. */
export type Everyone = ReadonlyMap<string, Person>;

/** Who takes what is urgent of somebody who is away. Null: they are not, or nobody who could. */
export function standInOf(person: Person, everyone: Everyone, now: Date): Person | null {
  const standIn = everyone.get(awayAt(person, now)?.standInId ?? '');
  return standIn && !barred(standIn) && !awayAt(standIn, now) ? standIn : null;
}

/**
 * Who is told. Of a lead with an owner: the managers of its channel but the owner, and who stands in
 * for those of them who are away. Of one that nobody owns: the fallback, else the first manager who is
 * not away. Where there is nobody like that, the admins.
 */
export function whoIsTold(
  { channelId, ownerId }: Pick<Matter, 'channelId' | 'ownerId'>,
  settings: Settings,
  everyone: Everyone,
  now: Date,
): Person[] {
  const { managers = [], fallback } = settings.channels[channelId] ?? {};
  const active = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const person = everyone.get(id);
      return person && !barred(person) && id !== ownerId ? [person] : [];
    });
  const takers = active([...(fallback ? [fallback] : []), ...managers]);
  const told = ownerId === null ? firstPresent(takers, now) : active(managers);
  const some = told.length > 0 ? told : takers.slice(0, 1);
  const standIns = some.flatMap((person) => standInOf(person, everyone, now) ?? []);
  const all = new Set([...some, ...standIns.filter(({ id }) => id !== ownerId)]);
  if (all.size > 0) return [...all];
  return active([...everyone.keys()]).filter((person) =>
    rolesIn(settings, person, channelId).has('admin'),
  );
}

const firstPresent = (people: readonly Person[], now: Date): Person[] =>
  people.filter((person) => !awayAt(person, now)).slice(0, 1);
