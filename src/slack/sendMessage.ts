import { databaseAway } from '../db/databaseAway.ts';
import { type Claim, ticking, tooLate } from './claimStore.ts';
import type { Courier } from './courier.ts';
import { backoffMs, jittered, mostAttempts, outagePauseMs } from './courier.ts';
import { holdDestination } from './destinationStore.ts';
import { type Failure, failureOf, isAmbiguous, isOutage } from './failures.ts';
import { eventType, findPosted } from './findPosted.ts';
import { type Drawing, isFile, type MessageKind } from './message.ts';
import { markPlaceStale } from './messageStore.ts';
import { giveBack, settleMessage } from './outboxStore.ts';
import { parkDestination } from './parkDestination.ts';
import { whileLeased } from './whileLeased.ts';

/** Slack does not mind a message that comes so much early. */
const lateMs = 100;

type Place = { readonly channelId: string; readonly ts: string };

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
    const { posted } = claim.message;
    if (posted) {
      return await record({ claim: drawnBefore(claim), kind, place: posted, at: ctx.clock.now() });
    }
    const thread = await kind.thread?.(ctx, claim.message);
    if (thread === null) return await drop(courier, claim);
    const since = claim.uncertainSince ?? courier.sending.lookFrom(claim.message);
    if (since && (await lookedFor(courier, claim, kind, since, thread))) return;
    const drawing = await draw(courier, claim, kind);
    if (!drawing) return;
    if (tooLate(claim)) return await back(courier, claim, 'too slow');
    await keepPace(courier, claim);
    begun = true;
    const place = await post(courier, claim, drawing, thread);
    if (place) await record({ claim, kind, place, at: ctx.clock.now() });
  } catch (error) {
    ctx.log.error({ err: error, message: claim.message.id }, 'a message could not be recorded');
    if (!databaseAway(error)) return;
    await whileLeased(claim, () => back(courier, claim, 'the database was away', begun)).catch(
      (err: unknown) => ctx.log.error({ err, message: claim.message.id }, 'its lease will end'),
    );
  }
}

/** What an earlier claim drew may show less than is wanted now: it is redrawn. */
const drawnBefore = (claim: Claim): Claim => ({ ...claim, wantedVersion: 0 });

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
        claim: drawnBefore(claim),
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
      if (!kind.atMostOnce) return false;
      await settleMessage(ctx.db, ctx.workspaceId, claim, 'posted', 'may have arrived');
      return true;
  }
}

async function draw(courier: Courier, claim: Claim, kind: MessageKind): Promise<Drawing | null> {
  const { ctx } = courier;
  const { message } = claim;
  try {
    const drawing = await kind.draw(ctx, message, ctx.clock.now());
    if (drawing && drawing !== 'delete') return isFile(drawing) ? drawing.instead : drawing;
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

async function failed(
  courier: Courier,
  claim: Claim,
  failure: Failure,
  thread: string | undefined,
): Promise<void> {
  const { ctx, breaker } = courier;
  const { db, workspaceId, log } = ctx;
  const { destination, id } = claim.message;
  const { code } = failure;
  const at = ticking();
  log.info({ message: id, destination, failure: failure.kind, code }, 'not sent');
  switch (failure.kind) {
    case 'message-gone':
      // Somebody deleted what it replies to: its redraw finds that out, and may post it again.
      if (thread) await markPlaceStale(db, workspaceId, { channelId: destination, ts: thread });
      return failedByItself(courier, claim, code);
    case 'permanent':
      log.error({ message: id, kind: claim.message.kind, code }, 'Slack refuses the message');
      await settleMessage(db, workspaceId, claim, 'dead', code);
      return;
    case 'destination-dead':
      await parkDestination(ctx, destination, code);
      return back(courier, claim, code);
    case 'installation-dead':
      if (breaker.died(at, code)) log.error({ code }, 'Slack refuses the app; sending has stopped');
      return back(courier, claim, code);
    case 'rate-limited':
      breaker.limited(at, destination, failure.retryAfterMs);
      await holdDestination(db, workspaceId, destination, failure.retryAfterMs);
      return back(courier, claim, code);
    case 'outage':
    case 'outage-ambiguous':
    case 'ambiguous':
    case 'transient':
      if (failure.kind !== 'transient' && breaker.failed(at)) log.warn({ code }, 'Slack is away');
      if (!isOutage(failure) && !breaker.stopped()) {
        return failedByItself(courier, claim, code, isAmbiguous(failure));
      }
      await holdDestination(db, workspaceId, destination, jittered(outagePauseMs));
      return back(courier, claim, code, isAmbiguous(failure));
  }
}

/** Gives it back as it was: it stays its destination's next one. */
async function back(
  { ctx }: Courier,
  claim: Claim,
  error: string,
  uncertain = false,
): Promise<void> {
  const { attempts } = claim;
  await giveBack(ctx.db, ctx.workspaceId, claim, { error, attempts, uncertain });
}

/** Counts an attempt, and lets its neighbours go first. */
async function failedByItself(
  { ctx }: Courier,
  claim: Claim,
  error: string,
  uncertain = false,
): Promise<void> {
  const { db, workspaceId, clock, log } = ctx;
  const attempts = claim.attempts + 1;
  if (attempts >= mostAttempts) {
    log.error({ message: claim.message.id, error }, 'given up');
    await settleMessage(db, workspaceId, claim, 'dead', error);
    return;
  }
  const notBefore = new Date(clock.now().getTime() + backoffMs(attempts));
  await giveBack(db, workspaceId, claim, { error, attempts, notBefore, uncertain });
}
