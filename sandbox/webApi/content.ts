import { type Block, store } from '../blockKit/block.ts';
import { checkMessageBlocks, checkMetadata, type Refusal } from '../blockKit/checkMessage.ts';
import { limits } from '../blockKit/limits.ts';
import { isObject, type JsonObject } from '../blockKit/rules.ts';
import type { Workspace } from '../workspace.ts';
import { SlackError } from './slackError.ts';

/** What a message says, checked; undefined is what the app did not mention. */
export interface Content {
  text: string | undefined;
  blocks: Block[] | undefined;
  /** null removes it. */
  metadata: JsonObject | null | undefined;
}

const refuse = (refusal: Refusal | undefined) => {
  if (refusal) throw new SlackError(refusal.error, refusal.reasons);
};

/** Reads text, blocks and metadata; throws as Slack refuses. */
export function readContent(
  workspace: Workspace,
  { text, blocks, metadata, attachments }: JsonObject,
): Content {
  if (attachments !== undefined && (!Array.isArray(attachments) || attachments.length > 0))
    throw new SlackError('invalid_attachments', [
      'attachments are legacy and not known to this sandbox',
    ]);
  if (text !== undefined && text !== null && typeof text !== 'string')
    throw new SlackError('invalid_arguments');
  const given = blocks === null || blocks === '' ? undefined : blocks;
  if (given !== undefined) {
    refuse(checkMessageBlocks(given));
    refuse(checkFiles(workspace, given));
  }
  return {
    text: typeof text === 'string' ? text.slice(0, limits.message.text) : undefined,
    // Checked just above.
    blocks: given === undefined ? undefined : store(given as JsonObject[]),
    metadata: readMetadata(metadata),
  };
}

function readMetadata(metadata: unknown): JsonObject | null | undefined {
  if (metadata === undefined || metadata === null || metadata === '') return undefined;
  if (isObject(metadata) && Object.keys(metadata).length === 0) return null;
  refuse(checkMetadata(metadata));
  // Checked just above.
  return metadata as JsonObject;
}

/** Pictures by slack_file must be uploaded and shared before. */
export function checkFiles(workspace: Workspace, blocks: unknown): Refusal | undefined {
  if (!Array.isArray(blocks)) return undefined;
  for (const [i, block] of blocks.entries()) {
    const images = [
      block,
      block.accessory,
      ...(Array.isArray(block.elements) ? block.elements : []),
    ];
    for (const image of images) {
      if (!isObject(image) || image.type !== 'image' || !isObject(image.slack_file)) continue;
      const file = workspace.files.get(String(image.slack_file.id));
      if (!file || file.sharedTo.length === 0)
        return {
          error: 'invalid_blocks',
          reasons: [`invalid slack file [json-pointer:/blocks/${i}/slack_file]`],
        };
    }
  }
  return undefined;
}
