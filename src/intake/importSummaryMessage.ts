import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { actions, button } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { bold, type Inline, line, oneLine, plain, richText } from '../slack/richText.ts';
import { findImportSummary, type ImportSummary } from './importSummaryStore.ts';

const subject = z.object({ importId: z.int() });

/** Says in the channel that an import brought more leads than it got cards, and where they are. */
export const importSummaryMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message) {
    const { importId } = subject.parse(message.subject);
    const channelId = message.destination;
    const summary = await findImportSummary(ctx.db, ctx.workspaceId, importId, channelId);
    return summary && drawImportSummary(summary, importId);
  },
};

export function drawImportSummary(summary: ImportSummary, importId: number): Drawing {
  const { waiting } = summary;
  const blocks: KnownBlock[] = [
    richText([line(...whatWaits(summary))]),
    ...actions(
      waiting > 0
        ? [button({ text: 'Show them', actionId: 'import:show', value: String(importId) })]
        : [],
    ),
  ];
  return { text: fallbackText(blocks), blocks };
}

export function whatWaits({ fileName, finishedAt, waiting }: ImportSummary): Inline[] {
  const from = bold(oneLine(fileName, 80));
  if (waiting === 0) return [plain('All leads of the import '), from, plain(' have been taken.')];
  const leads =
    waiting === 1 ? '1 more lead waits' : `${waiting.toLocaleString('en')} more leads wait`;
  const running = finishedAt ? '' : ' so far; the import is still running';
  return [
    plain('Import '),
    from,
    plain(`: ${leads} to be claimed${running}. They have no cards of their own.`),
  ];
}
