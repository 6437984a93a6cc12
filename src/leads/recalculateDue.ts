import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import type { SettingsVersion } from '../settings/settings.ts';
import { recalculateLeads } from './recalculateLeads.ts';
import { dueSettings } from './recalculation.ts';
import {
  addRun,
  endChange,
  findChangedPerson,
  findWork,
  keepRun,
  lockRun,
  type Run,
} from './recalculationRunStore.ts';
import { openLeadsAfter } from './recalculationStore.ts';

export type Recalculation = {
  /** False: another process is at it; what is due may not be judged yet. */
  readonly finished: boolean;
  /** Leads of which the due instant or the lease moved. */
  readonly moved: number;
};

const batch = 100;
const batchesPerLine = 200;

/**
 * Calculates due instants and leases anew where somebody's clock, or a setting that matters, has
 * changed since they were calculated last; in batches, so that nobody who acts on a lead waits for
 * long. What a process that ended left undone, the next one does.
 */
export async function recalculateDue(
  ctx: Context,
  onProgress: (run: Run) => void = () => {},
): Promise<Recalculation> {
  let moved = 0;
  for (let batches = 1; ; batches += 1) {
    const settings = await ctx.settings.current();
    const work = await nextWork(ctx, settings);
    if (work === 'none') return { finished: true, moved };
    const did =
      work === 'wait'
        ? null
        : await ctx.db.transaction().execute((trx) => workOn(ctx, trx, settings));
    if (!did) return { finished: false, moved };
    moved += did.moved;
    onProgress(did.run);
    if (did.run.total > batch && (did.run.finished || batches % batchesPerLine === 0)) {
      const { settingsVersion, done, total, moved: all } = did.run;
      ctx.log.info({ settingsVersion, done, total, moved: all }, 'calculating due instants anew');
    }
    if (did.moved > 0) ctx.wakeDelivery('redraws');
  }
}

async function nextWork(
  { db, workspaceId, clock, settings }: Context,
  { version, document }: SettingsVersion,
): Promise<'none' | 'some' | 'wait'> {
  const { run, people } = await findWork(db, workspaceId);
  if (run?.settingsVersion === version) return people || !run.finished ? 'some' : 'none';
  // Another process has newer settings than this one so far.
  if (run && run.settingsVersion > version) return 'wait';
  const before = run?.finished ? await settings.find(run.settingsVersion) : null;
  const finished = before !== null && isDeepStrictEqual(dueSettings(before), dueSettings(document));
  await addRun(db, workspaceId, version, { finished, now: clock.now() });
  return people || !finished ? 'some' : 'none';
}

type Done = { readonly run: Run; readonly moved: number };

/** A person whose clock has changed, else a batch of the run. Null: another process is at it. */
async function workOn(ctx: Context, trx: Trx, settings: SettingsVersion): Promise<Done | null> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const run = await lockRun(trx, workspaceId);
  if (!run) return null;
  const changed = await findChangedPerson(trx, workspaceId);
  if (changed) {
    const ownerId = changed.person.id;
    let moved = 0;
    for (let after: number | undefined = 0; after !== undefined;) {
      const leads = await openLeadsAfter(trx, workspaceId, { after, ownerId, limit: batch });
      moved += await recalculateLeads(ctx, trx, leads, settings, now);
      after = leads.at(-1)?.id;
    }
    await endChange(trx, workspaceId, ownerId, changed.changedAt);
    return { run, moved };
  }
  if (run.finished) return { run, moved: 0 };
  const leads = await openLeadsAfter(trx, workspaceId, { after: run.afterLead, limit: batch });
  const moved = await recalculateLeads(ctx, trx, leads, settings, now);
  const after = {
    ...run,
    afterLead: leads.at(-1)?.id ?? run.afterLead,
    done: run.done + leads.length,
    moved: run.moved + moved,
    finished: leads.length < batch,
  };
  await keepRun(trx, workspaceId, after, now);
  return { run: after, moved };
}
