import type { Db, Trx } from '../db/openDatabase.ts';
import type { Sealed } from '../secrets.ts';

/** A secret as it is kept: sealed where it must be read again, else only its hash. */
export type KeptSecret =
  | { readonly kind: 'standard-webhooks'; readonly sealed: Sealed }
  | { readonly kind: 'url-token'; readonly tokenHash: Buffer };

/** The secrets of a source that are in force, the newest first. */
export async function findSecrets(
  db: Db,
  workspaceId: string,
  sourceKey: string,
  now: Date,
): Promise<KeptSecret[]> {
  const rows = await db
    .selectFrom('source_secrets')
    .select(['kind', 'ciphertext', 'key_id', 'token_hash'])
    .where('workspace_id', '=', workspaceId)
    .where('source_key', '=', sourceKey)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('id', 'desc')
    .execute();
  return rows.flatMap(({ kind, ciphertext, key_id, token_hash }): KeptSecret[] => {
    if (kind === 'url-token') return token_hash ? [{ kind, tokenHash: token_hash }] : [];
    return ciphertext && key_id ? [{ kind, sealed: { keyId: key_id, ciphertext } }] : [];
  });
}

/**
 * Puts a new secret in force. The one before it stays in force until `oldUntil`; those before that
 * one end now, so that there are never more than two.
 */
export async function replaceSecret(
  db: Db,
  workspaceId: string,
  sourceKey: string,
  secret: KeptSecret,
  { now, oldUntil }: { now: Date; oldUntil: Date },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await expire(trx, workspaceId, sourceKey, now, oldUntil);
    await trx
      .insertInto('source_secrets')
      .values({
        workspace_id: workspaceId,
        source_key: sourceKey,
        kind: secret.kind,
        ciphertext: secret.kind === 'standard-webhooks' ? secret.sealed.ciphertext : null,
        key_id: secret.kind === 'standard-webhooks' ? secret.sealed.keyId : null,
        token_hash: secret.kind === 'url-token' ? secret.tokenHash : null,
        created_at: now,
      })
      .execute();
  });
}

async function expire(
  trx: Trx,
  workspaceId: string,
  sourceKey: string,
  now: Date,
  oldUntil: Date,
): Promise<void> {
  const ofSource = trx
    .updateTable('source_secrets')
    .where('workspace_id', '=', workspaceId)
    .where('source_key', '=', sourceKey);
  await ofSource.set({ expires_at: now }).where('expires_at', '>', now).execute();
  await ofSource.set({ expires_at: oldUntil }).where('expires_at', 'is', null).execute();
}
