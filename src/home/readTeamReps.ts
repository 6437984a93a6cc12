import type { Context } from '../context.ts';
import { findReps } from '../leads/teamStore.ts';
import { awayAt } from '../people/person.ts';
import { findPeople } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import type { TeamMember } from './home.ts';

/** As many as one can choose from. */
const most = 100;

/** The reps of these channels: who has open leads there, most overdue first, then who else is on a roster. */
export async function readTeamReps(
  ctx: Context,
  channels: readonly string[],
  now: Date,
): Promise<TeamMember[]> {
  const { db, workspaceId } = ctx;
  const { document } = await ctx.settings.current();
  const reps = await findReps(db, workspaceId, channels, now);
  const busy = reps.map(({ id }) => id);
  const rosters = channels.flatMap((id) => document.channels[id]?.roster ?? []);
  const people = await findPeople(
    db,
    workspaceId,
    [...new Set([...busy, ...rosters])].slice(0, most),
  );
  const free = people
    .filter((person) => !busy.includes(person.id) && !barred(person))
    .map(({ id, name }) => ({ id, name, open: 0, due: 0 }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return [...reps, ...free].map((rep) => {
    const person = people.find(({ id }) => id === rep.id);
    return { ...rep, away: person ? awayAt(person, now) : null };
  });
}
