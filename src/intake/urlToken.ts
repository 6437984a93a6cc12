import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Post, Proof, SourceSecret } from './verification.ts';

export const newUrlToken = (): string => randomBytes(24).toString('base64url');

/** What is kept of a token. It has too many bits to be guessed, so a plain hash suffices. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** For tools that cannot sign: the address itself is the secret. */
export function verifyUrlToken(
  { token }: Pick<Post, 'token'>,
  secrets: readonly SourceSecret[],
): Proof | null {
  if (!token) return null;
  const hash = hashOfToken(token);
  const known = secrets.filter(
    (secret) => 'tokenHash' in secret && timingSafeEqual(secret.tokenHash, hash),
  );
  return known.length > 0 ? {} : null;
}
