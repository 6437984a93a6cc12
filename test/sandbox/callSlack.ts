import type { Sandbox } from '../../sandbox/sandbox.ts';

export interface SlackAnswer {
  ok: boolean;
  error?: string;
  [key: string]: unknown;
}

/** A bare call of the Web API, with the bot token unless another is given; the answer as it is, error or not. */
export async function callSlack(
  slack: Sandbox,
  method: string,
  args: object = {},
  token: string | undefined = slack.botToken,
): Promise<SlackAnswer> {
  return (await postSlack(slack, method, args, token)).json() as Promise<SlackAnswer>;
}

export const postSlack = (
  slack: Sandbox,
  method: string,
  args: object = {},
  token = slack.botToken,
): Promise<Response> =>
  fetch(slack.apiUrl + method, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(args),
  });
