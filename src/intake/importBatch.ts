import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { identitiesOf } from './identity.ts';
import { insertLeads, knownIdentities, ownIdentities, reserveLeads } from './importStore.ts';
import type { ImportTally } from './importTally.ts';
import type { NewLead } from './newLead.ts';
import { enter } from './receiveLead.ts';

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
  const identities = leads.map((lead) => identitiesOf(lead.arrival, lead.sourceKey, ctx.secrets));
  const { entered, perhapsKnown } = await ctx.db.transaction().execute(async (trx) => {
    const ids = await reserveLeads(trx, leads.length);
    const byId = new Map(ids.map((id, n) => [id, identities[n] ?? []]));
    const own = await ownIdentities(trx, ctx.workspaceId, byId);
    let cards = tally.cards;
    const entering = new Map<number, NewLead>();
    leads.forEach((lead, n) => {
      const id = ids[n];
      if (id === undefined || !own.has(id)) return;
      const card = lead.standing.status === 'new' && cards < most;
      if (card) cards += 1;
      entering.set(id, { ...lead, card });
    });
    await insertLeads(trx, ctx.workspaceId, entering, now);
    const fresh = [...entering.values()];
    for (const lead of fresh.filter(isBehind).slice(0, 1))
      await summarise(ctx, trx, lead, importing);
    return { entered: fresh, perhapsKnown: leads.filter((_, n) => !own.has(ids[n] ?? 0)) };
  });
  for (const lead of entered) tally.addCreated(lead);
  for (const lead of perhapsKnown) {
    const entering = { ...lead, card: lead.standing.status === 'new' && tally.cards < most };
    const { outcome } = await enter(ctx, entering, null, now);
    if (outcome !== 'created') tally[outcome] += 1;
    else {
      tally.addCreated(entering);
      if (isBehind(entering))
        await ctx.db.transaction().execute((trx) => summarise(ctx, trx, entering, importing));
    }
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
  const identities = leads.map((lead) => identitiesOf(lead.arrival, lead.sourceKey, ctx.secrets));
  const known = await knownIdentities(ctx.db, ctx.workspaceId, identities.flat());
  leads.forEach((lead, n) => {
    const isKnown = identities[n]?.some(({ kind, hash }) =>
      known.has(`${kind}:${hash.toString('hex')}`),
    );
    if (isKnown) tally.merged += 1;
    else tally.addCreated({ ...lead, card: lead.standing.status === 'new' && tally.cards < most });
  });
}

/** It waits to be claimed, and is to be found in the summary only. */
const isBehind = ({ standing, card }: NewLead): boolean => standing.status === 'new' && !card;

/** One message of an import in a channel; the first lead behind it brings it. */
async function summarise(
  { workspaceId }: Context,
  trx: Trx,
  { channelId }: NewLead,
  { importId, now }: Importing,
): Promise<void> {
  await enqueueMessage(trx, {
    workspaceId,
    kind: 'import-summary',
    key: `import:${importId}:${channelId}`,
    subject: { importId },
    destination: channelId,
    now,
  });
}
