import type { IncomingHttpHeaders } from 'node:http';
import type { Call } from '../calls.ts';
import type { Core } from '../core.ts';
import { Args, readArgs } from './args.ts';
import { after, type Answer, before } from './answer.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import type { Method, Methods } from './method.ts';
import { app } from './app.ts';
import { SlackError } from './slackError.ts';
import { users } from './users.ts';
import { views } from './views.ts';

const methods = new Map<string, Method>(
  Object.entries<Method>({
    ...chat,
    ...conversations,
    ...files,
    ...app,
    ...users,
    ...views,
  } satisfies Methods),
);

export interface Request {
  method: string;
  query: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** One call of the Web API, from bytes to answer: faults, token, scope, limits, the method itself, the record. */
export async function callMethod(
  core: Core,
  { method, query, headers, body }: Request,
): Promise<Answer> {
  const at = core.workspace.clock.now();
  let args = new Args({});
  let failure: SlackError | undefined;
  try {
    args = readArgs(query, headers, body);
  } catch (error) {
    failure = slackError(error);
  }
  const tokenKind = kindOf(core, headers, args);
  const fault = core.faults.strike(method, args.values.channel ?? args.values.channel_id);
  if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  const stopped = fault && before(fault);
  const answer = stopped ?? (await carryOut(core, method, args, tokenKind, failure));
  const done = !stopped && answer.body.ok === true;
  const final = fault && !stopped ? after(fault, answer) : answer;
  core.calls.add(
    toCall(
      { method, args: args.values, at, tokenKind, done, ...(fault && { fault: fault.fault }) },
      final,
      answer,
    ),
  );
  return final;
}

function toCall(
  call: Pick<Call, 'method' | 'args' | 'at' | 'tokenKind' | 'done' | 'fault'>,
  final: Answer,
  answer: Answer,
): Call {
  const { error, errors } = final.body;
  return {
    ...call,
    status: final.instead ? 0 : final.status,
    ok: !final.instead && final.body.ok === true,
    response: answer.body,
    ...(typeof error === 'string' && { error }),
    ...(Array.isArray(errors) && { reasons: errors.map(String) }),
  };
}

function kindOf(
  { tokens }: Core,
  { authorization }: IncomingHttpHeaders,
  args: Args,
): Call['tokenKind'] {
  const token = authorization?.replace(/^Bearer /i, '') ?? args.string('token');
  if (!token) return 'none';
  if (token === tokens.bot) return 'bot';
  return token === tokens.app ? 'app' : 'unknown';
}

async function carryOut(
  core: Core,
  name: string,
  args: Args,
  token: Call['tokenKind'],
  failure: SlackError | undefined,
): Promise<Answer> {
  const method = methods.get(name);
  try {
    if (failure) throw failure;
    if (!method) throw new SlackError('unknown_method', [], { req_method: name });
    checkToken(core, method, token);
    checkScope(core, method, args);
    const wait = core.rateLimits?.check(name, method.tier, postsTo(core, name, args));
    if (wait) {
      return {
        status: 429,
        headers: { 'retry-after': String(wait) },
        body: { ok: false, error: 'ratelimited' },
      };
    }
    return { status: 200, body: { ok: true, ...(await method.run(core, args)) } };
  } catch (error) {
    if (!method) core.unexpected.push(`unknown Web API method ${name}`);
    return { status: 200, body: slackError(error).answer() };
  }
}

/** A message to a person and one to the direct conversation with them go to the same place. */
function postsTo({ workspace }: Core, name: string, args: Args): string | undefined {
  const channel = name === 'chat.postMessage' ? args.string('channel') : undefined;
  return channel && workspace.users.has(channel) ? workspace.im(channel).id : channel;
}

function checkToken({ tokens }: Core, method: Method, token: Call['tokenKind']): void {
  const wanted: Call['tokenKind'] = method.token ?? 'bot';
  if (token === 'none') throw new SlackError('not_authed');
  if (token === 'unknown') throw new SlackError('invalid_auth');
  if (token !== wanted) throw new SlackError('not_allowed_token_type');
  if (token === 'bot' && tokens.refused) throw new SlackError(tokens.refused);
}

function checkScope(core: Core, { scope }: Method, args: Args): void {
  const granted = core.workspace.app.scopes;
  const needed = typeof scope === 'function' ? scope(core, args) : scope;
  if (needed && !granted.includes(needed))
    throw new SlackError('missing_scope', [], { needed, provided: granted.join(',') });
}

/** Anything else is a mistake in the sandbox and ends up as Slack's own "internal_error", loudly. */
function slackError(error: unknown): SlackError {
  if (error instanceof SlackError) return error;
  console.error('sandbox:', error);
  return new SlackError('internal_error');
}
