import { isObject, type JsonObject } from '../blockKit/rules.ts';
import type { Conversation } from '../conversation.ts';
import type { Core } from '../core.ts';
import type { StoredFile } from '../workspace.ts';
import { readContent } from './content.ts';
import type { Args } from './args.ts';
import type { Methods } from './method.ts';
import { SlackError } from './slackError.ts';

const mimetypes: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  csv: 'text/csv',
  txt: 'text/plain',
  json: 'application/json',
  pdf: 'application/pdf',
};

function getUploadUrl(core: Core, args: Args): JsonObject {
  const name = args.required('filename');
  const size = Number(args.required('length'));
  if (!Number.isInteger(size) || size <= 0) throw new SlackError('invalid_arguments');
  const id = core.workspace.clock.id('F');
  const altText = args.string('alt_txt');
  core.workspace.files.set(id, {
    id,
    name,
    title: name,
    mimetype: mimetypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    size,
    ...(altText && { altText }),
    sharedTo: [],
  });
  return { upload_url: `${core.url()}/upload/${id}`, file_id: id };
}

/** Takes the bytes of an upload, raw or as multipart; false when nothing was announced or the length differs. */
export async function receiveUpload(
  core: Core,
  id: string,
  type: string,
  body: Buffer,
): Promise<boolean> {
  const file = core.workspace.files.get(id);
  const bytes = type.startsWith('multipart/') ? await partOf(body, type) : body;
  if (!file || file.bytes || bytes?.length !== file.size) return false;
  file.bytes = bytes;
  return true;
}

async function partOf(body: Buffer, type: string): Promise<Buffer | undefined> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData();
  const part = [...form.values()][0];
  if (typeof part === 'string') return Buffer.from(part);
  return part && Buffer.from(await part.arrayBuffer());
}

function completeUpload(core: Core, args: Args): JsonObject {
  const { workspace } = core;
  const uploads = Array.isArray(args.values.files) ? args.values.files.filter(isObject) : [];
  if (uploads.length === 0) throw new SlackError('invalid_arguments');
  const to = args.string('channel_id');
  const conversation = to ? destination(core, to) : undefined;
  const files = uploads.map(({ id, title }) => {
    const file = workspace.files.get(String(id));
    if (!file?.bytes || file.completed) throw new SlackError('file_not_found');
    if (typeof title === 'string') file.title = title;
    return file;
  });
  files.forEach((file) => (file.completed = true));
  if (conversation) share(core, args, files, conversation);
  return { files: files.map(({ id, title }) => ({ id, title })) };
}

/** Files go only where the app is a member; a person's id does not do here. */
function destination({ workspace }: Core, id: string): Conversation {
  const conversation = workspace.conversations.get(id);
  if (!conversation || conversation.isDeleted) throw new SlackError('channel_not_found');
  if (conversation.isArchived) throw new SlackError('is_archived');
  if (!conversation.members.has(workspace.botUserId))
    throw new SlackError(conversation.isPrivate ? 'channel_not_found' : 'not_in_channel');
  return conversation;
}

function share(
  { workspace }: Core,
  args: Args,
  files: StoredFile[],
  conversation: Conversation,
): void {
  const { blocks } = readContent(workspace, { blocks: args.values.blocks });
  const threadTs = args.string('thread_ts');
  files.forEach((file) => file.sharedTo.push(conversation.id));
  workspace.post(conversation, {
    user: workspace.botUserId,
    byApp: true,
    subtype: 'file_share',
    text: args.string('initial_comment') ?? '',
    blocks: blocks ?? [],
    ...(threadTs && { threadTs }),
    files: files.map(({ id }) => id),
    unfurls: false,
  });
}

export const files: Methods = {
  'files.getUploadURLExternal': { tier: 'tier4', scope: 'files:write', run: getUploadUrl },
  'files.completeUploadExternal': { tier: 'tier4', scope: 'files:write', run: completeUpload },
};
