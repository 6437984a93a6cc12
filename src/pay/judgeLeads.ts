import type { Context } from '../context.ts';
import type { LeadTrace } from './leadTrace.ts';
import type { PayPeriod } from './period.ts';
import { readExceptions } from './readExceptions.ts';
import { findCandidates, findCandidatesOf, readTraces } from './traceStore.ts';
import { judge, type Verdict } from './verdict.ts';

const batch = 2_000;

/**
 * What is said of every lead that counts in a period, as of an instant, by the person for whom it
 * counts. `personIds`: of these people only; left out, of all.
 */
export async function judgeLeads(
  ctx: Context,
  { period, asOf, personIds }: { period: PayPeriod; asOf: Date; personIds?: readonly string[] },
): Promise<ReadonlyMap<string, Verdict[]>> {
  const exceptions = await readExceptions(ctx, period, personIds);
  const verdicts = new Map<string, Verdict[]>();
  for await (const traces of tracesOf(ctx, period, personIds)) {
    for (const trace of traces) {
      const counted = judge(trace, period, asOf, exceptions);
      if (!counted || (personIds && !personIds.includes(counted.personId))) continue;
      const theirs = verdicts.get(counted.personId);
      if (theirs) theirs.push(counted.verdict);
      else verdicts.set(counted.personId, [counted.verdict]);
    }
  }
  return verdicts;
}

async function* tracesOf(
  { db, workspaceId }: Context,
  { startsAt, endsAt }: PayPeriod,
  personIds: readonly string[] | undefined,
): AsyncGenerator<LeadTrace[]> {
  if (personIds) {
    const ids = await findCandidatesOf(db, workspaceId, { personIds, startsAt });
    for (let at = 0; at < ids.length; at += batch) {
      yield readTraces(db, workspaceId, ids.slice(at, at + batch));
    }
    return;
  }
  for (let after = 0; ;) {
    const span = { startsAt, endsAt, after, limit: batch };
    const ids = await findCandidates(db, workspaceId, span);
    yield readTraces(db, workspaceId, ids);
    if (ids.length < batch) return;
    after = ids.at(-1) ?? after;
  }
}
