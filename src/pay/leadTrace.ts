import type { Status } from '../leads/statuses.ts';
import type { TouchOutcome } from '../leads/touch.ts';

/** An event of a lead, as far as pay looks at it. */
export type TraceEvent = {
  readonly id: number;
  readonly at: Date;
  readonly kind: string;
  readonly actorId: string | null;
  readonly ownerId: string | null;
  readonly statusTo: Status | null;
  readonly dueFrom: Date | null;
  readonly dueTo: Date | null;
  /** The event that it takes back. */
  readonly undoes: number | null;
  /** Where it changed hands otherwise than by a claim: the new owner. */
  readonly to: string | null;
  readonly touch: TouchOutcome | null;
  readonly obstacle: string | null;
  /** It gave the lead a value: its first, or another one. */
  readonly value: 'first' | 'again' | null;
};

/** All that ever happened to a lead, in order, and what its row says of its value now. */
export type LeadTrace = {
  readonly leadId: number;
  readonly hasValue: boolean;
  readonly events: readonly TraceEvent[];
};

/** Where a lead stood from an instant on, until the next stretch begins. */
export type Stretch = {
  readonly from: Date;
  readonly ownerId: string | null;
  readonly status: Status;
  readonly dueAt: Date | null;
  /** Somebody tried to reach the customer, and did. */
  readonly tried: boolean;
  readonly reached: boolean;
  readonly obstacle: string | null;
  /** Its status is what a person said in an update; else it came with an import. */
  readonly saidByUpdate: boolean;
};

/**
 * Where a lead stood, stretch by stretch, as of an instant: from its events until then alone. What had
 * been taken back by then never happened; what was taken back later had not been yet.
 */
export function stretches({ events }: LeadTrace, asOf: Date): Stretch[] {
  const until = events.filter(({ at }) => at <= asOf);
  const undone = new Set(until.map(({ undoes }) => undoes));
  const counted = until.filter(({ id, undoes }) => undoes === null && !undone.has(id));
  const all: Stretch[] = [];
  for (const event of counted) all.push(after(all.at(-1), event));
  return all;
}

function after(before: Stretch | undefined, event: TraceEvent): Stretch {
  const status = event.statusTo ?? before?.status ?? 'new';
  const changes = before?.status !== status;
  return {
    from: event.at,
    status,
    ownerId: ownerAfter(before?.ownerId ?? null, status, event),
    // One that is met, moved or cancelled is gone unless the event says a next one.
    dueAt: event.dueTo ?? (event.dueFrom ? null : (before?.dueAt ?? null)),
    tried: event.touch !== null || (before?.tried ?? false),
    reached: event.touch === 'reached' || (before?.reached ?? false),
    obstacle: obstacleAfter(before?.obstacle ?? null, event),
    saidByUpdate: event.kind === 'updated' || (changes ? false : (before?.saidByUpdate ?? false)),
  };
}

function obstacleAfter(before: string | null, event: TraceEvent): string | null {
  if (event.kind === 'updated') return event.obstacle;
  // Whoever asks not to be contacted has no desire.
  return event.obstacle ?? before ?? (event.kind === 'do-not-contact' ? 'desire' : null);
}

function ownerAfter(before: string | null, status: Status, event: TraceEvent): string | null {
  if (status === 'new' || status === 'held') return null;
  // An offer names somebody, too, who has yet to accept.
  if (event.to && event.kind !== 'offered') return event.to;
  // Its owner_id says whose due instant it met: nobody's.
  if (event.kind === 'claimed') return event.actorId;
  return event.ownerId ?? before;
}

/** Whether the lead had a value, as of an instant: only its row knows, and what changed that since. */
export function hadValue({ events, hasValue }: LeadTrace, asOf: Date): boolean {
  const valued = new Map(events.flatMap(({ id, value }) => (value ? [[id, value]] : [])));
  for (const { at, id, undoes } of events) {
    if (at <= asOf) continue;
    const since = valued.get(id);
    if (since) return since === 'again';
    // It was taken back since, and was there until then.
    if (undoes !== null && valued.has(undoes)) return true;
  }
  return hasValue;
}
