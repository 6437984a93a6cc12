import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';
import { notAllowed } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred } from '../people/roles.ts';
import { localDate } from '../people/zone.ts';
import { plain } from '../slack/richText.ts';
import { judgeLeads } from './judgeLeads.ts';
import { payChannels } from './payAccess.ts';
import { drawPayTeam, type PayRep } from './payForm.ts';
import { findFrozenPeriods, leadsIn } from './payStore.ts';
import { countVerdicts } from './payWords.ts';
import { nextToClose, type PayPeriod } from './period.ts';
import { findHolders } from './traceStore.ts';

/** How each rep of a manager's channels stands in the pay period, as a modal; of all, for an admin. */
export async function openPayTeam(
  ctx: Context,
  { readerId }: { readerId: string },
): Promise<ModalView> {
  const reader = await meetPerson(ctx, readerId);
  const why = barred(reader);
  if (!reader || why) return drawNotice('Pay period', [plain(notAllowed(why ?? 'unknown'))]);
  const { document } = await ctx.settings.current();
  const channelIds = payChannels(document, reader);
  if (channelIds.length === 0) {
    const sentence = 'Only a manager or an admin can see other people’s pay periods.';
    return drawNotice('Pay period', [plain(sentence)]);
  }
  const { pay, timezone } = document;
  const now = ctx.clock.now();
  const period = pay ? nextToClose({ pay, timezone }, localDate(now, timezone), now) : null;
  const [frozen = null] = await findFrozenPeriods(ctx.db, ctx.workspaceId);
  const reps = period ? await readReps(ctx, period, channelIds, now) : [];
  return drawPayTeam({ period, reps, frozen });
}

async function readReps(
  ctx: Context,
  period: PayPeriod,
  channelIds: readonly string[],
  asOf: Date,
): Promise<PayRep[]> {
  const { db, workspaceId } = ctx;
  const { startsAt } = period;
  const personIds = await findHolders(db, workspaceId, { channelIds, startsAt });
  const verdicts = await judgeLeads(ctx, { period, asOf, personIds });
  const ids = [...verdicts.values()].flat().map(({ leadId }) => leadId);
  const seen = await leadsIn(db, workspaceId, ids, channelIds);
  return [...verdicts].flatMap(([personId, all]) => {
    const theirs = all.filter(({ leadId }) => seen.has(leadId));
    return theirs.length > 0 ? [{ personId, counts: countVerdicts(theirs) }] : [];
  });
}
