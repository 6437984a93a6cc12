import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { z } from 'zod';
import { databaseAway } from '../db/databaseAway.ts';
import { failureOf } from './failures.ts';
import { respondTo } from './respondTo.ts';

/** The parts of Slack's payloads by which the person can be answered. */
const payload = z.object({
  type: z.string().optional(),
  command: z.string().optional(),
  callback_id: z.string().optional(),
  user_id: z.string().optional(),
  user: z.object({ id: z.string() }).optional().catch(undefined),
  response_url: z.string().optional(),
  actions: z
    .array(z.object({ action_id: z.string() }))
    .optional()
    .catch(undefined),
  event: z.object({ type: z.string() }).optional(),
  view: z
    .object({
      callback_id: z.string().optional(),
      blocks: z.array(z.object({ type: z.string(), block_id: z.string() })).default([]),
    })
    .optional(),
});
type Payload = z.infer<typeof payload>;

/**
 * After a listener threw: logs it by ids, acknowledges what was not, so that Slack shows no error of
 * its own and a modal keeps what was typed, and tells the person in one sentence. Never throws.
 */
export async function apologise(
  { client, log }: { client: WebClient; log: Logger },
  {
    error,
    body,
    acknowledged,
    ack,
  }: {
    error: unknown;
    body: unknown;
    acknowledged: boolean;
    ack: (answer?: unknown) => Promise<void>;
  },
): Promise<void> {
  const { data: what = {} } = payload.safeParse(body);
  log.error({ err: error, ...whatItWas(what), acknowledged }, 'a listener failed');
  const text = sentence(error, acknowledged);
  try {
    const told = !acknowledged && (await answeredByAck(what, text, ack));
    if (!told) await tell(client, what, text);
  } catch (failure) {
    log.warn({ code: failureOf(failure).code }, 'nobody could be told of it');
  }
}

const whatItWas = ({ type, command, callback_id, actions, event, view }: Payload) => ({
  type: event?.type ?? type ?? command,
  action: actions?.[0]?.action_id,
  callback: callback_id ?? view?.callback_id,
});

function sentence(error: unknown, acknowledged: boolean): string {
  if (databaseAway(error)) {
    return 'Lead Nudge cannot reach its database just now. Nothing was changed; please try again in a minute.';
  }
  // Listeners acknowledge after the change is committed.
  return acknowledged
    ? 'Something went wrong after your change was saved. Open the lead to see where it stands.'
    : 'Something went wrong in Lead Nudge. Nothing was changed; please try again in a minute.';
}

/** True: the acknowledgement itself carries the sentence. */
async function answeredByAck(
  { type, command, view }: Payload,
  text: string,
  ack: (answer?: unknown) => Promise<void>,
): Promise<boolean> {
  const field = view?.blocks.find((block) => block.type === 'input')?.block_id;
  if (command) await ack({ response_type: 'ephemeral', text });
  else if (type === 'view_submission' && field) {
    await ack({ response_action: 'errors', errors: { [field]: text } });
  } else if (type === 'block_suggestion') await ack({ options: [] });
  else {
    await ack();
    return false;
  }
  return true;
}

async function tell(client: WebClient, { response_url, user, user_id }: Payload, text: string) {
  const person = user?.id ?? user_id;
  if (response_url) {
    await respondTo(response_url)({ response_type: 'ephemeral', replace_original: false, text });
  } else if (person) await client.chat.postMessage({ channel: person, text });
}
