import { SlackError } from './slackError.ts';

/** Cursors as Slack makes them: base64 of what comes next. */
export const cursorFor = (next: string): string => Buffer.from(`next:${next}`).toString('base64');

export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64').toString();
  if (!text.startsWith('next:')) throw new SlackError('invalid_cursor');
  return text.slice('next:'.length);
}

/** A page of a list whose order does not change. */
export function page<T>(
  all: T[],
  limit: number,
  cursor: string | undefined,
): { items: T[]; next_cursor: string } {
  const from = Number(readCursor(cursor) ?? 0);
  if (!Number.isInteger(from)) throw new SlackError('invalid_cursor');
  return {
    items: all.slice(from, from + limit),
    next_cursor: from + limit < all.length ? cursorFor(String(from + limit)) : '',
  };
}
