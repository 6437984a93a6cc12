import { databaseAway } from '../db/databaseAway.ts';
import { type Claim, type Place, ticking, tooLate } from './claimStore.ts';
import type { Courier } from './courier.ts';
import { holdDestination } from './destinationStore.ts';
import { failureOf } from './failures.ts';
import { eventType, findPosted } from './findPosted.ts';
import { type Drawing, isFile, type MessageKind, type SharedFile } from './message.ts';
import { back, failed, failedByItself } from './notSent.ts';
import { settleMessage } from './outboxStore.ts';
import { shareFile } from './shareFile.ts';
import { whileLeased } from './whileLeased.ts';

/** Slack does not mind a message that comes so much early. */
const lateMs = 100;

/**
 * Draws, posts and records one claimed message, or gives it back. Where its last attempt ended
 * nobody knows how, it is looked for first. Never throws: what cannot even be recorded is left to the
 * end of the lease.
 */
export async function sendMessage(courier: Courier, claim: Claim): Promise<void> {
  const { ctx, record } = courier;
  let begun = false;
  try {
    const kind = ctx.messageKinds[claim.message.kind];
    if (!kind) return await failedByItself(courier, claim, `no such kind`);
    const { taken } = claim;
    if (taken) {
      return await record({ ...drawnBefore(claim), kind, place: taken, at: ctx.clock.now() });
    }
    const thread = await kind.thread?.(ctx, claim.message);
    if (thread === null) return await drop(courier, claim);
    const since = claim.uncertainSince ?? courier.sending.lookFrom(claim.message);
    if (since && (await lookedFor(courier, claim, kind, since, thread))) return;
    const drawnAt = ctx.clock.now();
    const drawing = await draw(courier, claim, kind, drawnAt);
    if (!drawing) return;
    if (tooLate(claim)) return await back(courier, claim, 'too slow');
    await keepPace(courier, claim);
    begun = true;
    const place = isFile(drawing)
      ? await share(courier, claim, drawing, { kind, thread, since })
      : await post(courier, claim, drawing, thread);
    if (place) await record({ claim, kind, place, at: ctx.clock.now(), drawnAt });
  } catch (error) {
    ctx.log.error({ err: error, message: claim.message.id }, 'a message could not be recorded');
    if (!databaseAway(error)) return;
    await whileLeased(claim, () => back(courier, claim, 'the database was away', begun)).catch(
      (err: unknown) => ctx.log.error({ err, message: claim.message.id }, 'its lease will end'),
    );
  }
}

/** What an earlier claim drew may show less than is wanted now: it is redrawn. */
const drawnBefore = (claim: Claim) => ({
  claim: { ...claim, wantedVersion: 0 },
  drawnAt: claim.message.createdAt,
});

/** What goes late is counted from now, so that the next one does not follow too soon. */
async function keepPace({ ctx, postEveryMs }: Courier, { asked, message }: Claim): Promise<void> {
  if (postEveryMs === 0 || ticking() - asked < lateMs) return;
  await holdDestination(ctx.db, ctx.workspaceId, message.destination, postEveryMs);
}

/** True: that settled it. */
async function lookedFor(
  courier: Courier,
  claim: Claim,
  kind: MessageKind,
  since: Date,
  thread: string | undefined,
): Promise<boolean> {
  const { ctx, record } = courier;
  const found = await findPosted(courier, claim, { since, thread });
  switch (found.outcome) {
    case 'found':
      await record({
        ...drawnBefore(claim),
        kind,
        place: found,
        at: new Date(Number(found.ts) * 1000),
      });
      return true;
    case 'absent':
      return false;
    case 'failed':
      await failed(courier, claim, found.failure, thread);
      return true;
    case 'unreadable':
      ctx.log.warn(
        { message: claim.message.id, code: found.code },
        'cannot see whether it arrived',
      );
      // Of a file that was uploaded, completing the upload will tell: that works only once.
      if (!kind.atMostOnce || claim.fileId) return false;
      await settleMessage(ctx.db, ctx.workspaceId, claim, 'posted', 'may have arrived');
      return true;
  }
}

async function draw(
  courier: Courier,
  claim: Claim,
  kind: MessageKind,
  now: Date,
): Promise<Drawing | SharedFile | null> {
  const { ctx } = courier;
  const { message } = claim;
  try {
    const drawing = await kind.draw(ctx, message, now);
    if (drawing && drawing !== 'delete') return drawing;
    await drop(courier, claim);
    return null;
  } catch (error) {
    if (databaseAway(error)) throw error;
    ctx.log.error({ err: error, message: message.id, kind: message.kind }, 'cannot be drawn');
    await failedByItself(courier, claim, 'cannot be drawn');
    return null;
  }
}

async function drop({ ctx }: Courier, claim: Claim): Promise<void> {
  await settleMessage(ctx.db, ctx.workspaceId, claim, 'dropped', null);
}

/** The file, or what is to be posted where it cannot be shared. */
async function share(
  courier: Courier,
  claim: Claim,
  drawing: SharedFile,
  how: Parameters<typeof shareFile>[3],
): Promise<Place | null> {
  const place = await shareFile(courier, claim, drawing, how);
  return place === 'instead' ? post(courier, claim, drawing.instead, how.thread) : place;
}

async function post(
  courier: Courier,
  claim: Claim,
  { text, blocks }: Drawing,
  thread: string | undefined,
): Promise<Place | null> {
  const { client, breaker } = courier;
  const { message } = claim;
  try {
    const { channel, ts } = await client.chat.postMessage({
      channel: message.destination,
      ...(thread && { thread_ts: thread }),
      text,
      blocks,
      metadata: {
        event_type: eventType,
        event_payload: { message_id: message.id, key: message.key },
      },
      parse: 'none',
      unfurl_links: false,
      unfurl_media: false,
    });
    breaker.succeeded();
    if (channel && ts) return { channelId: channel, ts };
    await failed(courier, claim, { kind: 'ambiguous', code: 'no_ts' }, thread);
  } catch (error) {
    await failed(courier, claim, failureOf(error), thread);
  }
  return null;
}
