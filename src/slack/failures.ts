import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/** What a failed call to Slack means. `code` is Slack's or ours, never a text of theirs. */
export type Failure = { readonly code: string } & (
  | {
      readonly kind:
        /** This message will never be taken as it is. */
        | 'permanent'
        /** The message that was to be changed, or replied to, is gone, or may not be changed any more. */
        | 'message-gone'
        /** Nothing can be posted there until a person acts. */
        | 'destination-dead'
        /** Nothing can be sent at all until an operator acts. */
        | 'installation-dead'
        /** It was not taken, and may be at another try. Whatever is not known counts as this. */
        | 'transient'
        /** Slack is down or out of reach: it was not taken, and that is not the message's fault. */
        | 'outage'
        /** The same, but nobody can tell whether it was taken. */
        | 'outage-ambiguous'
        /** Slack answered, and yet nobody can tell whether it was taken. */
        | 'ambiguous';
    }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
);

/** It may have been taken: look before sending it again. */
export const isAmbiguous = ({ kind }: Failure): boolean =>
  kind === 'ambiguous' || kind === 'outage-ambiguous';

/** It uses up none of the message's attempts. */
export const isOutage = ({ kind }: Failure): boolean =>
  kind === 'outage' || kind === 'outage-ambiguous';

/**
 * From the error tables of chat.postMessage, chat.update, conversations.open, conversations.history and
 * files.completeUploadExternal.
 */
const platformCodes = {
  permanent: `attachment_payload_limit_exceeded as_user_not_supported block_mismatch
    cannot_reply_to_message invalid_arguments invalid_attachments invalid_blocks invalid_blocks_format
    invalid_metadata_format invalid_metadata_schema markdown_text_conflict metadata_must_be_sent_from_app
    metadata_too_large msg_blocks_too_long msg_too_long no_text
    restricted_action_non_threadable_channel restricted_action_thread_locked too_many_attachments`,
  'message-gone': 'message_not_found cant_update_message edit_window_closed thread_not_found',
  'destination-dead': `app_access_restricted cannot_dm_bot channel_not_found ekm_access_denied
    is_archived is_inactive messages_tab_disabled not_in_channel restricted_action
    restricted_action_read_only_channel restricted_action_thread_only_channel user_disabled
    user_not_found user_not_visible`,
  'installation-dead': `access_denied account_inactive invalid_auth missing_scope no_permission
    not_allowed_token_type not_authed org_login_required team_access_not_granted team_disabled
    token_expired token_revoked`,
  transient: 'external_channel_migrating message_limit_exceeded update_failed',
  outage: 'request_timeout service_unavailable team_added_to_org',
  // The last one: Slack's support says it passes, and to complete the same upload again.
  ambiguous: 'fatal_error internal_error file_update_failed',
} satisfies Partial<Record<Failure['kind'], string>>;

type PlatformKind = keyof typeof platformCodes;

const kindOfCode = new Map<string, PlatformKind>(
  // Object.entries forgets the keys' type.
  (Object.entries(platformCodes) as [PlatformKind, string][]).flatMap(([kind, codes]) =>
    codes.split(/\s+/).map((code): [string, PlatformKind] => [code, kind]),
  ),
);

/** Where Slack does not say. */
const retryAfterUnknownMs = 10_000;

/** Errors that come before a request is sent. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|E(HOST|NET)(UNREACH|DOWN)|UND_ERR_CONNECT_TIMEOUT|(ERR_TLS|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_\w+)$/;

/** Sorts whatever a call through the SDK throws. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'rate-limited', code: 'ratelimited', retryAfterMs: error.retryAfter * 1000 };
  }
  if (error instanceof WebAPIPlatformError) return platformFailure(error.data.error);
  if (error instanceof WebAPIHTTPError) {
    // Below 500: refused at Slack's edge or by a proxy, before it reached the method.
    const kind = error.statusCode < 500 ? 'outage' : 'outage-ambiguous';
    return { kind, code: `http_${error.statusCode}` };
  }
  if (error instanceof WebAPIRequestError) return networkFailure(error.original);
  // The SDK has no class for a 429 without Retry-After.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain')) {
    return { kind: 'rate-limited', code: 'ratelimited', retryAfterMs: retryAfterUnknownMs };
  }
  // A reply that broke off while it was read comes as it is.
  return networkFailure(error);
}

function platformFailure(code: unknown): Failure {
  // Not a code, but a proxy's page, which the SDK hands on as one.
  if (typeof code !== 'string' || !/^\w+$/.test(code)) {
    return { kind: 'outage-ambiguous', code: 'not_json' };
  }
  if (code === 'ratelimited' || code === 'rate_limited') {
    return { kind: 'rate-limited', code, retryAfterMs: retryAfterUnknownMs };
  }
  return { kind: kindOfCode.get(code) ?? 'transient', code };
}

function networkFailure(error: unknown): Failure {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'TimeoutError') return { kind: 'outage-ambiguous', code: 'timeout' };
    if (!('code' in cause) || typeof cause.code !== 'string') continue;
    const kind = neverConnected.test(cause.code) ? 'outage' : 'outage-ambiguous';
    return { kind, code: cause.code };
  }
  return { kind: 'outage-ambiguous', code: error instanceof Error ? error.name : 'unknown' };
}
