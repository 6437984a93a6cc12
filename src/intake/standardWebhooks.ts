import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Post, Proof, SourceSecret } from './verification.ts';

const toleranceSeconds = 5 * 60;
/** A key of the database holds no more. */
const longestId = 500;
const prefix = 'whsec_';

/** A new secret, as senders configure it. */
export const newWebhookSecret = (): string => prefix + randomBytes(32).toString('base64');

/**
 * The Standard Webhooks scheme (standardwebhooks.com): `webhook-id`, `webhook-timestamp` in seconds,
 * and in `webhook-signature` one or several `v1,<base64>` over `id.timestamp.body`. The published
 * library is not used because it signs the decoded text instead of the bytes, and reads
 * `1614265330x` as a timestamp.
 */
export function verifyStandardWebhook(
  { headers, body }: Pick<Post, 'headers' | 'body'>,
  secrets: readonly SourceSecret[],
  realNow: Date,
): Proof | null {
  const id = single(headers['webhook-id']);
  const timestamp = single(headers['webhook-timestamp']);
  const signatures = single(headers['webhook-signature'])?.split(' ') ?? [];
  if (!id || id.length > longestId || !timestamp || !/^\d{1,12}$/.test(timestamp)) return null;
  if (Math.abs(realNow.getTime() / 1000 - Number(timestamp)) > toleranceSeconds) return null;
  const sent = signatures.filter((signature) => signature.startsWith('v1,')).slice(0, 10);
  for (const secret of secrets) {
    const key = 'key' in secret ? keyBytes(secret.key) : null;
    if (!key) continue;
    const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
    const expected = Buffer.from(`v1,${digest.digest('base64')}`);
    if (sent.some((signature) => isSame(Buffer.from(signature), expected)))
      return { webhookId: id };
  }
  return null;
}

function keyBytes(secret: string): Buffer | null {
  const key = Buffer.from(
    secret.startsWith(prefix) ? secret.slice(prefix.length) : secret,
    'base64',
  );
  return key.length > 0 ? key : null;
}

const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? undefined : header;
