import type { Evidence } from './evidence.ts';

type Event = Evidence['events'][number];

/** Says of one event after the other, of any leads, whose its lead was before and is after it. */
export function followOwners(): (event: Event) => {
  before: string | null;
  after: string | null;
} {
  const owners = new Map<number, string | null>();
  const beforeEvent = new Map<number, string | null>();
  return (event) => {
    const before = owners.get(event.lead_id) ?? null;
    beforeEvent.set(event.id, before);
    const after =
      event.undoes === null ? ownerAfter(before, event) : (beforeEvent.get(event.undoes) ?? null);
    owners.set(event.lead_id, after);
    return { before, after };
  };
}

function ownerAfter(
  owner: string | null,
  { kind, owner_id, actor_id, data }: Event,
): string | null {
  switch (kind) {
    case 'received':
    case 'imported':
      return owner_id;
    case 'claimed':
      return actor_id;
    case 'assigned':
    case 'reassigned':
    case 'passed':
      // Written by the verbs only.
      return (data as { to: string }).to;
    case 'reopened':
    case 'unmerged':
    case 'took-in':
    case 'let-go': {
      // As above; of a merge, only where the lead goes on as the other one did.
      const { to } = data as { to?: string | null };
      return to === undefined ? owner : to;
    }
    case 'released':
    case 'lease-ended':
      return null;
    default:
      return owner;
  }
}
