import type { Context } from '../context.ts';
import { despiteDeadlocks } from '../db/deadlocked.ts';
import { enterKnown } from './enterKnown.ts';
import { findSimilar } from './findSimilar.ts';
import { identitiesOf } from './identity.ts';
import {
  findLeadIds,
  identityKey,
  insertLeads,
  ownIdentities,
  reserveLeads,
} from './importStore.ts';
import type { ImportTally } from './importTally.ts';
import type { NewLead } from './newLead.ts';
import { summarise } from './summarise.ts';
import { type Identified, unchangedAmong } from './unchangedAmong.ts';

type Importing = {
  readonly importId: number;
  /** Cards that a channel gets at most. */
  readonly most: number;
  readonly now: Date;
};

/**
 * Stores a batch of an import: what is new with a few statements for all, then, one by one, what may
 * be a lead that is known, or another row's.
 */
export async function storeBatch(
  ctx: Context,
  leads: readonly NewLead[],
  tally: ImportTally,
  importing: Importing,
): Promise<void> {
  if (leads.length === 0) return;
  const { now, most } = importing;
  const identified = leads.map((lead) => identify(ctx, lead));
  const { entered, perhapsKnown } = await ctx.db.transaction().execute(async (trx) => {
    const ids = await reserveLeads(trx, leads.length);
    const numbered = new Map(identified.map((each, n) => [ids[n] ?? 0, each]));
    const own = await ownIdentities(trx, ctx.workspaceId, numbered);
    const cardsIn = new Map(tally.cardsIn);
    const entering = new Map<number, NewLead>();
    for (const [id, { lead }] of numbered) {
      if (!own.has(id)) continue;
      const card = getsCard(lead, cardsIn, most);
      if (card) cardsIn.set(lead.channelId, (cardsIn.get(lead.channelId) ?? 0) + 1);
      entering.set(id, { ...lead, card });
    }
    await insertLeads(trx, ctx.workspaceId, entering, now);
    const fresh = [...entering.values()];
    for (const lead of fresh.filter(isBehind).slice(0, 1))
      await summarise(ctx, trx, lead, importing);
    const others = [...numbered].filter(([id]) => !own.has(id)).map(([, each]) => each);
    return { entered: fresh, perhapsKnown: others };
  });
  for (const lead of entered) tally.addCreated(lead);
  const unchanged = await unchangedAmong(ctx, perhapsKnown);
  tally.unchanged += unchanged.size;
  for (const each of perhapsKnown.filter((known) => !unchanged.has(known))) {
    const card = getsCard(each.lead, tally.cardsIn, most);
    const entering = { ...each.lead, card };
    const outcome = await despiteDeadlocks(() =>
      ctx.db.transaction().execute(async (trx) => {
        const entered = await enterKnown(ctx, trx, entering, each.identities, null, now);
        const isNew = entered.outcome === 'created';
        if (isNew && isBehind(entering)) await summarise(ctx, trx, entering, importing);
        return entered.outcome;
      }),
    );
    if (outcome === 'created') tally.addCreated(entering);
    else tally[outcome] += 1;
  }
  ctx.wakeDelivery();
}

/** Counts what storing this batch would do, as far as can be known before it is done. */
export async function foresee(
  ctx: Context,
  leads: readonly NewLead[],
  tally: ImportTally,
  { most }: Importing,
): Promise<void> {
  const identified = leads.map((lead) => identify(ctx, lead));
  const all = identified.flatMap(({ identities }) => identities.filter(({ decides }) => decides));
  const known = await findLeadIds(ctx.db, ctx.workspaceId, all);
  const arriving = identified.map(({ lead, identities }) => ({ ...lead, identities }));
  const similar = await findSimilar(ctx.db, ctx.workspaceId, arriving);
  for (const [n, { lead, identities }] of identified.entries()) {
    const isKnown = identities.some((identity) => known.has(identityKey(identity)));
    if (isKnown || (similar[n] ?? null) !== null) tally.merged += 1;
    else tally.addCreated({ ...lead, card: getsCard(lead, tally.cardsIn, most) });
  }
}

const getsCard = (
  { standing, channelId }: NewLead,
  cardsIn: ReadonlyMap<string, number>,
  most: number,
): boolean => standing.status === 'new' && (cardsIn.get(channelId) ?? 0) < most;

const identify = (ctx: Context, lead: NewLead): Identified => ({
  lead,
  identities: identitiesOf(
    lead.arrival,
    lead.sourceKey,
    ctx.secrets,
    `row:${JSON.stringify(lead.arrival)}`,
  ),
});

/** It waits to be claimed, and is to be found in the summary only. */
const isBehind = ({ standing, card }: NewLead): boolean => standing.status === 'new' && !card;
