import type { Selectable } from 'kysely';
import type { LeadEvents } from '../../src/db/schema.ts';
import { type Compliance, nothingDue, wholeOf } from '../../src/leads/compliance.ts';

export type Event = Selectable<LeadEvents>;

/** A due instant that somebody owed, and what became of it. */
export type Decision = {
  readonly channelId: string;
  readonly ownerId: string;
  readonly at: Date;
  readonly part: Exclude<keyof Compliance, 'due'>;
};

/** Where a lead stands between two events. */
type State = {
  readonly due: Date | null;
  readonly owner: string | null;
  readonly channel: string;
};

/**
 * What docs/metrics.md says, once more and from `lead_events` alone: each lead is walked through, event
 * by event. Shares nothing with what the app does in SQL.
 */
export function recount(events: readonly Event[], now: Date): Decision[] {
  const undone = new Set(events.map(({ undoes }) => undoes));
  const byLead = Map.groupBy(
    events.toSorted((a, b) => a.id - b.id),
    ({ lead_id }) => lead_id,
  );
  return [...byLead.values()].flatMap((its) => walk(its, undone, now));
}

function walk(events: readonly Event[], undone: ReadonlySet<unknown>, now: Date): Decision[] {
  const decisions: Decision[] = [];
  const before = new Map<number, State>();
  const excuses = new Map<number, boolean>();
  let state: State = { due: null, owner: null, channel: '' };
  for (const event of events) {
    const data = event.data as Record<string, unknown>;
    if (event.kind === 'breached') {
      excuses.set(Date.parse(String(data['due_at'])), 'excused' in data);
      continue;
    }
    before.set(event.id, state);
    const decides = event.kind !== 'recalculated' && event.kind !== 'undone';
    if (decides && event.due_from && event.owner_id && !undone.has(event.id)) {
      const inTime = event.at.getTime() <= event.due_from.getTime();
      decisions.push({
        channelId: event.channel_id,
        ownerId: event.owner_id,
        at: inTime ? event.at : event.due_from,
        part: inTime ? madeOf(event) : 'excused' in data ? 'excused' : 'missed',
      });
    }
    const touchesDue = event.due_from !== null || event.due_to !== null;
    state = {
      due: touchesDue ? event.due_to : state.due,
      owner: ownerAfter(event, state, before),
      channel: event.channel_id,
    };
  }
  const { due, owner, channel } = state;
  if (due && owner && due < now) {
    const part = excuses.get(due.getTime()) ? 'excused' : 'missed';
    decisions.push({ channelId: channel, ownerId: owner, at: due, part });
  }
  return decisions;
}

function madeOf({ kind, due_outcome }: Event): Decision['part'] {
  if (due_outcome === 'met') return 'onTime';
  if (due_outcome === 'cancelled') return 'cancelled';
  return kind === 'postponed' ? 'postponed' : 'moved';
}

function ownerAfter(event: Event, { owner }: State, before: ReadonlyMap<number, State>) {
  const { to } = event.data as { to?: string | null };
  switch (event.kind) {
    case 'received':
    case 'imported':
      return event.owner_id;
    case 'claimed':
      return event.actor_id;
    case 'assigned':
    case 'reassigned':
    case 'passed':
    case 'reopened':
      return to ?? null;
    case 'took-in':
    case 'unmerged':
    case 'let-go':
      return to === undefined ? owner : to;
    case 'released':
    case 'lease-ended':
      return null;
    case 'undone':
      return before.get(event.undoes ?? 0)?.owner ?? null;
    default:
      return owner;
  }
}

/** The whole of some decisions. */
export const addUp = (decisions: readonly Decision[]): Compliance =>
  wholeOf(
    decisions.map(({ part }) => {
      const isDue = part === 'onTime' || part === 'missed';
      return { ...nothingDue, [part]: 1, due: isDue ? 1 : 0 };
    }),
  );

const formats = new Map<string, Intl.DateTimeFormat>();

/** The date on the wall, as the runtime's own calendar has it. */
export function dateIn(timezone: string, at: Date): string {
  const format =
    formats.get(timezone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' });
  formats.set(timezone, format);
  return format.format(at);
}
