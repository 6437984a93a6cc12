import { z } from 'zod';
import type { Compliance } from '../leads/compliance.ts';
import type { SourceRate } from '../leads/sourceRateStore.ts';
import type { Calendar } from '../people/calendar.ts';
import { workingDay } from '../people/workingTime.ts';
import { dayNumber, isoDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import type { Goal, Progress } from './goal.ts';
import type { Incomplete } from './reports/held.ts';
import type { Listed } from './reports/listed.ts';
import type { NewHours } from './reports/newHours.ts';
import type { OverdueRep } from './reports/overdue.ts';
import type { Override } from './reports/overrides.ts';
import type { SettingsChange } from './reports/settingsChanges.ts';
import type { Signal } from './reports/signals.ts';
import type { Unanswered } from './reports/unanswered.ts';
import type { UnclaimedLead } from './reports/unclaimed.ts';
import type { WalkedAway } from './reports/walkedAway.ts';

/** Whose leads a digest is about: those of the channels that a manager manages. */
export type Team = {
  readonly workspaceId: string;
  readonly channels: readonly string[];
  /** The reps of these channels who are on a roster. */
  readonly roster?: readonly string[];
  readonly now: Date;
};

/** Which digest it is. */
export type Edition = {
  readonly team: Team;
  /** Null: a channel's own, without what is for managers only. */
  readonly managerId: string | null;
  /** On `calendar`, the reader's. */
  readonly date: string;
  readonly calendar: Calendar;
  /** When it is due. */
  readonly dueAt: Date;
  /** What happened after `since` and until `until` is told. */
  readonly since: Date;
  readonly until: Date;
  /** None has been posted before: what was set up until now is no news. */
  readonly isFirst: boolean;
};

/** A share that the channels are to reach each week; of several, the lowest. */
export type TeamGoal = {
  readonly share: number;
  /** Others of the team's channels have a higher one. */
  readonly isLowest: boolean;
  /** From the last day's Monday until the last day. */
  readonly week: Compliance;
};

export type SlippingSource = Pick<SourceRate, 'week' | 'before'> & { readonly sourceName: string };

export type RepFigures = {
  readonly personId: string;
  readonly lastDay: Compliance;
  readonly week: Compliance;
};

/** What a digest says. Drawn by drawDigest. */
export type Digest = {
  readonly date: string;
  /** False: of somebody who manages sources, and no channel. */
  readonly hasTeam: boolean;
  /** The working day before the digest's, a local date, and how it went. */
  readonly lastDay: { readonly date: string; readonly compliance: Compliance };
  /** The working day before that. */
  readonly dayBefore: { readonly date: string; readonly compliance: Compliance };
  /** The seven days that end with the last day, as one share. */
  readonly week: Compliance;
  readonly goal: TeamGoal | null;
  /** Of first touches, and how each channel stands in the last day's week, the furthest from it first; where nothing counts yet, left out. */
  readonly touchGoals: readonly { readonly goal: Goal; readonly progress: Progress }[];
  /** Who missed most in the week, first. */
  readonly reps: readonly RepFigures[];
  readonly overdue: readonly OverdueRep[];
  readonly unclaimed: Listed<UnclaimedLead>;
  readonly walkedAway: Listed<WalkedAway>;
  readonly incomplete: Listed<Incomplete>;
  /** In force since the last digest. */
  readonly overrides: readonly Override[];
  /** Working hours that hold since the last day. */
  readonly newHours: readonly NewHours[];
  readonly settingsChanges: readonly SettingsChange[];
  /** Sources of the team, or of the manager's, whose leads come out worse than they used to. */
  readonly slipping: readonly SlippingSource[];
  readonly unanswered: readonly Unanswered[];
  readonly signals: readonly Signal[];
};

/** A row of `messages` that is a digest: which day's, and until when it tells what happened. */
export const digestSubject = z.object({
  date: z.string(),
  /** Left out: it was queued by a release that told what had happened until it was drawn. */
  until: z.iso.datetime().pipe(z.coerce.date()).optional(),
});

/** What happened in the last moment may not be seen yet: its transaction is under way. */
const settlingMs = 10_000;

/**
 * Of a digest that is queued now. It tells what happened until then, whenever it is drawn and posted,
 * and the next one begins there: so all is told once.
 */
export const subjectOf = (date: string, now: Date) => ({
  date,
  until: new Date(now.getTime() - settlingMs).toISOString(),
});

/** One a reader, a person's or a channel's id, and local day of theirs. */
export const digestKey = (readerId: string, date: string): string => `digest:${readerId}:${date}`;

export const managedChannels = ({ channels }: Settings, managerId: string): string[] =>
  Object.keys(channels).filter((id) => channels[id]?.managers.includes(managerId));

export const managedSources = ({ sources }: Settings, managerId: string): string[] =>
  Object.keys(sources).filter((key) => sources[key]?.manager === managerId);

/** A team's quiet day is told; of sources alone there is something to tell, or nothing is. */
export const saysNothing = ({ hasTeam, slipping, unanswered }: Digest): boolean =>
  !hasTeam && slipping.length + unanswered.length === 0;

/** The working day before a date; where there is none within a month, the day before. */
export function workingDayBefore(date: string, calendar: Calendar): string {
  for (let back = 1; back <= 31; back++) {
    const day = dateAfter(date, -back);
    if (workingDay(day, calendar)) return day;
  }
  return dateAfter(date, -1);
}

export const dateAfter = (date: string, days: number): string => isoDate(dayNumber(date) + days);
