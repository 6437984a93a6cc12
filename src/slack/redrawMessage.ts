import type { Courier } from './courier.ts';
import { backoffMs, jittered, mostAttempts, outagePauseMs } from './courier.ts';
import { type Failure, failureOf, isOutage } from './failures.ts';
import { type Drawing, isFile } from './message.ts';
import { type Claim, ticking, tooLate } from './claimStore.ts';
import { markMessagesStale } from './messageStore.ts';
import { endRedraw, holdRedraws } from './redrawStore.ts';
import { parkDestination } from './parkDestination.ts';

const forgotten = { to: 'forgotten', error: null } as const;

/** Draws one claimed, posted message anew and shows that, or deletes it. Never throws. */
export async function redrawMessage(courier: Courier, claim: Claim): Promise<void> {
  const { ctx, client, breaker } = courier;
  const { message } = claim;
  const drawnAt = ctx.clock.now();
  try {
    const drawing = await draw(courier, claim, drawnAt);
    if (!drawing || !message.posted) return;
    if (tooLate(claim)) return;
    const { channelId: channel, ts } = message.posted;
    try {
      if (drawing === 'delete') await client.chat.delete({ channel, ts });
      // Slack's default for an update is to look for addresses and names in the text.
      else await client.chat.update({ channel, ts, parse: 'none', ...drawing });
    } catch (error) {
      return await failed(courier, claim, failureOf(error), drawnAt);
    }
    breaker.succeeded();
    const { db, workspaceId } = ctx;
    const change = drawing === 'delete' ? forgotten : ({ to: 'shown', drawnAt } as const);
    // It may have come after somebody's newer one: once more, then.
    if (!(await endRedraw(db, workspaceId, claim, change))) {
      await markMessagesStale(db, workspaceId, { id: message.id });
    }
  } catch (error) {
    ctx.log.error({ err: error, message: message.id }, 'a redraw could not be recorded');
  }
}

async function draw(courier: Courier, claim: Claim, now: Date): Promise<Drawing | 'delete' | null> {
  const { ctx } = courier;
  const { message } = claim;
  try {
    const kind = ctx.messageKinds[message.kind];
    const drawing = await kind?.draw(ctx, message, now);
    if (drawing && (drawing === 'delete' || !isFile(drawing))) return drawing;
    await endRedraw(ctx.db, ctx.workspaceId, claim, forgotten);
  } catch (error) {
    ctx.log.error({ err: error, message: message.id, kind: message.kind }, 'cannot be redrawn');
    await failedByItself(courier, claim, 'cannot be drawn');
  }
  return null;
}

async function failed(
  courier: Courier,
  claim: Claim,
  failure: Failure,
  drawnAt: Date,
): Promise<void> {
  const { ctx, breaker, redrawPace } = courier;
  const { db, workspaceId, log } = ctx;
  const { destination, id, kind } = claim.message;
  const { attempts } = claim;
  const { code: error } = failure;
  const at = ticking();
  const end = async (change: Parameters<typeof endRedraw>[3]) => {
    await endRedraw(db, workspaceId, claim, change);
  };
  log.info({ message: id, destination, failure: failure.kind, code: error }, 'not redrawn');
  switch (failure.kind) {
    case 'permanent':
      // What it shows next may be taken.
      log.error({ message: id, kind, code: error }, 'Slack refuses the drawing');
      return end({ to: 'shown', drawnAt });
    case 'message-gone': {
      const once = ctx.messageKinds[kind]?.atMostOnce || claim.reposted;
      return end(once ? { to: 'forgotten', error } : { to: 'waiting', error });
    }
    case 'destination-dead':
      await parkDestination(ctx, destination, error);
      return end({ to: 'later', ms: Infinity, error, attempts });
    case 'installation-dead':
      if (breaker.died(at, error)) log.error({ code: error }, 'Slack refuses the app');
      return end({ to: 'later', ms: 0, error, attempts });
    case 'rate-limited':
      await holdRedraws(db, workspaceId, failure.retryAfterMs, redrawPace);
      return end({ to: 'later', ms: 0, error, attempts });
    default:
      if (failure.kind !== 'transient' && breaker.failed(at))
        log.warn({ code: error }, 'Slack is away');
      if (!isOutage(failure) && !breaker.stopped()) return failedByItself(courier, claim, error);
      return end({ to: 'later', ms: jittered(outagePauseMs), error, attempts });
  }
}

async function failedByItself({ ctx }: Courier, claim: Claim, error: string): Promise<void> {
  const attempts = claim.attempts + 1;
  await endRedraw(
    ctx.db,
    ctx.workspaceId,
    claim,
    attempts >= mostAttempts
      ? { to: 'forgotten', error }
      : { to: 'later', ms: backoffMs(attempts), error, attempts },
  );
}
