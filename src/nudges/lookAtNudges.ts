import type { Context } from '../context.ts';
import type { Db } from '../db/openDatabase.ts';
import { calendarOf } from '../people/calendar.ts';
import { findEveryone } from '../people/peopleStore.ts';
import type { Person } from '../people/person.ts';
import type { Settings } from '../settings/settings.ts';
import { urgentOfAway } from './breachStore.ts';
import { runsOutSoon, upcoming } from './nudgePolicy.ts';
import { findEscalatedOf, findNudgesToLookAt, findWindowsOf, keepLooks } from './lookStore.ts';

/** A standing nudge is looked at this often, and so redrawn at most this often for what it shows silently. */
const everyMs = 5 * 60_000;
const atOnce = 200;

/**
 * Has standing nudges redrawn where what they show without notifying has changed: what is about to run
 * out, what is urgent of people whom the reader stands in for, what a manager has been told of.
 * Answers how many.
 */
export async function lookAtNudges(ctx: Context, now: Date): Promise<number> {
  const { db, workspaceId } = ctx;
  const before = new Date(now.getTime() - everyMs);
  const nudges = await findNudgesToLookAt(db, workspaceId, { before, limit: atOnce });
  if (nudges.length === 0) return 0;
  const ids = new Set(nudges.map(({ personId }) => personId));
  const people = (await findEveryone(db, workspaceId)).filter(({ id }) => ids.has(id));
  const { document } = await ctx.settings.current();
  const silent = await silentLeads(db, workspaceId, people, document, now);
  const looks = nudges.map(({ id, personId, silent: shown }) => {
    const leads = silent.get(personId) ?? [];
    // One that has not been looked at yet has just been posted, and shows them.
    return { id, silent: leads, redraw: shown !== null && leads.join() !== shown.join() };
  });
  await keepLooks(db, workspaceId, now, looks);
  const stale = looks.filter(({ redraw }) => redraw).length;
  if (stale > 0) ctx.wakeDelivery('redraws');
  return stale;
}

/** By person, the ids of the leads that their nudge shows, or shows otherwise, without notifying. */
async function silentLeads(
  db: Db,
  workspaceId: string,
  people: readonly Person[],
  settings: Settings,
  now: Date,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const ids = people.map(({ id }) => id);
  const calendars = new Map(people.map((person) => [person.id, calendarOf(person, settings)]));
  const windows = await findWindowsOf(db, workspaceId, ids, { now, limit: upcoming });
  const soon = windows.filter((window) => {
    const calendar = calendars.get(window.ownerId);
    return calendar && runsOutSoon(window, calendar, now);
  });
  const urgent = await urgentOfAway(db, workspaceId, now);
  const escalated = await findEscalatedOf(db, workspaceId, ids);
  const shown = [
    ...[...soon, ...escalated].map(({ ownerId, leadId }) => ({ to: ownerId, leadId })),
    ...urgent.map(({ standInId, leadId }) => ({ to: standInId ?? '', leadId })),
  ];
  const byPerson = Map.groupBy(shown, ({ to }) => to);
  return new Map(
    ids.map((id) => [
      id,
      (byPerson.get(id) ?? []).map(({ leadId }) => leadId).toSorted((a, b) => a - b),
    ]),
  );
}
