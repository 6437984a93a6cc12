import { z } from 'zod';
import type { Trx } from '../db/openDatabase.ts';
import { calendarOf } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { nextWorkingTime } from '../people/workingTime.ts';
import type { Settings } from '../settings/settings.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import type { Lead } from './lead.ts';

/** Why somebody became the owner of a lead without having claimed it. Ids only. */
export const whyAssigned = z.discriminatedUnion('why', [
  z.object({ why: z.literal('turn') }),
  z.object({ why: z.literal('direct') }),
  z.object({ why: z.literal('stand-in'), for: z.string() }),
  z.object({ why: z.literal('fallback') }),
  z.object({ why: z.literal('reassigned'), by: z.string() }),
]);
export type WhyAssigned = z.infer<typeof whyAssigned>;

/**
 * Tells the new owner of a lead, in their working time. Belongs to the transaction that made them its
 * owner; `lead` is what it is since then. Call ctx.wakeDelivery after the commit.
 */
export async function enqueueAssigned(
  trx: Trx,
  workspaceId: string,
  of: { lead: Lead; owner: Person; why: WhyAssigned; settings: Settings; now: Date },
): Promise<void> {
  const { lead, owner, why, settings, now } = of;
  await enqueueMessage(trx, {
    workspaceId,
    kind: 'assigned',
    key: `assigned:${lead.id}:${owner.id}:${lead.version}`,
    leadId: lead.id,
    personId: owner.id,
    subject: why,
    destination: owner.id,
    now,
    notBefore: nextWorkingTime(now, calendarOf(owner, settings)) ?? now,
  });
}
