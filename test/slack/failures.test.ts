import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { expect, test } from 'vitest';
import { type Failure, failureOf, isAmbiguous, isOutage } from '../../src/slack/failures.ts';

const slackSays = (error: string) => new WebAPIPlatformError({ ok: false, error });
const network = (code: string) =>
  new WebAPIRequestError(
    new TypeError('fetch failed', { cause: Object.assign(new Error('socket'), { code }) }),
  );

const cases: [string, unknown, Failure['kind'], string][] = [
  ...(
    [
      [
        'permanent',
        'invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text',
      ],
      ['permanent', 'invalid_metadata_format invalid_metadata_schema metadata_too_large'],
      ['permanent', 'restricted_action_thread_locked restricted_action_non_threadable_channel'],
      ['message-gone', 'message_not_found cant_update_message edit_window_closed thread_not_found'],
      ['destination-dead', 'channel_not_found is_archived not_in_channel restricted_action'],
      ['destination-dead', 'user_not_found user_disabled user_not_visible messages_tab_disabled'],
      ['destination-dead', 'cannot_dm_bot restricted_action_read_only_channel'],
      ['installation-dead', 'account_inactive token_revoked invalid_auth not_authed missing_scope'],
      ['installation-dead', 'access_denied team_access_not_granted token_expired'],
      ['outage', 'service_unavailable team_added_to_org request_timeout'],
      ['transient', 'message_limit_exceeded never_heard_of_it'],
      ['ambiguous', 'internal_error fatal_error'],
      ['rate-limited', 'ratelimited rate_limited'],
    ] as const
  ).flatMap(([kind, codes]) =>
    codes.split(' ').map((code): (typeof cases)[number] => [code, slackSays(code), kind, code]),
  ),
  ['a page of a proxy', slackSays('<html>Bad gateway</html>'), 'outage-ambiguous', 'not_json'],
  ['HTTP 500', new WebAPIHTTPError(500, '', {}), 'outage-ambiguous', 'http_500'],
  ['HTTP 503', new WebAPIHTTPError(503, '', {}), 'outage-ambiguous', 'http_503'],
  ['HTTP 403', new WebAPIHTTPError(403, '', {}), 'outage', 'http_403'],
  ['no such host', network('ENOTFOUND'), 'outage', 'ENOTFOUND'],
  ['nobody listens', network('ECONNREFUSED'), 'outage', 'ECONNREFUSED'],
  [
    'no connection in time',
    network('UND_ERR_CONNECT_TIMEOUT'),
    'outage',
    'UND_ERR_CONNECT_TIMEOUT',
  ],
  ['cut off', network('ECONNRESET'), 'outage-ambiguous', 'ECONNRESET'],
  ['hung up', network('UND_ERR_SOCKET'), 'outage-ambiguous', 'UND_ERR_SOCKET'],
  [
    'no answer',
    new WebAPIRequestError(new DOMException('too late', 'TimeoutError')),
    'outage-ambiguous',
    'timeout',
  ],
  ['a reply that broke off', new TypeError('terminated'), 'outage-ambiguous', 'TypeError'],
];

test.each(cases)('%s', (_what, error, kind, code) => {
  expect(failureOf(error)).toMatchObject({ kind, code });
});

test('a limit says how long', () => {
  expect(failureOf(new WebAPIRateLimitedError(7))).toMatchObject({ retryAfterMs: 7_000 });
});

test('a limit that does not say how long has a guess', () => {
  const error = new Error('Retry header did not contain a valid timeout (url: …)');
  expect(failureOf(error)).toMatchObject({ kind: 'rate-limited', retryAfterMs: 10_000 });
});

test('what may have been taken, and what is not the fault of the message', () => {
  const failures = cases.map(([, error]) => failureOf(error));
  expect(new Set(failures.filter(isAmbiguous).map(({ kind }) => kind))).toEqual(
    new Set(['ambiguous', 'outage-ambiguous']),
  );
  expect(new Set(failures.filter(isOutage).map(({ kind }) => kind))).toEqual(
    new Set(['outage', 'outage-ambiguous']),
  );
});
