import type { Context } from '../context.ts';
import { channelCalendar } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { atLocalTime, localDate } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import type { Message, MessageKind } from '../slack/message.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { digestSubject, type Edition, saysNothing } from './digest.ts';
import { hasDigest } from './digestStore.ts';
import { drawDigest, type Occasion } from './drawDigest.ts';
import { channelsEdition, managersEdition } from './edition.ts';
import { gatherDigest } from './gatherDigest.ts';

/** The picture follows once the digest stands, and only then. */
const onPosted: MessageKind['onPosted'] = async (ctx, trx, message, at) => {
  await enqueueMessage(trx, {
    workspaceId: ctx.workspaceId,
    kind: 'digest-picture',
    key: `${message.key}:picture`,
    ...(message.personId && { personId: message.personId }),
    subject: { ...message.subject },
    destination: message.destination,
    now: at,
  });
};

/**
 * A manager's digest of one local day or, without what is only for managers, a channel's. Frozen once
 * it is posted: it says how things stood then.
 */
export const digestMessage: MessageKind = {
  atMostOnce: true,
  onPosted,
  async draw(ctx, message, now) {
    const edition = message.posted ? null : await editionFor(ctx, message, now);
    return edition && drawFor(ctx, edition, occasionOf(edition, now));
  },
};

/** What a manager who has just been added is going to get. Not their digest: that comes all the same. */
export const digestPreviewMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message, now) {
    if (message.posted) return null;
    const manager = await activePerson(ctx, message.destination);
    if (!manager) return null;
    const date = localDate(now, manager.timezone);
    // Whoever has got the real one knows.
    if (await hasDigest(ctx.db, ctx.workspaceId, manager.id, date)) return null;
    const edition = await managersEdition(ctx, manager, { date });
    if (!edition || edition.team.channels.length === 0) return null;
    const { document } = await ctx.settings.current();
    return drawFor(ctx, edition, { is: 'preview', time: document.digest.at });
  },
};

async function drawFor(ctx: Context, edition: Edition, occasion: Occasion) {
  const digest = await gatherDigest(ctx, edition);
  if (saysNothing(digest)) return null;
  return drawDigest(digest, { occasion, forManagers: edition.managerId !== null });
}

/** Which digest a message is to be. Null: nobody's any more, or the day is over for a digest. */
export async function editionFor(
  ctx: Context,
  { destination, subject, personId }: Message,
  now: Date,
): Promise<Edition | null> {
  const { date, until } = digestSubject.parse(subject);
  const { document } = await ctx.settings.current();
  if (personId === null) {
    const { timezone } = channelCalendar(destination, document);
    const wanted = document.channels[destination]?.postDigest;
    return wanted && isOpen(document, date, timezone, now)
      ? channelsEdition(ctx, destination, { date, until })
      : null;
  }
  const manager = await activePerson(ctx, personId);
  return manager && isOpen(document, date, manager.timezone, now)
    ? managersEdition(ctx, manager, { date, until })
    : null;
}

async function activePerson(ctx: Context, id: string): Promise<Person | null> {
  const person = await findPerson(ctx.db, ctx.workspaceId, id);
  return barred(person) ? null : person;
}

const isOpen = ({ digest }: Settings, date: string, timezone: string, now: Date): boolean =>
  now <= atLocalTime(date, digest.until, timezone) && localDate(now, timezone) === date;

const punctual = 15 * 60_000;

const occasionOf = ({ dueAt }: Edition, now: Date): Occasion =>
  now.getTime() - dueAt.getTime() > punctual ? { is: 'late', at: now } : { is: 'on-time' };
