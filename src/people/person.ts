import type { Settings, WorkingTimeSettings } from '../settings/settings.ts';

/** Somebody of the workspace: a row of `people`. */
export type Person = Profile &
  OwnClock & {
    /** How often a day they want to be notified of what is due, at most; null: as often as the settings say. */
    readonly nudgesADay: number | null;
  };

/** As last seen in Slack. */
export type Profile = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** IANA name, from the Slack profile. */
  readonly timezone: string;
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  readonly isBot: boolean;
  readonly isDeactivated: boolean;
};

/** What the app keeps of a person's working time. */
export type OwnClock = {
  /** Whose public holidays are theirs, `DE-BE`; null: the workspace's. */
  readonly holidayRegion: string | null;
  /** Hours of their own from a local date on, oldest first. */
  readonly ownHours: readonly OwnHours[];
  /** Oldest first, without overlaps; those that are long over may be missing. */
  readonly away: readonly Away[];
  /** Leases that ended since a touch of theirs last left them with nothing overdue. */
  readonly leasesEnded: number;
};

/** `workingTime` null: the workspace's again. */
export type OwnHours = {
  readonly holdsFrom: string;
  readonly workingTime: WorkingTimeSettings | null;
};

export type Away = {
  readonly from: Date;
  readonly until: Date;
  /** Who takes what is urgent meanwhile. */
  readonly standInId: string | null;
  /** Said by the person, read from their Slack status, or set by a manager as an exception. */
  readonly origin: 'said' | 'status' | 'paused';
};

/** The period that they are in. */
export const awayAt = ({ away }: Pick<Person, 'away'>, now: Date): Away | null =>
  away.find(({ from, until }) => from <= now && now < until) ?? null;

/** Somebody's stand-in, as long as they are away. */
export const standsInFor = (away: Pick<Person, 'away'> | null, id: string, now: Date): boolean =>
  away !== null && awayAt(away, now)?.standInId === id;

/**
 * They let so many claims end that no new leads come to them by turn. The way out: a touch that leaves
 * them with nothing overdue.
 */
export const isPausedByLeases = (
  { leasesEnded }: Pick<Person, 'leasesEnded'>,
  { limits }: Settings,
): boolean => leasesEnded >= limits.leasesEnded;

/** How often a day somebody is notified, at most: as they wish, and never more than the settings say. */
export const nudgesADay = (person: Pick<Person, 'nudgesADay'>, { limits }: Settings): number =>
  Math.min(person.nudgesADay ?? Infinity, limits.notifyingNudgesPerDay);
