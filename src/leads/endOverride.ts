import type { Context, PersonActor } from '../context.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import { withoutPause } from '../people/away.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { lockPeople, saveClock } from '../people/peopleStore.ts';
import { type Barred, barred } from '../people/roles.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { newLease, statusDue } from './due.ts';
import { exceptionRefused, type ExceptionRefused } from './exceptionRefused.ts';
import { mayPause } from './mayPause.ts';
import { calendarFor } from './ownersOnly.ts';
import { channelsOfOpenLeads, endPauses, findOverride, type Override } from './overrideStore.ts';
import type { Repeated } from './refusal.ts';

export type EndOverrideOutcome =
  | { readonly outcome: 'ended' | 'repeated' }
  /** It has ended, or there is none of that number. */
  | { readonly outcome: 'not-in-force' }
  | { readonly outcome: 'oneself' }
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'manager' }
  | ExceptionRefused;

/**
 * Ends an exception before its time: the rep is back, or the lead's window begins anew now. Whoever
 * may make one may end one, for others.
 */
export async function endOverride(
  ctx: Context,
  { overrideId, by }: { overrideId: number; by: PersonActor },
): Promise<EndOverrideOutcome> {
  const override = await findOverride(ctx.db, ctx.workspaceId, overrideId, ctx.clock.now());
  if (!override) return { outcome: 'not-in-force' };
  const { leadId } = override;
  if (leadId === null) return endPause(ctx, override, by);
  return changeLead<EndOverrideOutcome | Repeated>(ctx, { leadId, by }, async (situation, db) =>
    (await findOverride(db, ctx.workspaceId, overrideId, situation.now))
      ? endForLead(situation, overrideId)
      : { outcome: 'not-in-force' },
  );
}

function endForLead(
  situation: Situation,
  overrideId: number,
): Plan<EndOverrideOutcome> | EndOverrideOutcome {
  const refusal = exceptionRefused(situation, 'end an exception');
  if (refusal) return refusal;
  const { lead, now, settings } = situation;
  const calendar = calendarFor(situation);
  const next = statusDue(lead, now, settings.document, calendar);
  return {
    change: {
      kind: 'exception-ended',
      set: lead.status === 'nurture' ? {} : newLease(next, settings.document, calendar),
      due: { outcome: 'cancelled', next },
      endsException: overrideId,
    },
    answer: () => ({ outcome: 'ended' }),
  };
}

async function endPause(
  ctx: Context,
  { id, personId: repId }: Override,
  by: PersonActor,
): Promise<EndOverrideOutcome> {
  const { workspaceId } = ctx;
  if (repId === null) return { outcome: 'not-in-force' };
  if (repId === by.id) return { outcome: 'oneself' };
  const manager = await meetPerson(ctx, by.id);
  const why = barred(manager);
  if (!manager || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
  const now = ctx.clock.now();
  const { document } = await ctx.settings.current();
  return ctx.db.transaction().execute(async (trx): Promise<EndOverrideOutcome> => {
    const [rep] = await lockPeople(trx, workspaceId, [repId]);
    const openIn = await channelsOfOpenLeads(trx, workspaceId, repId);
    if (!rep || !mayPause(manager, repId, openIn, document)) {
      return { outcome: 'not-allowed', why: 'manager' };
    }
    if (!(await findOverride(trx, workspaceId, id, now))) return { outcome: 'not-in-force' };
    if (!(await noteInteraction(trx, workspaceId, by, now))) return { outcome: 'repeated' };
    await endPauses(trx, workspaceId, { repId, by: by.id, now });
    await saveClock(trx, workspaceId, repId, { away: withoutPause(rep.away, now) }, now);
    return { outcome: 'ended' };
  });
}
