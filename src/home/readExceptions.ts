import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';
import { findOverrides } from '../leads/overrideStore.ts';
import { may } from '../leads/permissions.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { rolesIn } from '../people/roles.ts';
import { drawExceptions, shownExceptions } from './exceptionForms.ts';

/** What a manager sees of the exceptions in force in their channels; an admin, of all. */
export async function readExceptions(ctx: Context, personId: string): Promise<ModalView> {
  const { db, workspaceId } = ctx;
  const { document } = await ctx.settings.current();
  const person = await meetPerson(ctx, personId);
  const theirs = Object.entries(document.channels).filter(
    ([id]) => person && may('end an exception', rolesIn(document, person, id)),
  );
  const all = await findOverrides(db, workspaceId, {
    channels: theirs.map(([id]) => id),
    people: theirs.flatMap(([, { roster }]) => roster),
    now: ctx.clock.now(),
    limit: shownExceptions + 1,
  });
  return drawExceptions(all, personId);
}
