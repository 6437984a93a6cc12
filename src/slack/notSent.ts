import { type Claim, ticking } from './claimStore.ts';
import { backoffMs, type Courier, jittered, mostAttempts, outagePauseMs } from './courier.ts';
import { holdDestination } from './destinationStore.ts';
import { type Failure, isAmbiguous, isOutage } from './failures.ts';
import { markPlaceStale } from './messageStore.ts';
import { giveBack, settleMessage } from './outboxStore.ts';
import { parkDestination } from './parkDestination.ts';

/** What becomes of a message that Slack did not take, or perhaps not. `thread`: what it replies to. */
export async function failed(
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
export async function back(
  { ctx }: Courier,
  claim: Claim,
  error: string,
  uncertain = false,
): Promise<void> {
  const { attempts } = claim;
  await giveBack(ctx.db, ctx.workspaceId, claim, { error, attempts, uncertain });
}

/** Gives it back for `ms`, and lets its neighbours go first. */
export async function backFor(
  { ctx }: Courier,
  claim: Claim,
  { error, ms }: { error: string; ms: number },
): Promise<void> {
  const notBefore = new Date(ctx.clock.now().getTime() + ms);
  const why = { error, attempts: claim.attempts, notBefore, uncertain: false };
  await giveBack(ctx.db, ctx.workspaceId, claim, why);
}

/** Counts an attempt, and lets its neighbours go first. */
export async function failedByItself(
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
