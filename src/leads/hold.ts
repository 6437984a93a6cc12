import type { Actor } from '../context.ts';
import { channelCalendar } from '../people/calendar.ts';
import { parseWindow } from '../people/window.ts';
import { addWorkingTime } from '../people/workingTime.ts';
import type { Settings } from '../settings/settings.ts';
import type { Situation } from './changeLead.ts';
import { tellRep } from './handOver.ts';
import { newLease, noLease, statusDue, unclaimedDue } from './due.ts';
import type { Lead } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import { calendarFor } from './ownersOnly.ts';

/** How long the source's owner has to complete a lead; of what people enter themselves, too. */
const holdLimitOf = ({ sources }: Settings, sourceKey: string): string =>
  (Object.hasOwn(sources, sourceKey) && sources[sourceKey]?.holdLimit) || '2h';

/** When a hold that begins at `from` is over at the latest. Null: the channel has no working time. */
export const holdEnd = (
  { sourceKey, channelId }: Pick<Lead, 'sourceKey' | 'channelId'>,
  from: Date,
  settings: Settings,
): Date | null =>
  addWorkingTime(
    from,
    parseWindow(holdLimitOf(settings, sourceKey)),
    channelCalendar(channelId, settings),
  );

/** Its rep waits for what it lacks. */
export const isSentBack = ({ status, heldUntil }: Pick<Lead, 'status' | 'heldUntil'>): boolean =>
  heldUntil !== null && status !== 'held';

type Going = Pick<Situation, 'lead' | 'owner' | 'settings' | 'now'> & {
  readonly by?: Actor;
};

/**
 * Lets go on what was held or sent back, `missing` being what it still lacks: a held lead goes before
 * reps, with a card unless it came behind an import's summary; a rep's
 * clock starts anew, and they are told.
 */
export function goOn(
  { lead, owner, settings, now, by }: Going,
  missing: readonly string[],
  { withCard = true } = {},
): Pick<LeadChange, 'set' | 'due' | 'newCard' | 'tell'> {
  if (lead.status === 'held') {
    return {
      set: { missing, status: 'new', statusAt: now, heldUntil: null },
      due: { outcome: 'cancelled', next: null },
      newCard: withCard,
    };
  }
  if (lead.heldUntil === null) return { set: { missing }, due: null };
  const { document } = settings;
  const calendar = calendarFor({ lead, owner, settings });
  const isOwned = lead.ownerId !== null;
  const next = isOwned
    ? statusDue(lead, now, document, calendar)
    : unclaimedDue(lead, now, document, calendar);
  const lease = isOwned && lead.status !== 'nurture' ? newLease(next, document, calendar) : noLease;
  return {
    set: { missing, heldUntil: null, ...lease },
    due: { outcome: 'cancelled', next },
    // Where they have added it themselves they know.
    ...(owner &&
      !(by?.kind === 'person' && by.id === owner.id) && {
        tell: tellRep(owner, { why: 'goes-on', isWhole: missing.length === 0 }, document, now),
      }),
  };
}

/** It got something, and lacks this still: it goes on waiting. */
export const stillLacking = (
  { heldUntil }: Lead,
  missing: readonly string[],
): Pick<LeadChange, 'set' | 'due'> => ({ set: { missing, heldUntil }, due: null });
