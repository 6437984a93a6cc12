import type { Context } from '../context.ts';
import { type Correction, readPayDocument } from './payDocument.ts';
import { findSnapshotsBefore } from './payStore.ts';
import type { PayPeriod } from './period.ts';
import { readExceptions } from './readExceptions.ts';
import { readTraces } from './traceStore.ts';
import { judgeFor } from './verdict.ts';

const batch = 2_000;

/**
 * What blocked in each person's last snapshot before a period's, and is fully updated as of an
 * instant: a late correction. By person; nobody is in it who has none.
 */
export async function findCorrections(
  ctx: Context,
  { period, asOf, personIds }: { period: PayPeriod; asOf: Date; personIds?: readonly string[] },
): Promise<ReadonlyMap<string, Correction[]>> {
  const { db, workspaceId } = ctx;
  const before = await findSnapshotsBefore(db, workspaceId, period.cutOffAt, personIds);
  const blocked = before.flatMap(({ personId, document }) => {
    const { blocked: leads, period: dates } = readPayDocument(document);
    return leads.map(({ lead }) => ({ personId, correction: { leadId: lead, ...dates } }));
  });
  const exceptions = await readExceptions(ctx, period, personIds);
  const corrections = new Map<string, Correction[]>();
  for (let at = 0; at < blocked.length; at += batch) {
    const some = blocked.slice(at, at + batch);
    const ids = some.map(({ correction }) => correction.leadId);
    const traces = new Map(
      (await readTraces(db, workspaceId, ids)).map((trace) => [trace.leadId, trace]),
    );
    for (const { personId, correction } of some) {
      const trace = traces.get(correction.leadId);
      if (!trace) continue;
      if (judgeFor(personId, trace, asOf, exceptions)?.state !== 'updated') continue;
      corrections.set(personId, [...(corrections.get(personId) ?? []), correction]);
    }
  }
  return corrections;
}
