import type { Context } from '../context.ts';
import type { DueLead } from '../leads/dueList.ts';
import { isHot } from '../leads/ladder.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { findLeads, findUpcomingOf } from '../leads/leadStore.ts';
import { leasesEndedOf } from '../leads/leaseStore.ts';
import { byUrgency } from '../leads/urgency.ts';
import { calendarOf } from '../people/calendar.ts';
import { findEveryone } from '../people/peopleStore.ts';
import type { Person } from '../people/person.ts';
import { turnsPausedAfter } from '../people/turns.ts';
import type { Settings } from '../settings/settings.ts';
import { type Message, shownSince } from '../slack/message.ts';
import { urgentOfAway } from './breachStore.ts';
import { type Everyone, whoIsTold } from './escalation.ts';
import type { DueLine, EndedLine, Nudge, UrgentLine } from './nudge.ts';
import { runsOutSoon, toldOfLeasesSince, upcoming } from './nudgePolicy.ts';
import { findNudgeBreaches, findToldUntil, type NudgeBreach } from './nudgeStore.ts';

/** The message that it is drawn for. */
type Standing = Pick<Message, 'id' | 'subject' | 'posted' | 'shown'>;

/** What a person's nudge says now, and whether there is anything in it that only this one tells. */
export async function readNudge(
  ctx: Context,
  message: Standing,
  person: Person,
  now: Date,
): Promise<{ nudge: Nudge; tells: boolean }> {
  const { db, workspaceId } = ctx;
  const { document } = await ctx.settings.current();
  const breaches = await findNudgeBreaches(db, workspaceId, person.id, {
    messageId: message.id,
    dealtWithAfter: shownSince(message, now),
  });
  const open = breaches.filter(({ dealtWithAt }) => dealtWithAt === null);
  const dealtWith = breaches.filter(({ dealtWithAt }) => dealtWithAt !== null);
  const urgent = (await urgentOfAway(db, workspaceId, now)).filter(
    ({ standInId }) => standInId === person.id,
  );
  const leases = await leasesEndedOf(db, workspaceId, person.id, toldOfLeasesSince(now));
  const leads = await leadsById(ctx, [...breaches, ...urgent, ...leases]);
  const askedBy = message.subject['asked_by'];
  const nudge: Nudge = {
    due: await dueLines(ctx, document, open, leads, now),
    urgent: urgent
      .flatMap(({ leadId, ownerId, until, dueAt }): UrgentLine[] => {
        const lead = leads.get(leadId);
        return lead ? [{ lead: asDue(lead, dueAt, document), ownerId, until }] : [];
      })
      .toSorted((a, b) => a.ownerId.localeCompare(b.ownerId, 'en') || byUrgency(a.lead, b.lead)),
    soon: await soonOf(ctx, person, document, now),
    ended: leases.flatMap((lease): EndedLine[] => {
      const lead = leads.get(lease.leadId);
      return lead && lead.ownerId !== person.id ? [{ lead, lease }] : [];
    }),
    struck: dealtWith.flatMap(({ leadId }) => leads.get(leadId) ?? []),
    askedBy: typeof askedBy === 'string' ? askedBy : null,
    leasesEnded: turnsPausedAfter(person, document),
  };
  const toldUntil = await findToldUntil(db, workspaceId, person.id, message.id);
  const tells =
    nudge.ended.some(({ lease }) => !toldUntil || lease.at > toldUntil) ||
    open.some(({ messageId }) => messageId === message.id) ||
    urgent.some(({ messageId }) => messageId === message.id) ||
    (nudge.askedBy !== null && nudge.due.length > 0);
  return { nudge, tells };
}

async function leadsById(
  { db, workspaceId }: Context,
  of: readonly { readonly leadId: number }[],
): Promise<Map<number, LeadWithDetails>> {
  const ids = [...new Set(of.map(({ leadId }) => leadId))];
  const leads = await findLeads(db, workspaceId, ids);
  return new Map(leads.map((lead) => [lead.id, lead]));
}

async function dueLines(
  ctx: Context,
  settings: Settings,
  open: readonly NudgeBreach[],
  leads: ReadonlyMap<number, LeadWithDetails>,
  now: Date,
): Promise<DueLine[]> {
  const warned = open.some((breach) => isWarned(breach, now));
  const everyone: Everyone = new Map(
    warned
      ? (await findEveryone(ctx.db, ctx.workspaceId)).map((person) => [person.id, person])
      : [],
  );
  const lines = open.flatMap((breach): DueLine[] => {
    const lead = leads.get(breach.leadId);
    if (!lead) return [];
    const told = isWarned(breach, now) ? whoIsTold(lead, settings, everyone, now) : [];
    return [
      { lead: asDue(lead, breach.dueAt, settings), breach, goesTo: told.map(({ id }) => id) },
    ];
  });
  return lines.toSorted((a, b) => byUrgency(a.lead, b.lead));
}

const isWarned = ({ warnAt }: NudgeBreach, now: Date): boolean => warnAt !== null && warnAt <= now;

const asDue = (lead: LeadWithDetails, dueAt: Date, settings: Settings): DueLead => ({
  ...lead,
  hot: isHot(lead, settings),
  dueAt,
});

async function soonOf(
  { db, workspaceId }: Context,
  person: Person,
  settings: Settings,
  now: Date,
): Promise<DueLead[]> {
  const calendar = calendarOf(person, settings);
  const next = await findUpcomingOf(db, workspaceId, person.id, { now, limit: upcoming });
  return next.flatMap((lead) =>
    lead.followUpDueAt && runsOutSoon(lead, calendar, now)
      ? [asDue(lead, lead.followUpDueAt, settings)]
      : [],
  );
}
