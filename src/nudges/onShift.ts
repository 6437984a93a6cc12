import { calendarOf } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { rolesIn } from '../people/roles.ts';
import { isWorkingTime } from '../people/workingTime.ts';
import type { Settings } from '../settings/settings.ts';
import { mostADay } from '../people/noiseBudget.ts';

/** Inside their working time, not away, and may claim in the channel. */
export const isOnShift = (
  person: Person,
  channelId: string,
  settings: Settings,
  now: Date,
): boolean =>
  rolesIn(settings, person, channelId).has('rep') &&
  isWorkingTime(now, calendarOf(person, settings));

/** So many are asked to take a lead that nobody has claimed. */
const asked = 3;

/** Whoever has had so many messages today is not asked: what is left is for what is theirs. */
const leavesRoom = mostADay - 2;

/** Somebody on shift, with what decides whether they are asked. */
export type Candidate = {
  readonly id: string;
  readonly openLeads: number;
  /** What has notified them today. */
  readonly notified: number;
};

export const mayBeAsked = ({ notified }: Pick<Candidate, 'notified'>): boolean =>
  notified < leavesRoom;

/** Those with the fewest open leads; of equals, those who were disturbed least today. */
export function whoIsAsked(candidates: readonly Candidate[]): string[] {
  return candidates
    .filter(mayBeAsked)
    .toSorted(
      (a, b) =>
        a.openLeads - b.openLeads || a.notified - b.notified || a.id.localeCompare(b.id, 'en'),
    )
    .slice(0, asked)
    .map(({ id }) => id);
}
