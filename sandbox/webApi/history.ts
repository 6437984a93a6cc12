import type { JsonObject } from '../blockKit/rules.ts';
import type { Conversation, Message } from '../conversation.ts';
import type { Core } from '../core.ts';
import type { Args } from './args.ts';
import { cursorFor, readCursor } from './paging.ts';
import { messagePayload } from './payloads.ts';
import { SlackError } from './slackError.ts';

/** A ts of any precision as the fixed-width text that sorts rightly. */
function readTs(args: Args, name: 'oldest' | 'latest'): string | undefined {
  const text = args.string(name);
  if (text === undefined || text === '0') return undefined;
  if (!/^\d+(\.\d{0,6})?$/.test(text)) throw new SlackError(`invalid_ts_${name}`);
  const [seconds = '', micros = ''] = text.split('.');
  return `${seconds.padStart(10, '0')}.${micros.padEnd(6, '0')}`;
}

/**
 * A page of messages between oldest and latest (exclusive unless `inclusive`). Where there are more than
 * `limit`: the newest of them; with `oldest` alone the ones nearest to it, as in Slack. Of metadata only the
 * event type, unless `include_all_metadata`.
 */
export function historyPage(
  core: Core,
  conversation: Conversation,
  args: Args,
  belongs: (message: Message) => boolean,
  order: 'newest first' | 'oldest first',
): JsonObject {
  const limit = args.number('limit', { min: 1, max: 999, otherwise: 100 });
  const oldest = readTs(args, 'oldest');
  const latest = readTs(args, 'latest');
  const cursor = readCursor(args.string('cursor'));
  const forward = order === 'oldest first' || (oldest !== undefined && latest === undefined);
  const within = span(conversation, oldest, latest, args.flag('inclusive'));
  const range = (forward ? within : within.toReversed()).filter(belongs);
  const from = cursor ? range.findIndex(({ ts }) => (forward ? ts >= cursor : ts <= cursor)) : 0;
  const picked = from < 0 ? [] : range.slice(from, from + limit);
  const next = from < 0 ? undefined : range[from + limit];
  const ordered = forward && order === 'newest first' ? picked.toReversed() : picked;
  const all = args.flag('include_all_metadata');
  return {
    messages: ordered.map((message) =>
      withMetadata(messagePayload(core.workspace, message), message, all),
    ),
    has_more: next !== undefined,
    ...(next && { response_metadata: { next_cursor: cursorFor(next.ts) } }),
  };
}

function span(conversation: Conversation, oldest = '', latest = '', inclusive = false): Message[] {
  const from = oldest ? conversation.firstAtOrAfter(oldest) : 0;
  const to = latest ? conversation.firstAtOrAfter(latest) : conversation.messages.length;
  const at = (index: number) => conversation.messages[index]?.ts;
  return conversation.messages.slice(
    oldest && !inclusive && at(from) === oldest ? from + 1 : from,
    latest && inclusive && at(to) === latest ? to + 1 : to,
  );
}

function withMetadata(payload: JsonObject, { metadata }: Message, all: boolean): JsonObject {
  return metadata && !all ? { ...payload, metadata: { event_type: metadata.event_type } } : payload;
}
