import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import type { Lead } from '../leads/lead.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { summaryKey } from './importSummaryStore.ts';

/** One message of an import in a channel; the first lead behind it brings it. */
export async function summarise(
  { workspaceId }: Context,
  trx: Trx,
  { channelId }: Pick<Lead, 'channelId'>,
  { importId, now }: { readonly importId: number; readonly now: Date },
): Promise<void> {
  await enqueueMessage(trx, {
    workspaceId,
    kind: 'import-summary',
    key: summaryKey(importId, channelId),
    subject: { importId },
    destination: channelId,
    now,
  });
}
