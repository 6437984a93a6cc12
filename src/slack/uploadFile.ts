import type { WebClient } from '@slack/web-api';
import { request } from 'undici';
import type { SharedFile } from './message.ts';

/** Together with the calls around it, an upload must end before the lease does. */
const mostMs = 10_000;

/** There is no file, or its host did not take it. What Slack itself answers is thrown as it comes. */
export class NotUploaded extends Error {
  /** Another try would not help. */
  readonly final: boolean;
  constructor(message: string, options: { final: boolean; cause?: unknown }) {
    super(message, options);
    this.final = options.final;
  }
}

/** Brings a file to Slack, where nobody sees it until the upload is completed. Answers its id. */
export async function uploadFile(
  client: WebClient,
  { name, altText, bytes }: SharedFile['file'],
): Promise<string> {
  const content = await bytes().catch((cause: unknown) => {
    throw new NotUploaded('a file cannot be drawn', { final: true, cause });
  });
  if (content.length === 0) throw new NotUploaded('a file is empty', { final: true });
  const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({
    filename: name,
    length: content.length,
    // As the method's documentation calls it; the SDK's types have another name for it.
    ...(altText && { alt_txt: altText.slice(0, mostAltText) }),
  });
  if (!url || !id) throw new NotUploaded('Slack names no place for a file', { final: false });
  await send(url, content);
  return id;
}

/** Slack's limit. */
const mostAltText = 1_000;

async function send(url: string, content: Uint8Array): Promise<void> {
  try {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: content,
      signal: AbortSignal.timeout(mostMs),
    });
    await body.dump();
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
  } catch (cause) {
    throw new NotUploaded('an upload failed', { final: false, cause });
  }
}
