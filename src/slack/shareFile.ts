import { databaseAway } from '../db/databaseAway.ts';
import { type Claim, type Place, tooLate } from './claimStore.ts';
import { conversationOf } from './conversationOf.ts';
import type { Courier } from './courier.ts';
import { type Failure, failureOf } from './failures.ts';
import type { MessageKind, SharedFile } from './message.ts';
import { back, backFor, failed, failedByItself } from './notSent.ts';
import { keepFile, settleMessage } from './outboxStore.ts';
import { NotUploaded, uploadFile } from './uploadFile.ts';

/** After so many attempts that failed by themselves the text form goes. */
const mostTries = 3;

type How = {
  readonly kind: MessageKind;
  readonly thread: string | undefined;
  /** From when on it is looked for: an attempt began then, and nobody knows how it ended. */
  readonly since: Date | null;
};

/**
 * Uploads a claimed message's file and shares it. Slack completes an upload only once, so where an
 * earlier attempt's result is unknown, its upload is completed again: that shares it now, or tells
 * that it was shared. 'instead': Slack does not take it. Null: it was given back or ended.
 */
export async function shareFile(
  courier: Courier,
  claim: Claim,
  shared: SharedFile,
  { kind, thread, since }: How,
): Promise<Place | 'instead' | null> {
  const { ctx, client, breaker } = courier;
  const { db, workspaceId } = ctx;
  // Of before a restore: what was uploaded after the backup is not known.
  const forgotten = since !== null && !claim.uncertainSince;
  if (forgotten && kind.atMostOnce) return mayHaveArrived(courier, claim);
  if (claim.attempts >= mostTries) return refused(courier, claim, 'tried too often');

  const uploaded = since && claim.fileId;
  let fileId: string;
  let channelId: string;
  try {
    channelId = await conversationOf(client, claim.message.destination);
    fileId = uploaded ?? (await uploadFile(client, shared.file));
  } catch (error) {
    return notUploaded(courier, claim, error);
  }
  if (tooLate(claim)) {
    await back(courier, claim, 'too slow');
    return null;
  }
  if (!uploaded && !(await keepFile(db, workspaceId, claim, fileId))) return null;
  try {
    await client.files.completeUploadExternal({
      files: [{ id: fileId, title: shared.file.title }],
      channel_id: channelId,
      initial_comment: shared.text,
      ...(thread && { thread_ts: thread }),
    });
  } catch (error) {
    const failure = failureOf(error);
    if (!uploaded || failure.code !== 'file_not_found') {
      return notShared(courier, claim, failure, thread);
    }
    if (kind.atMostOnce) return mayHaveArrived(courier, claim);
    // Rather twice than never: it is uploaded anew.
    await keepFile(db, workspaceId, claim, null);
    await failedByItself(courier, claim, failure.code);
    return null;
  }
  breaker.succeeded();
  return { channelId, ts: null };
}

async function mayHaveArrived({ ctx }: Courier, claim: Claim): Promise<null> {
  await settleMessage(ctx.db, ctx.workspaceId, claim, 'posted', 'may have arrived');
  return null;
}

function refused({ ctx }: Courier, { message: { id, kind } }: Claim, code: string): 'instead' {
  ctx.log.warn({ message: id, kind, code }, 'a file cannot be shared; its text form is posted');
  return 'instead';
}

/** Before it could be shared: nothing of it can be seen, whatever failed. */
async function notUploaded(
  courier: Courier,
  claim: Claim,
  error: unknown,
): Promise<'instead' | null> {
  if (error instanceof NotUploaded) {
    const { cause, message, final } = error;
    if (final && databaseAway(cause)) throw cause;
    courier.ctx.log.warn({ err: cause, message: claim.message.id }, message);
    if (final) return refused(courier, claim, message);
    // Files have a host of their own, which says nothing about whether Slack is away.
    await failedByItself(courier, claim, message);
    return null;
  }
  const failure = failureOf(error);
  const { code } = failure;
  if (failure.kind === 'ambiguous') {
    await failedByItself(courier, claim, code);
    return null;
  }
  const known = failure.kind === 'outage-ambiguous' ? ({ kind: 'outage', code } as const) : failure;
  return notShared(courier, claim, known, undefined);
}

async function notShared(
  courier: Courier,
  claim: Claim,
  failure: Failure,
  thread: string | undefined,
): Promise<'instead' | null> {
  const { code } = failure;
  switch (failure.kind) {
    case 'rate-limited':
      // The limit is the method's: other messages may go.
      await backFor(courier, claim, { error: code, ms: failure.retryAfterMs });
      return null;
    case 'outage':
    case 'outage-ambiguous':
    case 'ambiguous':
      await failed(courier, claim, failure, thread);
      return null;
    default:
      return refused(courier, claim, code);
  }
}
