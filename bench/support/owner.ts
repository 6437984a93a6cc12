import type { Evidence } from './evidence.ts';

/** Who owns a lead once this has happened to it. */
export function ownerAfter(
  owner: string | null,
  { kind, owner_id, actor_id, data }: Evidence['events'][number],
): string | null {
  switch (kind) {
    case 'received':
    case 'imported':
      return owner_id;
    case 'claimed':
      return actor_id;
    case 'assigned':
    case 'reassigned':
      // Written by the verbs only.
      return (data as { to: string }).to;
    case 'released':
    case 'lease-ended':
      return null;
    default:
      return owner;
  }
}
