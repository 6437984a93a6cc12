import type { Context, PersonActor } from '../context.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { filesOf } from './exportStore.ts';
import type { Period, PeriodName } from './period.ts';
import { askedOf, type NotReported } from './reportAsked.ts';
import { localDays } from './reports/reported.ts';

export type ExportOutcome =
  | {
      readonly outcome: 'on-its-way';
      readonly period: Period;
      readonly leads: number;
      readonly files: number;
    }
  | { readonly outcome: 'no-leads'; readonly period: Period }
  | NotReported;

/** Rows of one file: some six megabytes, which are made and uploaded well within a lease. */
export const mostRows = 25_000;

/**
 * Sends somebody the leads that came in in a period, of those that are theirs to see, as CSV files by
 * direct message. They are made when they are sent, one after the other.
 */
export async function exportLeads(
  ctx: Context,
  { by, period: meant }: { by: PersonActor; period: PeriodName | Period },
): Promise<ExportOutcome> {
  const asked = await askedOf(ctx, by, meant);
  if (asked.outcome !== 'theirs') return asked;
  const { reach, period } = asked;
  const { workspaceId, clock } = ctx;
  const { document } = await ctx.settings.current();
  const reported = { workspaceId, reach, days: localDays(document, period) };
  const files = await filesOf(ctx.db, reported, { most: mostRows });
  if (files.length === 0) return { outcome: 'no-leads', period };
  const now = clock.now();
  const asking = by.interaction ?? `${by.id}:${now.toISOString()}`;
  await ctx.db.transaction().execute(async (trx) => {
    for (const [n, file] of files.entries()) {
      await enqueueMessage(trx, {
        ...{ workspaceId, kind: 'export', now, personId: by.id, destination: by.id },
        key: `export:${asking}:${n + 1}`,
        subject: { ...period, ...file, file: n + 1, files: files.length },
      });
    }
  });
  ctx.wakeDelivery();
  const leads = files.reduce((sum, file) => sum + file.leads, 0);
  return { outcome: 'on-its-way', period, leads, files: files.length };
}
