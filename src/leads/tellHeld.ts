import type { Context } from '../context.ts';
import { calendarOf } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import type { Person } from '../people/person.ts';
import { barred } from '../people/roles.ts';
import { tellPerson } from '../people/tellPerson.ts';
import { nextWorkingTime } from '../people/workingTime.ts';
import type { Settings } from '../settings/settings.ts';
import { enqueueMessage, markMessagesStale } from '../slack/messageStore.ts';
import {
  findHeldMessages,
  findUnlisted,
  findWaitingPlaces,
  isAnyUntold,
  lockHolds,
  markListsStale,
  messageOfKey,
  noteTold,
  type Place,
} from './holdStore.ts';

const perDay = 3;

/**
 * Tells the owners of sources of leads that are held back, or that a rep sent back: by one message for
 * all that is new, within their noise budget; what they cannot be told now they are told later, at the
 * next run. Where a source has no owner who can be told, its channel's managers are. The channel has a
 * quiet list of what is held as long as anything is. Answers how many messages were queued.
 */
export async function tellHeld(ctx: Context): Promise<number> {
  const { db, workspaceId, log } = ctx;
  try {
    const places = await findWaitingPlaces(db, workspaceId);
    if (places.length === 0) return 0;
    let told = 0;
    for (const [person, theirs] of await whoIsTold(ctx, places)) {
      if (await tellOne(ctx, person, theirs)) told += 1;
    }
    told += await listHeld(ctx);
    ctx.wakeDelivery();
    return told;
  } catch (err) {
    // What was held is stored.
    log.error({ err }, 'nobody could be told of held leads; the next run tries again');
    return 0;
  }
}

async function whoIsTold(
  ctx: Context,
  places: readonly Place[],
): Promise<ReadonlyMap<Person, Place[]>> {
  const { document } = await ctx.settings.current();
  const now = ctx.clock.now();
  const met = new Map<string, Person | null>();
  const reachable = async (id: string) => {
    const person = met.has(id) ? met.get(id) : await meetPerson(ctx, id);
    met.set(id, person ?? null);
    return person && !barred(person) && nextWorkingTime(now, calendarOf(person, document))
      ? [person]
      : [];
  };
  const told = new Map<Person, Place[]>();
  for (const place of places) {
    const { owner, managers } = toldOf(place, document);
    const owners = owner ? await reachable(owner) : [];
    const people = owners.length > 0 ? owners : (await Promise.all(managers.map(reachable))).flat();
    for (const person of people) told.set(person, [...(told.get(person) ?? []), place]);
  }
  return told;
}

function toldOf({ sourceKey, channelId }: Place, { sources, channels }: Settings) {
  const source = Object.hasOwn(sources, sourceKey) ? sources[sourceKey] : undefined;
  return { owner: source?.owner, managers: channels[channelId]?.managers ?? [] };
}

async function tellOne(ctx: Context, person: Person, places: readonly Place[]): Promise<boolean> {
  const { db, workspaceId } = ctx;
  return db.transaction().execute(async (trx) => {
    await lockHolds(trx, workspaceId);
    if (!(await isAnyUntold(trx, workspaceId, person.id, places))) return false;
    const { waitingId, count } = await findHeldMessages(trx, workspaceId, person.id);
    const telling = { personId: person.id };
    if (waitingId !== null) {
      await noteTold(trx, workspaceId, { ...telling, messageId: waitingId }, places);
      // It may be drawn just now.
      await markMessagesStale(trx, workspaceId, { id: waitingId });
      return false;
    }
    const key = `held:${person.id}:${count + 1}`;
    const queued = await tellPerson(ctx, trx, { person, kind: 'held', perDay, key });
    const messageId = queued === 'queued' ? await messageOfKey(trx, workspaceId, key) : null;
    if (messageId === null) return false;
    await noteTold(trx, workspaceId, { ...telling, messageId }, places);
    return true;
  });
}

async function listHeld({ db, workspaceId, clock }: Context): Promise<number> {
  const now = clock.now();
  return db.transaction().execute(async (trx) => {
    await lockHolds(trx, workspaceId);
    await markListsStale(trx, workspaceId);
    const unlisted = await findUnlisted(trx, workspaceId);
    for (const { channelId, first } of unlisted)
      await enqueueMessage(trx, {
        ...{ workspaceId, kind: 'held-list', key: `held-list:${channelId}:${first}` },
        ...{ destination: channelId, now },
      });
    return unlisted.length;
  });
}
