import type { Context } from '../context.ts';
import { calendarOf, channelCalendar, workspaceCalendar } from '../people/calendar.ts';
import { findPerson } from '../people/peopleStore.ts';
import type { LeadView } from './viewLead.ts';
import type { Reasons } from './why.ts';
import { breachSoFar, lastMessageAbout, moreTimeFor } from './whyStore.ts';

/** What decides when something is due on a lead, for somebody who may see it: see viewLead. */
export async function explainLead(
  { db, workspaceId }: Context,
  { lead, settings, now }: LeadView,
): Promise<Reasons> {
  const { ownerId, channelId } = lead;
  const owner = ownerId === null ? null : await findPerson(db, workspaceId, ownerId);
  return {
    lead,
    settings,
    owner,
    calendar: owner
      ? calendarOf(owner, settings)
      : ownerId === null
        ? channelCalendar(channelId, settings)
        : workspaceCalendar(settings),
    breach: await breachSoFar(db, workspaceId, lead),
    moreTime: await moreTimeFor(db, workspaceId, lead.id, now),
    lastMessage: await lastMessageAbout(db, workspaceId, lead.id),
    now,
  };
}
