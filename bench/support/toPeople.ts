import { calendarOf } from '../../src/people/calendar.ts';
import { isWorkingTime } from '../../src/people/workingTime.ts';
import { localDate } from '../../src/people/zone.ts';
import type { Evidence, Sent } from './evidence.ts';
import { followOwners } from './owner.ts';

/** Between the moment that a message was judged and drawn, and the one at which Slack took it. */
const onItsWayMs = 10_000;
/** Both: what held at one of them was true when it was drawn. */
export const momentsOf = (at: Date): Date[] => [at, new Date(at.getTime() - onItsWayMs)];
/** Of all kinds that interrupt somebody unasked. */
const mostADay = 5;
const exempt = ['digest', 'digest-picture', 'assigned'];
const inHours = ['nudge', 'escalation', 'unclaimed'];

/** A message to somebody, or one that mentions them, once for each of those whom it notifies. */
function toEach(one: Sent): Sent[] {
  if (one.row.person_id) return [one];
  if (one.row.kind !== 'unclaimed') return [];
  const ids = [...String(one.call.args['text']).matchAll(/<@(\w+)>/g)].map(([, id = '']) => id);
  return ids.map((person_id) => ({ ...one, row: { ...one.row, person_id } }));
}

/** In working time only, three a person and day (five of all kinds), and none without a breach of its own. */
export function nudgesWithinLimits(evidence: Evidence): string[] {
  const { sent, people, settings } = evidence;
  const unsolicited = sent.filter(({ row }) => !exempt.includes(row.kind)).flatMap(toEach);
  const nudges = unsolicited.filter(({ row }) => row.kind === 'nudge');
  const escalations = unsolicited.filter(({ row }) => row.kind === 'escalation');
  const atNight = unsolicited.filter(({ at, row }) => {
    const person = people.get(row.person_id ?? '');
    if (!person || !inHours.includes(row.kind)) return false;
    const calendar = calendarOf(person, settings);
    return !momentsOf(at).some((moment) => isWorkingTime(moment, calendar));
  });
  return [
    ...tooMany(nudges, people, settings.limits.notifyingNudgesPerDay),
    ...tooMany(escalations, people, settings.limits.notifyingNudgesPerDay),
    ...tooMany(unsolicited, people, mostADay),
    ...atNight.map(({ row, at }) => `${row.key} was sent at ${at.toISOString()}, out of hours`),
    ...[...Map.groupBy(nudges, ({ row }) => row.person_id)].flatMap(([person, theirs]) =>
      toldAgain(theirs, reasonsToTell(person, evidence)),
    ),
  ];
}

/** Each nudge has a reason that none has told yet; but a manager may ask about what was told. */
function toldAgain(nudges: readonly Sent[], reasons: readonly Date[]): string[] {
  const unasked = nudges.filter(({ row }) => !row.key.includes('asked-by'));
  return unasked.flatMap(({ row, at }, i) => {
    const known = reasons.filter((reason) => reason <= at).length;
    return known > i ? [] : [`${row.key} is nudge ${i + 1} for ${known} reasons`];
  });
}

/**
 * When something came up that a person is told of: a window that ran out, that it goes to the manager, a
 * claim that ended; and what is urgent of somebody away, for whoever stands in for them.
 */
function reasonsToTell(person: string | null, { breaches, events }: Evidence): Date[] {
  const theirs = breaches.filter(({ owner_id, owner_away }) => owner_id === person || owner_away);
  return [
    ...theirs.map(({ noticed_at }) => noticed_at),
    // Whoever was told before they went away is told once more when they are back.
    ...theirs.flatMap(({ owner_id, owner_away, noticed_at }) =>
      owner_away && owner_id === person ? [noticed_at] : [],
    ),
    ...theirs.flatMap(({ warned_at }) => warned_at ?? []),
    ...events.flatMap(({ kind, owner_id, at }) =>
      kind === 'lease-ended' && owner_id === person ? [at] : [],
    ),
  ];
}

function tooMany(sent: readonly Sent[], people: Evidence['people'], most: number): string[] {
  const days = Map.groupBy(sent, ({ row, at }) => {
    const { timezone = 'UTC' } = people.get(row.person_id ?? '') ?? {};
    return `${row.person_id} on ${localDate(at, timezone)}`;
  });
  return [...days].flatMap(([who, { length }]) =>
    length > most ? [`${length} messages to ${who}`] : [],
  );
}

/** What a nudge lists was its reader's when it was sent, and due. */
export function nudgesHold({ sent, events }: Evidence): string[] {
  const histories = Map.groupBy(events, ({ lead_id }) => lead_id);
  return sent.flatMap(({ row, at, call }) => {
    if (row.kind !== 'nudge') return [];
    // Then what is others', what is not due yet, claims that ended, what is struck.
    const [due = ''] = String(call.args['text']).split(
      /^\*For <@|^\*Runs out soon|^\*L-\d|^Dealt with/m,
    );
    const listed = new Set([...due.matchAll(/\bL-(\d+)/g)].map(([, id]) => Number(id)));
    return [...listed].flatMap((id) => {
      const history = histories.get(id) ?? [];
      const holds = momentsOf(at).some((moment) => isDueBy(history, moment, row.person_id));
      return holds ? [] : [`${row.key} lists L-${id}, which was not theirs or not due`];
    });
  });
}

function isDueBy(history: Evidence['events'], at: Date, personId: string | null): boolean {
  const { owner, due } = standingAt(history, at);
  return owner === personId && due !== null && due <= at;
}

/** Whose a lead was at an instant, and when it was due, as its events say. */
export function standingAt(history: Evidence['events'], at: Date) {
  const ownerAt = followOwners();
  let owner: string | null = null;
  let due: Date | null = null;
  for (const event of history) {
    if (event.at > at) break;
    owner = ownerAt(event).after;
    if (event.due_to) due = event.due_to;
    else if (event.due_outcome) due = null;
  }
  return { owner, due };
}

/** Whatever restarts, overlaps or is set back. */
export function oneDigestADay({ sent, people }: Evidence): string[] {
  const digests = sent.filter(({ row }) => row.kind === 'digest');
  const days = Map.groupBy(digests, ({ row, at }) => {
    const { timezone = 'UTC' } = people.get(row.person_id ?? '') ?? {};
    return `${row.person_id} on ${localDate(at, timezone)}`;
  });
  return [...days].flatMap(([who, { length }]) =>
    length > 1 ? [`${length} digests to ${who}`] : [],
  );
}

export function nothingToThoseWhoLeft({ sent, sandbox }: Evidence): string[] {
  const left = new Map(
    sandbox.users.flatMap((user) => (user.deleted ? [[user.id, user.updatedAt * 1000]] : [])),
  );
  return sent.flatMap(({ row, at }) => {
    const since = left.get(row.destination);
    return since !== undefined && at.getTime() > since + onItsWayMs
      ? [`${row.key} went to somebody who had left`]
      : [];
  });
}
