import type { Context } from '../context.ts';
import { withHolidays } from './holidays.ts';
import { regionsOfPeople } from './settingsStore.ts';

/** Adds the public holidays of another year when one has begun. What is listed stays. */
export async function refreshHolidays(ctx: Context): Promise<{ added: number }> {
  const { document } = await ctx.settings.current();
  const now = ctx.clock.now();
  const regions = await regionsOfPeople(ctx.db, ctx.workspaceId);
  const { holidays } = await withHolidays(document, regions, now);
  const added = datesIn(holidays) - datesIn(document.holidays);
  if (added > 0) {
    const note = 'public holidays of another year';
    await ctx.settings.change((current) => current, { authorId: null, note, now });
  }
  return { added };
}

const datesIn = (holidays: Readonly<Record<string, { dates: readonly string[] }>>): number =>
  Object.values(holidays).reduce((sum, { dates }) => sum + dates.length, 0);
