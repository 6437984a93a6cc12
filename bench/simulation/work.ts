import type { Context, PersonActor } from '../../src/context.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { postponeLead } from '../../src/leads/postponeLead.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import type { Status, UpdateStatus } from '../../src/leads/statuses.ts';
import { type UpdateLead, updateLead } from '../../src/leads/updateLead.ts';
import { isoDate, localDate, dayNumber } from '../../src/people/zone.ts';
import type { Manner } from './habits.ts';
import type { Random } from './random.ts';
import type { Place, Rep } from './team.ts';

const minute = 60_000;
const day = 1_440 * minute;

type OpenLead = { id: number; status: Status; value: number | null; due: Date | null };
type Next = UpdateStatus | 'released';

/** What becomes of a lead that is worked on, by where it stands. */
const outcomes: Partial<Readonly<Record<Status, Partial<Readonly<Record<Next, number>>>>>> = {
  claimed: { attempted: 53, connected: 35, disqualified: 10, released: 2 },
  attempted: { attempted: 48, connected: 37, lost: 15 },
  connected: { qualified: 45, connected: 20, lost: 22, nurture: 13 },
  qualified: { quoted: 60, qualified: 15, lost: 25 },
  quoted: { quoted: 35, won: 30, lost: 35 },
  nurture: { connected: 50, lost: 50 },
};

/** A rep looks at their leads, works on some of them, and takes some of the pool. Answers how many in all. */
export async function look(
  ctx: Context,
  { rep, manner, place, random }: { rep: Rep; manner: Manner; place: Place; random: Random },
): Promise<number> {
  let did = 0;
  const now = ctx.clock.now().getTime();
  const by = { kind: 'person', id: rep.id } as const;
  const mine = await openLeads(ctx, rep);
  for (const lead of mine) {
    if (!lead.due || lead.due.getTime() > now + manner.ahead * minute) continue;
    if (random.chance(manner.works * liking(lead, manner))) {
      await workOn(ctx, lead, { by, manner, random, timezone: place.timezone });
      did += 1;
    }
  }
  if (mine.length < manner.busyFrom) {
    for (const { id } of await pool(ctx, place, manner)) {
      await claimLead(ctx, { leadId: id, by });
      did += 1;
    }
  }
  return did;
}

const liking = ({ value }: { value: number | null }, { minValue }: Manner): number =>
  (value ?? 0) >= minValue ? 1 : 0.1;

async function workOn(
  ctx: Context,
  lead: OpenLead,
  {
    by,
    manner,
    random,
    timezone,
  }: { by: PersonActor; manner: Manner; random: Random; timezone: string },
): Promise<void> {
  const leadId = lead.id;
  const now = ctx.clock.now();
  const next = random.weighted<Next>({ ...none, ...outcomes[lead.status] });
  const later = weekdayAfter(now, random.whole(1, 4));
  if (random.chance(manner.postpones)) {
    await postponeLead(ctx, { leadId, by, to: later });
  } else if (next === 'released') {
    await releaseLead(ctx, { leadId, by, reason: 'Not mine to sell.' });
  } else {
    await updateLead(ctx, {
      ...{ leadId, by, status: next, touch: { kind: 'call', outcome: reached(next) } },
      ...(random.chance(0.2) ? { nextStepAt: later } : {}),
      ...detailsOf(next, localDate(now, timezone)),
    });
  }
}

/** At this time of the day, so in working time again. */
function weekdayAfter(now: Date, days: number): Date {
  const later = new Date(now.getTime() + days * day);
  while ([0, 6].includes(later.getUTCDay())) later.setUTCDate(later.getUTCDate() + 1);
  return later;
}

const none: Readonly<Record<Next, number>> = {
  ...{ attempted: 0, connected: 0, qualified: 0, quoted: 0, won: 0 },
  ...{ lost: 0, disqualified: 0, nurture: 0, released: 0 },
};

const reached = (status: UpdateStatus) => (status === 'attempted' ? 'no-answer' : 'reached');

function detailsOf(status: UpdateStatus, today: string): Partial<UpdateLead> {
  switch (status) {
    case 'lost':
      return { obstacle: 'need' };
    case 'disqualified':
      return { obstacle: 'invalid', evidence: 'The number belongs to somebody else.' };
    case 'nurture':
      return { revisitOn: isoDate(dayNumber(today) + 7) };
    default:
      return {};
  }
}

/** What they own and have not closed, what is due first at the top. */
function openLeads({ db, workspaceId }: Context, { id }: Rep): Promise<OpenLead[]> {
  return db
    .selectFrom('leads')
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', id)
    .where('closed_at', 'is', null)
    .orderBy('follow_up_due_at')
    .orderBy('id')
    .select(['id', 'status', 'value', 'follow_up_due_at as due'])
    .execute();
}

/** What waits longest in the place's channel, of what they would take. */
function pool(
  { db, workspaceId }: Context,
  { id }: Place,
  manner: Manner,
): Promise<{ id: number }[]> {
  return db
    .selectFrom('leads')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', id)
    .where('closed_at', 'is', null)
    .where('status', '=', 'new')
    .where('routed', 'is', null)
    .where('posted_at', 'is not', null)
    .where('value', '>=', manner.minValue)
    .orderBy('posted_at')
    .orderBy('id')
    .limit(manner.claims)
    .select('id')
    .execute();
}
