import { replaceBlocks } from './blockKit/replaceBlocks.ts';
import { isObject, type JsonObject } from './blockKit/rules.ts';
import type { Core } from './core.ts';
import type { ResponseTarget } from './responseUrls.ts';
import { after, type Answer, before } from './webApi/answer.ts';
import { readContent } from './webApi/content.ts';
import { SlackError } from './webApi/slackError.ts';

/**
 * Carries out a response: a new whisper (or with response_type in_channel a message), or with replace_original
 * or delete_original the message that was acted on, ephemeral or not. The app need not be in the channel.
 */
export function answer(core: Core, target: ResponseTarget, response: JsonObject): void {
  const { workspace } = core;
  const conversation = workspace.channel(target.channel);
  const original = target.ts === undefined ? undefined : conversation.find(target.ts);
  const replaces = response.replace_original === true && target.ts !== undefined;
  if ((response.delete_original === true || replaces) && !original)
    throw new SlackError('message_not_found');
  if (response.delete_original === true && original) {
    conversation.remove(original.ts);
    workspace.changed('messages', conversation.id);
    return;
  }
  const { text, blocks, metadata } = readContent(workspace, response);
  if (!text && !blocks?.length) throw new SlackError('no_text');
  if (replaces && original) {
    original.text = text ?? '';
    replaceBlocks(original, blocks ?? []);
    if (metadata) original.metadata = metadata;
    original.edited = { user: workspace.botUserId, ts: workspace.clock.ts() };
    workspace.changed('messages', conversation.id);
    return;
  }
  const threadTs = typeof response.thread_ts === 'string' ? response.thread_ts : undefined;
  workspace.post(conversation, {
    user: workspace.botUserId,
    byApp: true,
    text: text ?? '',
    blocks: blocks ?? [],
    ...(metadata && { metadata }),
    ...(response.response_type !== 'in_channel' && { visibleTo: target.user }),
    ...(threadTs && { threadTs }),
    files: [],
    unfurls: false,
  });
}

/** A POST to a response_url: recorded as method 'response_url' with the channel among its arguments. */
export async function receiveResponse(core: Core, key: string, body: Buffer): Promise<Answer> {
  const at = core.workspace.clock.now();
  const target = core.responseUrls.use(key);
  const channel = typeof target === 'string' ? undefined : target.channel;
  const fault = core.faults.strike('response_url', channel);
  if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  const response = read(body);
  const stopped = fault && before(fault);
  const given = stopped ?? carryOut(core, target, response);
  const final = fault && !stopped ? after(fault, given) : given;
  core.calls.add({
    method: 'response_url',
    args: {
      ...response,
      channel,
      ...(typeof target === 'object' && { user: target.user, ts: target.ts }),
    },
    at,
    tokenKind: 'none',
    status: final.instead ? 0 : final.status,
    done: !stopped && given.status === 200,
    ok: !final.instead && final.body.ok === true,
    ...(typeof final.body.error === 'string' && { error: final.body.error }),
    ...(fault && { fault: fault.fault }),
  });
  return final;
}

function carryOut(
  core: Core,
  target: ResponseTarget | string,
  response: JsonObject | undefined,
): Answer {
  if (typeof target === 'string') return { status: 404, body: { ok: false, error: target } };
  if (!response) return { status: 400, body: { ok: false, error: 'invalid_payload' } };
  try {
    answer(core, target, response);
    return { status: 200, body: { ok: true } };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { status: error.code === 'message_not_found' ? 404 : 400, body: error.answer() };
  }
}

function read(body: Buffer): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(body.toString());
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
