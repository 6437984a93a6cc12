import type { Context } from '../context.ts';
import { findLeads } from '../leads/leadStore.ts';
import { sourceName } from '../settings/settings.ts';
import { type ImportFormMemory, type ImportList, leadsPerPage } from './importForm.ts';
import { findImportSummary, findWithoutCard } from './importSummaryStore.ts';

/** A page of the leads that an import left without cards. Null: there is no such import. */
export async function listImported(
  { db, workspaceId, settings }: Context,
  memory: ImportFormMemory,
): Promise<ImportList | null> {
  const { importId, channelId, after } = memory;
  const summary = await findImportSummary(db, workspaceId, importId, channelId);
  if (!summary) return null;
  const page = { after, limit: leadsPerPage + 1 };
  const ids = await findWithoutCard(db, workspaceId, importId, channelId, page);
  const leads = await findLeads(db, workspaceId, ids.slice(0, leadsPerPage));
  const { document } = await settings.current();
  return {
    memory,
    summary,
    sourceName: sourceName(document, summary.sourceKey),
    leads: leads.toSorted((a, b) => a.id - b.id),
    hasMore: ids.length > leadsPerPage,
  };
}
