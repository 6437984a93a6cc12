import type { Context } from '../context.ts';
import { may } from '../leads/permissions.ts';
import { meetPerson } from '../people/meetPerson.ts';
import type { Person } from '../people/person.ts';
import { type Barred, barred, rolesIn } from '../people/roles.ts';
import { findOwnChannels } from './findOwnChannels.ts';

export type NotReviewed =
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'manager' }
  /** Nobody holds a review with themselves. */
  | { readonly outcome: 'own' }
  /** `no-rep`: they have no leads in any channel. */
  | { readonly outcome: 'cannot'; readonly why: Barred | 'no-rep'; readonly rep: Person | null };

/**
 * A rep whom somebody may review, and the channels over which: those where the rep works and the
 * reader is a manager; for an admin, all where the rep works.
 */
export async function findReviewed(
  ctx: Context,
  { repId, by }: { repId: string; by: string },
): Promise<
  | {
      readonly outcome: 'found';
      readonly rep: Person;
      readonly manager: Person;
      readonly channels: readonly string[];
    }
  | NotReviewed
> {
  const [manager, rep] = [await meetPerson(ctx, by), await meetPerson(ctx, repId)];
  const why = barred(manager);
  if (!manager || why) return { outcome: 'not-allowed', why: why ?? 'unknown' };
  const { document } = await ctx.settings.current();
  const allowed = (channelId: string) => may('review a rep', rolesIn(document, manager, channelId));
  // Who may review nobody is told nothing of anybody.
  if (!Object.keys(document.channels).some(allowed))
    return { outcome: 'not-allowed', why: 'manager' };
  if (repId === by) return { outcome: 'own' };
  const cannot = barred(rep);
  if (!rep || cannot) return { outcome: 'cannot', why: cannot ?? 'unknown', rep };
  const works = await findOwnChannels(ctx, rep.id);
  const channels = works.filter(allowed);
  if (channels.length > 0) return { outcome: 'found', rep, manager, channels };
  return works.length > 0
    ? { outcome: 'not-allowed', why: 'manager' }
    : { outcome: 'cannot', why: 'no-rep', rep };
}
