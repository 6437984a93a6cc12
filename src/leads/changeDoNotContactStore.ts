import { sql } from 'kysely';
import type { Changing } from './changingRow.ts';
import type { IdentityHash } from './doNotContactStore.ts';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import { partsOf } from './leadStore.ts';

/** Remembers, or forgets, beside the change of the lead, that its customer is not to be contacted. */
export function withDoNotContact(
  query: Changing,
  workspaceId: string,
  { id }: Lead,
  { by, at }: LeadChange,
  what: NonNullable<LeadChange['doNotContact']>,
): Changing {
  const { actorId } = partsOf(by);
  if ('lift' in what) {
    return query.with(
      'may_be_contacted',
      () => sql<object>`
        (update do_not_contact d set lifted_by = ${actorId}, lifted_at = ${at}
        from event, ${asked(what.lift)}
        where d.workspace_id = ${workspaceId} and d.kind = asked.kind and d.hash = asked.hash
          and d.lifted_at is null)`,
    );
  }
  return (
    query
      .with(
        'not_to_contact',
        () => sql<object>`
        (insert into do_not_contact (workspace_id, kind, hash, lead_id, recorded_by, recorded_at)
        select ${workspaceId}::text, asked.kind, asked.hash, ${id}::int, ${actorId}::text, ${at}::timestamptz
        from event, ${asked(what.record)}
        on conflict do nothing)`,
      )
      // An arrival is looked at more closely only where one of its identities is known.
      .with(
        'known_by',
        () => sql<object>`
        (insert into identities (workspace_id, kind, hash, lead_id)
        select ${workspaceId}::text, asked.kind, asked.hash, ${id}::int from event, ${asked(what.record)}
        order by asked.kind, asked.hash
        on conflict do nothing)`,
      )
  );
}

const asked = (hashes: readonly IdentityHash[]) => sql`unnest(
  ${hashes.map(({ kind }) => kind)}::text[], ${hashes.map(({ hash }) => hash)}::bytea[]
) asked (kind, hash)`;
