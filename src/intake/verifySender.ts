import type { Context } from '../context.ts';
import type { SourceSettings } from '../settings/settings.ts';
import { findSecrets } from './sourceStore.ts';
import { type Post, type Proof, type SourceSecret, verifications } from './verification.ts';

/** Says whether a post comes from whoever holds a secret of the source that is in force; null: no. */
export async function verifySender(
  ctx: Context,
  source: {
    readonly key: string;
    readonly verification: NonNullable<SourceSettings['verification']>;
  },
  post: Post,
  realNow: Date,
): Promise<Proof | null> {
  const kept = await findSecrets(ctx.db, ctx.workspaceId, source.key, ctx.clock.now());
  const secrets = kept.map((secret): SourceSecret =>
    secret.kind === 'url-token' ? secret : { key: ctx.secrets.open(secret.sealed) },
  );
  return verifications[source.verification](post, secrets, realNow);
}
