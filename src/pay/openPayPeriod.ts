import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';
import { notAllowed } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred } from '../people/roles.ts';
import { localDate } from '../people/zone.ts';
import { plain } from '../slack/richText.ts';
import { payChannels } from './payAccess.ts';
import { readPayDocument } from './payDocument.ts';
import { openPayTeam } from './openPayTeam.ts';
import { drawPayList, shownBlocked } from './payForm.ts';
import type { FrozenStanding } from './payStanding.ts';
import { findSnapshotsBefore } from './payStore.ts';
import { nextToClose } from './period.ts';
import { readPayStanding } from './readPayStanding.ts';

/**
 * What blocks a person's pay period, as a modal. Everybody may see their own; managers and admins may
 * see anybody's, of the leads in their channels.
 */
export async function openPayPeriod(
  ctx: Context,
  { readerId, personId }: { readerId: string; personId: string },
): Promise<ModalView> {
  const reader = await meetPerson(ctx, readerId);
  const why = barred(reader);
  if (!reader || why) return say(notAllowed(why ?? 'unknown'));
  const { document } = await ctx.settings.current();
  const { pay, timezone } = document;
  const now = ctx.clock.now();
  const period = pay ? nextToClose({ pay, timezone }, localDate(now, timezone), now) : null;
  const channels = payChannels(document, reader);
  const ofOther = readerId !== personId;
  if (ofOther && channels.length === 0) {
    return say('Only a manager or an admin can see another person’s pay period.');
  }
  if (!period) {
    // What was frozen is still to be had.
    if (channels.length > 0) return openPayTeam(ctx, { readerId });
    return say('No pay period is kept here now. An admin can set one in the settings, under pay.');
  }
  const standing = await readPayStanding(ctx, {
    ...{ period, personId },
    channelIds: ofOther ? channels : undefined,
    most: shownBlocked,
  });
  const frozen = ofOther ? null : await lastFrozen(ctx, personId, now);
  return drawPayList({ standing, frozen, ofOther, decides: channels.length > 0 });
}

async function lastFrozen(
  { db, workspaceId }: Context,
  personId: string,
  now: Date,
): Promise<FrozenStanding | null> {
  const [last] = await findSnapshotsBefore(db, workspaceId, now, [personId]);
  if (!last) return null;
  const { period, counts } = readPayDocument(last.document);
  return { ...period, counts };
}

const say = (sentence: string): ModalView => drawNotice('Pay period', [plain(sentence)]);
