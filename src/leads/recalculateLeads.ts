import { setImmediate } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { type Calendar, calendarOf, calendarVersion, channelCalendar } from '../people/calendar.ts';
import { findPeople } from '../people/peopleStore.ts';
import type { SettingsVersion } from '../settings/settings.ts';
import type { Lead } from './lead.ts';
import { recalculated } from './recalculation.ts';
import { type Move, moveDue, planStepsAnew, redrawMoved } from './recalculationStore.ts';

/** Moves what is to be moved of these open leads. Answers how many were. */
export async function recalculateLeads(
  ctx: Context,
  trx: Trx,
  leads: readonly Lead[],
  { document, version }: SettingsVersion,
  now: Date,
): Promise<number> {
  const { workspaceId } = ctx;
  const calendarFor = await calendarsOf(trx, workspaceId, leads, document);
  const moves: Move[] = [];
  for (const [n, lead] of leads.entries()) {
    // One lead that cannot be calculated must not keep all others waiting.
    try {
      const calendar = calendarFor(lead);
      const anew = recalculated(lead, { settings: document, calendar, now });
      if (anew) moves.push({ lead, anew, calendarVersion: calendarVersion(calendar) });
    } catch (err) {
      ctx.log.error({ lead: lead.id, err }, 'a due instant could not be calculated anew');
    }
    // Lets those in who act on leads meanwhile.
    if (n % 50 === 49) await setImmediate();
  }
  const moved = await moveDue(trx, workspaceId, moves, { settingsVersion: version, now });
  await redrawMoved(trx, workspaceId, moved);
  await planStepsAnew(trx, workspaceId, leads);
  return moved.length;
}

/** The calendar of each lead: its owner's, or its channel's where nobody owns it. */
async function calendarsOf(
  trx: Trx,
  workspaceId: string,
  leads: readonly Lead[],
  settings: SettingsVersion['document'],
): Promise<(lead: Lead) => Calendar> {
  const ownerIds = new Set(leads.flatMap(({ ownerId }) => ownerId ?? []));
  const people = await findPeople(trx, workspaceId, [...ownerIds]);
  const owners = new Map(people.map((person) => [person.id, person]));
  const known = new Map<string, Calendar>();
  return ({ ownerId, channelId }) => {
    const key = ownerId ?? channelId;
    const owner = ownerId === null ? undefined : owners.get(ownerId);
    const calendar =
      known.get(key) ??
      (owner ? calendarOf(owner, settings) : channelCalendar(channelId, settings));
    known.set(key, calendar);
    return calendar;
  };
}
