import { type Context, theApp } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { calendarOf } from '../people/calendar.ts';
import { nextWorkingTime } from '../people/workingTime.ts';
import type { SettingsVersion } from '../settings/settings.ts';
import { leaveToClaim, lockTurns } from './assignStore.ts';
import { type Choice, chooseOwner } from './chooseOwner.ts';
import { newLease, statusDue } from './due.ts';
import type { Lead, LeadWithDetails } from './lead.ts';
import { changeAsRead } from './leadChangeStore.ts';
import { findLead, lockLead } from './leadStore.ts';

export type AssignOutcome =
  | { readonly outcome: 'assigned'; readonly lead: LeadWithDetails }
  /** Nobody can take it now: it is anyone's to claim. */
  | { readonly outcome: 'left-to-claim'; readonly lead: LeadWithDetails }
  /** It is not for the app to assign, or not any more. */
  | { readonly outcome: 'settled' };

/**
 * Chooses the owner of a lead that was routed to the app's choice, once: whoever else tries, at the
 * same time or after a crash, finds it settled. Opens the window of the first touch on the owner's
 * calendar, and tells them in their working time.
 */
export function assignLead(ctx: Context, leadId: number): Promise<AssignOutcome> {
  const mine = others.then(() => assign(ctx, leadId));
  others = mine.catch(() => {});
  return mine;
}

/** Of this process: many that wait for their turn would leave no connection for those who claim. */
let others: Promise<unknown> = Promise.resolve();

async function assign(ctx: Context, leadId: number): Promise<AssignOutcome> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const outcome = await db.transaction().execute(async (trx): Promise<AssignOutcome> => {
    const settings = await ctx.settings.current(trx);
    const lead = await lockRouted(trx, workspaceId, leadId);
    if (!lead) return { outcome: 'settled' };
    const choice =
      lead.status === 'new' && (await chooseOwner(trx, workspaceId, lead, settings.document, now));
    if (choice) {
      const changed = await changeAsRead(
        trx,
        workspaceId,
        lead,
        given(lead, choice, settings, now),
      );
      if (!changed) throw new Error(`lead ${leadId} changed under its lock`);
      return { outcome: 'assigned', lead: { ...changed, details: lead.details } };
    }
    await leaveToClaim(trx, workspaceId, leadId);
    if (lead.status !== 'new') return { outcome: 'settled' };
    return { outcome: 'left-to-claim', lead: { ...lead, routed: null, routedTo: null } };
  });
  if (outcome.outcome === 'assigned') ctx.wakeDelivery();
  return outcome;
}

/** Turns are locked before leads. Null: somebody was faster, or it waits for something else. */
async function lockRouted(
  trx: Trx,
  workspaceId: string,
  leadId: number,
): Promise<LeadWithDetails | null> {
  const before = await findLead(trx, workspaceId, leadId);
  if (!before?.routed || before.status === 'held') return null;
  if (before.routed === 'round-robin') await lockTurns(trx, workspaceId, before.channelId);
  await lockLead(trx, workspaceId, leadId);
  const lead = await findLead(trx, workspaceId, leadId);
  return lead?.routed && lead.status !== 'held' ? lead : null;
}

function given(
  lead: Lead,
  { owner, why, among }: Choice,
  { document, version }: SettingsVersion,
  now: Date,
): Parameters<typeof changeAsRead>[3] {
  const calendar = calendarOf(owner, document);
  const next = statusDue({ ...lead, status: 'claimed' }, now, document, calendar);
  return {
    kind: 'assigned',
    by: theApp,
    at: now,
    settingsVersion: version,
    set: {
      status: 'claimed',
      statusAt: now,
      ownerId: owner.id,
      claimedAt: now,
      ...newLease(next, document, calendar),
      postponeCount: 0,
      revisitOn: null,
      routed: null,
      routedTo: null,
    },
    due: { outcome: 'met', next },
    data: { to: owner.id, ...why, ...(among && { among: [...among] }) },
    tell: { personId: owner.id, notBefore: nextWorkingTime(now, calendar) ?? now, why },
  };
}
