import { type Actor, type Context, theApp } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { lacking, knownOf } from './completeness.ts';
import { goOn, stillLacking } from './hold.ts';
import type { LeadWithDetails } from './lead.ts';
import { changeAsRead } from './leadChangeStore.ts';
import { calendarFor } from './ownersOnly.ts';
import { timeLost } from './timeLost.ts';
import { findPerson } from '../people/peopleStore.ts';

/**
 * What follows where something was added to a lead that lacked it: as soon as it is whole, what was
 * held goes before reps, and whoever sent it back goes on. The lead is locked, and `lead` is how it is
 * now; answers how it is then. Where it has an owner to be chosen, that is the caller's to do after
 * the commit.
 */
export async function completeLead(
  ctx: Context,
  trx: Trx,
  lead: LeadWithDetails,
  by: Actor = theApp,
): Promise<LeadWithDetails> {
  const missing = lacking(knownOf(lead), lead.missing);
  if (missing.length === lead.missing.length || lead.closedAt) return lead;
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const settings = await ctx.settings.current(trx);
  const { ownerId } = lead;
  const owner = ownerId === null ? null : await findPerson(trx, workspaceId, ownerId);
  const ground = { lead, owner, settings, now };
  const plan =
    missing.length === 0
      ? goOn(ground, missing, { withCard: lead.importId === null })
      : stillLacking(lead, missing);
  const cost = timeLost(lead, plan, now, calendarFor(ground));
  const changed = await changeAsRead(trx, workspaceId, lead, {
    ...plan,
    ...{ kind: 'completed', by, at: now, settingsVersion: settings.version, data: { missing } },
    set: { ...cost.set, ...plan.set },
    lost: cost.lost,
  });
  if (!changed) throw new Error(`lead ${lead.id} changed under its lock`);
  return { ...changed, details: lead.details };
}
