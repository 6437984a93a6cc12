import type { IncomingMessage } from 'node:http';

/** The body's bytes; null: there are more than `longest` of them. */
export async function readBody(request: IncomingMessage, longest: number): Promise<Buffer | null> {
  if (Number(request.headers['content-length']) > longest) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  // A request without an encoding set gives Buffers. It stays open, or the refusal could not be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longest) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** JSON under any of the names that senders give it. */
export function isJsonType(contentType: string | undefined): boolean {
  const [type = ''] = (contentType ?? '').toLowerCase().split(';');
  return /^$|^text\/plain$|[/+]json$/.test(type.trim());
}

/** A JSON object; otherwise a sentence that says what it is instead. */
export function parseBody(body: Buffer): Record<string, unknown> | string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return 'The body is not UTF-8 text.';
  }
  try {
    const value = parseJson(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    // An object of JSON has strings as keys.
    return isObject ? (value as Record<string, unknown>) : 'The body is JSON, but not an object.';
  } catch {
    return 'The body is not JSON.';
  }
}

/** Ids of ad platforms are whole numbers that a JavaScript number would change: those stay text. */
function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  // TypeScript's library does not know the reviver's third argument yet.
  const keepDigits = ((_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
      ? (context?.source ?? value)
      : value) as (key: string, value: unknown) => unknown;
  return JSON.parse(text, keepDigits);
}
