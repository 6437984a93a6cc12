import type { Calendar } from '../people/calendar.ts';
import { parseWindow } from '../people/window.ts';
import { addWorkingTime } from '../people/workingTime.ts';
import type { Ladder, Settings } from '../settings/settings.ts';
import type { Lead } from './lead.ts';
import { fits } from './leadCondition.ts';

/** What follows a breach, and when. Null: it does not, or the calendar has no working time. */
export type Steps = {
  /** The owner is told that it will go to the manager. */
  readonly warnAt: Date | null;
  /** The manager is told; of a lead that nobody owns, the fallback. */
  readonly escalateAt: Date | null;
};

export const isHot = (lead: Parameters<typeof fits>[0], { hot }: Settings): boolean =>
  hot.some((when) => fits(lead, when));

/** `calendar`: the owner's, or the channel's where nobody owns it. */
export function stepsAfter(lead: Lead, dueAt: Date, settings: Settings, calendar: Calendar): Steps {
  const ladder = isHot(lead, settings) ? settings.hotLadder : settings.ladder;
  const after = (window: string) => addWorkingTime(dueAt, parseWindow(window), calendar);
  if (lead.ownerId === null) return { warnAt: null, escalateAt: after(ladder.unclaimed) };
  const { warn, escalate } = stepOf(lead, ladder);
  return { warnAt: after(warn), escalateAt: after(escalate) };
}

const stepOf = ({ status }: Lead, { firstTouch, later }: Ladder) =>
  status === 'claimed' ? firstTouch : later;
