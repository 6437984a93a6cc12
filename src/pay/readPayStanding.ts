import type { Context } from '../context.ts';
import { findLeads } from '../leads/leadStore.ts';
import { findCorrections } from './findCorrections.ts';
import { judgeLeads } from './judgeLeads.ts';
import type { Blocked, PayStanding } from './payStanding.ts';
import { leadsIn } from './payStore.ts';
import { countVerdicts } from './payWords.ts';
import type { PayPeriod } from './period.ts';
import type { Verdict } from './verdict.ts';

/**
 * How a person's leads stand in a period now, or stood at its cut-off where that is over. `channelIds`:
 * of the leads in these channels only. `most`: so many of those that block come with their rows.
 */
export async function readPayStanding(
  ctx: Context,
  of: {
    period: PayPeriod;
    personId: string;
    channelIds?: readonly string[] | undefined;
    most: number;
  },
): Promise<PayStanding> {
  const { db, workspaceId } = ctx;
  const { period, personId, channelIds, most } = of;
  const now = ctx.clock.now();
  const asOf = now < period.cutOffAt ? now : period.cutOffAt;
  const asked = { period, asOf, personIds: [personId] };
  const all = (await judgeLeads(ctx, asked)).get(personId) ?? [];
  const corrected = (await findCorrections(ctx, asked)).get(personId) ?? [];
  const ids = [...all, ...corrected].map(({ leadId }) => leadId);
  const seen = channelIds ? await leadsIn(db, workspaceId, ids, channelIds) : new Set(ids);
  const verdicts = all.filter(({ leadId }) => seen.has(leadId));
  const blocking = verdicts.filter(isBlocked).toSorted(putRightFirst);
  const first = blocking.slice(0, most);
  const leads = new Map(
    (
      await findLeads(
        db,
        workspaceId,
        first.map(({ leadId }) => leadId),
      )
    ).map((lead) => [lead.id, lead]),
  );
  return {
    ...{ personId, period },
    counts: countVerdicts(verdicts),
    blocked: first.flatMap((verdict) => {
      const lead = leads.get(verdict.leadId);
      return lead ? [{ verdict, lead }] : [];
    }),
    excused: verdicts.flatMap((one) =>
      one.state === 'excused' ? [{ leadId: one.leadId, why: one.why }] : [],
    ),
    corrected: corrected.filter(({ leadId }) => seen.has(leadId)),
  };
}

const isBlocked = (verdict: Verdict): verdict is Blocked => verdict.state === 'blocked';

/** What they have before what they had. */
const putRightFirst = (a: Blocked, b: Blocked): number =>
  Number(a.leftAt !== null) - Number(b.leftAt !== null) || a.leadId - b.leadId;
