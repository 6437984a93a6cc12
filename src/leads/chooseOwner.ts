import type { Trx } from '../db/openDatabase.ts';
import { calendarOf } from '../people/calendar.ts';
import { findPeople } from '../people/peopleStore.ts';
import { awayAt, isPausedByLeases, type Person } from '../people/person.ts';
import { barred } from '../people/roles.ts';
import { isWorkingTime } from '../people/workingTime.ts';
import { atLocalTime, localDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import { findCandidates } from './assignStore.ts';
import type { WhyAssigned } from './assignment.ts';
import { capReached, hasClaimCaps } from './claimCaps.ts';
import { claimLoadOf } from './claimLoadStore.ts';
import type { Lead } from './lead.ts';
import { whoseTurn } from './turn.ts';

export type Choice = {
  readonly owner: Person;
  readonly why: WhyAssigned;
  /** By turn: everyone who could have got it. */
  readonly among?: readonly string[];
};

/**
 * Who is to own a lead that the app assigns: by turn, one of the channel's roster who is on shift and
 * may get one more; directly, the person that the rule names or, while they are away, their stand-in;
 * where there is nobody of these, the channel's fallback. Null: nobody, so it is anyone's to claim.
 */
export async function chooseOwner(
  trx: Trx,
  workspaceId: string,
  lead: Pick<Lead, 'channelId' | 'routed' | 'routedTo'>,
  settings: Settings,
  now: Date,
): Promise<Choice | null> {
  const chosen = await (lead.routed === 'direct'
    ? chooseNamed(trx, workspaceId, lead.routedTo, now)
    : chooseByTurn(trx, workspaceId, lead.channelId, settings, now));
  if (chosen) return chosen;
  const fallback = settings.channels[lead.channelId]?.fallback;
  const owner = await findPresent(trx, workspaceId, fallback ?? null, now);
  return owner && { owner, why: { why: 'fallback' } };
}

async function chooseNamed(
  trx: Trx,
  workspaceId: string,
  id: string | null,
  now: Date,
): Promise<Choice | null> {
  const [named] = id === null ? [] : await findPeople(trx, workspaceId, [id]);
  if (!named || barred(named)) return null;
  const away = awayAt(named, now);
  if (!away) return { owner: named, why: { why: 'direct' } };
  const standIn = await findPresent(trx, workspaceId, away.standInId, now);
  return standIn && { owner: standIn, why: { why: 'stand-in', for: named.id } };
}

/** A full member who is not away. */
async function findPresent(
  trx: Trx,
  workspaceId: string,
  id: string | null,
  now: Date,
): Promise<Person | null> {
  const [person] = id === null ? [] : await findPeople(trx, workspaceId, [id]);
  return person && !barred(person) && !awayAt(person, now) ? person : null;
}

async function chooseByTurn(
  trx: Trx,
  workspaceId: string,
  channelId: string,
  settings: Settings,
  now: Date,
): Promise<Choice | null> {
  const roster = await findPeople(trx, workspaceId, settings.channels[channelId]?.roster ?? []);
  const present: Person[] = [];
  for (const person of roster) {
    if (!isInTurn(person, settings, now)) continue;
    if (!(await isAtCap(trx, workspaceId, person, settings, now))) present.push(person);
  }
  if (present.length === 0) return null;
  const among = present.map(({ id }) => id).toSorted();
  const turn = whoseTurn(await findCandidates(trx, workspaceId, channelId, among, now));
  const owner = present.find(({ id }) => id === turn);
  return owner ? { owner, why: { why: 'turn' }, among } : null;
}

async function isAtCap(
  trx: Trx,
  workspaceId: string,
  { id, timezone }: Person,
  settings: Settings,
  now: Date,
): Promise<boolean> {
  if (!hasClaimCaps(settings)) return false;
  const today = atLocalTime(localDate(now, timezone), '00:00', timezone);
  return capReached(await claimLoadOf(trx, workspaceId, id, today), settings) !== null;
}

function isInTurn(person: Person, settings: Settings, now: Date): boolean {
  return (
    !barred(person) &&
    !isPausedByLeases(person, settings) &&
    isWorkingTime(now, calendarOf(person, settings))
  );
}
