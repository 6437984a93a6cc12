import type { IncomingHttpHeaders } from 'node:http';
import type { SourceSettings } from '../settings/settings.ts';
import { verifyStandardWebhook } from './standardWebhooks.ts';
import { verifyUrlToken } from './urlToken.ts';

/** What came to a source's address, before anything of it is parsed. */
export type Post = {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The part of the path after the source. */
  readonly token: string | undefined;
};

/** A secret of a source that is in force: a key that was opened, or a hash. */
export type SourceSecret = { readonly key: string } | { readonly tokenHash: Buffer };

/** Proven: `webhookId` is the sender's id of this delivery, where the scheme has one. */
export type Proof = { readonly webhookId?: string };

/**
 * Says whether somebody who holds one of the secrets sent it; null: nobody did. `realNow` is the
 * machine's time.
 */
export type Verify = (post: Post, secrets: readonly SourceSecret[], realNow: Date) => Proof | null;

/** A scheme plugs in with one line here, and one in the settings' `verification`. */
export const verifications: Record<NonNullable<SourceSettings['verification']>, Verify> = {
  'standard-webhooks': verifyStandardWebhook,
  'url-token': verifyUrlToken,
};
