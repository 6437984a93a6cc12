import type { Context } from '../context.ts';
import { settingsShape } from '../settings/settings.ts';
import { closedBetween, type PayInForce } from './cutOffs.ts';
import { findCorrections } from './findCorrections.ts';
import { judgeLeads } from './judgeLeads.ts';
import { canonicalText, payDocumentOf, sha256 } from './payDocument.ts';
import {
  findFrozenPeriods,
  freezePeriod,
  insertSnapshots,
  markPayNudgesStale,
  readPayHistory,
  type Snapshot,
  type StoredPay,
} from './payStore.ts';
import type { PayPeriod } from './period.ts';

/** A change that was begun before the cut-off is committed by then: it takes less than a second. */
const settledMs = 60_000;
const batch = 500;

/**
 * Freezes each period whose cut-off has passed, once, a minute after it or whenever the app runs
 * again: one snapshot for everybody for whom a lead counts. What is frozen is what stood at the
 * cut-off, as the events until then say, whenever it is taken.
 */
export async function takePaySnapshots(
  ctx: Context,
): Promise<{ periods: number; snapshots: number }> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const frozen = await findFrozenPeriods(db, workspaceId);
  const since = frozen[0]?.cutOffAt ?? null;
  const history = (await readPayHistory(db, workspaceId, since)).map(inForce);
  const isFrozen = (one: PayPeriod) =>
    frozen.some(({ from, until }) => one.from === from && one.until === until);
  const did = { periods: 0, snapshots: 0 };
  for (const period of closedBetween(history, since, new Date(now.getTime() - settledMs))) {
    if (isFrozen(period)) continue;
    const snapshots = await snapshotsOf(ctx, period);
    const first = await db.transaction().execute(async (trx) => {
      if (!(await freezePeriod(trx, workspaceId, period, now))) return false;
      for (let at = 0; at < snapshots.length; at += batch) {
        const some = snapshots.slice(at, at + batch);
        await insertSnapshots(trx, workspaceId, period, some, now);
      }
      await markPayNudgesStale(trx, workspaceId, period);
      return true;
    });
    if (!first) continue;
    did.periods += 1;
    did.snapshots += snapshots.length;
  }
  if (did.periods > 0) ctx.wakeDelivery('redraws');
  return did;
}

async function snapshotsOf(ctx: Context, period: PayPeriod): Promise<Snapshot[]> {
  const asOf = period.cutOffAt;
  const verdicts = await judgeLeads(ctx, { period, asOf });
  const corrections = await findCorrections(ctx, { period, asOf });
  return [...new Set([...verdicts.keys(), ...corrections.keys()])].toSorted().map((personId) => {
    const document = canonicalText(
      payDocumentOf({
        workspaceId: ctx.workspaceId,
        personId,
        period,
        verdicts: verdicts.get(personId) ?? [],
        corrected: corrections.get(personId) ?? [],
      }),
    );
    return { personId, document, sha256: sha256(document) };
  });
}

const payPart = settingsShape.pick({ timezone: true, pay: true });

/** What an older version stored may lack; what cannot be read kept no period. */
function inForce({ from, until, pay, timezone }: StoredPay): PayInForce {
  const read = payPart.safeParse({ pay: pay ?? undefined, timezone: timezone ?? undefined });
  const settings =
    read.success && read.data.pay ? { pay: read.data.pay, timezone: read.data.timezone } : null;
  return { from, until, settings };
}
