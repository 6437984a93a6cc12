import type { Context, PersonActor } from '../context.ts';
import { hasTakenEffect, noteInteraction } from '../db/interactionStore.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred } from '../people/roles.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { payReach } from './payAccess.ts';
import type { PayExportOf, PayFormat } from './payExport.ts';
import { findFrozenPeriods } from './payStore.ts';
import type { PeriodDates } from './period.ts';

export type SendPayExportOutcome =
  | { readonly outcome: 'sent' }
  /** This click has taken effect already. */
  | { readonly outcome: 'repeated' }
  | { readonly outcome: 'not-frozen' }
  | { readonly outcome: 'not-allowed' };

/**
 * Sends somebody what was frozen of a period, as a file by direct message: anybody their own, a manager
 * or an admin the team's.
 */
export async function sendPayExport(
  ctx: Context,
  {
    by,
    period,
    format,
    whose,
  }: { by: PersonActor; period: PeriodDates; format: PayFormat; whose: PayExportOf },
): Promise<SendPayExportOutcome> {
  const { workspaceId } = ctx;
  const person = await meetPerson(ctx, by.id);
  const { document } = await ctx.settings.current();
  if (!person || barred(person) || !payReach(document, person, whose)) {
    return { outcome: 'not-allowed' };
  }
  const { from, until } = period;
  const frozen = await findFrozenPeriods(ctx.db, workspaceId);
  if (!frozen.some((one) => one.from === from && one.until === until)) {
    return { outcome: 'not-frozen' };
  }
  const now = ctx.clock.now();
  const outcome = await ctx.db.transaction().execute(async (trx) => {
    if (await hasTakenEffect(trx, workspaceId, by)) return 'repeated' as const;
    await noteInteraction(trx, workspaceId, by, now);
    await enqueueMessage(trx, {
      ...{ workspaceId, now },
      kind: 'pay-export',
      key: `pay-export:${by.id}:${from}:${until}:${whose}:${format}:${now.toISOString()}`,
      personId: by.id,
      destination: by.id,
      subject: { from, until, format, whose },
    });
    return 'sent' as const;
  });
  if (outcome === 'sent') ctx.wakeDelivery();
  return { outcome };
}
