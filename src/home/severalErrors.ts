import type { Context } from '../context.ts';
import { calendarOf, workspaceCalendar } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { colleagueError } from '../leads/colleagueError.ts';
import { asUpdate, orderOf, type SeveralDraft } from './severalDraft.ts';
import { draftErrors, fieldErrors } from '../leads/updateDraft.ts';
import { updateErrors } from '../leads/update.ts';

/**
 * What is wrong with what was typed, whichever lead it is for, by the form's fields; empty: nothing.
 * What stands in the way of single leads is left to their verbs.
 */
export async function severalErrors(
  ctx: Context,
  draft: SeveralDraft,
  personId: string,
): Promise<Record<string, string>> {
  const now = ctx.clock.now();
  const order = orderOf(draft);
  switch (order?.act) {
    case 'postpone':
      return order.to > now ? {} : { until: 'Choose a time that is still to come.' };
    case 'pass':
      return colleagueError(ctx, order.to, personId);
    case 'release':
      return {};
    case 'update': {
      const { document: settings } = await ctx.settings.current();
      const person = await meetPerson(ctx, personId);
      const calendar = person ? calendarOf(person, settings) : workspaceCalendar(settings);
      const ground = { lead: { leaseEndsAt: null, touchCount: Infinity }, now, settings, calendar };
      const update = asUpdate(draft);
      return {
        ...(update && draftErrors(update)),
        ...(update && fieldErrors(updateErrors(order.fields, ground), update)),
      };
    }
    default:
      return draft.act === 'release'
        ? { note: 'Say in a few words why.' }
        : { act: 'Choose what to do, and fill in what it asks for.' };
  }
}
