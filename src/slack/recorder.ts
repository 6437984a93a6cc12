import type { Context } from '../context.ts';
import type { Claim, Place } from './claimStore.ts';
import type { MessageKind } from './message.ts';
import { giveBack, recordPlace, recordPosted } from './outboxStore.ts';
import { backoffMs } from './courier.ts';
import { whileLeased } from './whileLeased.ts';

/** A message that Slack has taken. */
export type Posting = {
  readonly claim: Claim;
  readonly kind: MessageKind;
  readonly place: Place;
  readonly at: Date;
  /** What changed since is not on it. */
  readonly drawnAt: Date;
};

/** Somebody else has a message by now; what was done for it is undone. */
class LeaseLost extends Error {}

const mostAtOnce = 64;
const mostTransactions = 3;

/**
 * Records where messages are and runs their onPosted, in one transaction. What arrives while others
 * are being recorded shares the next transaction; where that fails, each gets its own. Never throws:
 * what cannot be recorded is given back, to be recorded at another try without being sent.
 */
export function createRecorder(ctx: Context): (posting: Posting) => Promise<void> {
  const waiting: { posting: Posting; done: () => void }[] = [];
  let running = 0;

  const run = async () => {
    running += 1;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostAtOnce);
      const postings = batch.map(({ posting }) => posting);
      const alone = () => Promise.all(postings.map((posting) => recordAlone(ctx, posting)));
      await (postings.length === 1 ? alone() : recordTogether(ctx, postings).catch(alone));
      for (const { done } of batch) done();
    }
    running -= 1;
  };

  return (posting) =>
    new Promise((done) => {
      waiting.push({ posting, done });
      if (running < mostTransactions) void run();
    });
}

const subjectOf = ({ claim: { message } }: Posting): number => message.leadId ?? 0;

async function recordTogether(ctx: Context, postings: readonly Posting[]): Promise<void> {
  await ctx.db.transaction().execute(async (trx) => {
    // First what they are about, leads, then the messages: whoever changes a lead locks them so.
    for (const posting of postings.toSorted((a, b) => subjectOf(a) - subjectOf(b))) {
      const { channelId, ts } = posting.place;
      const message = { ...posting.claim.message, posted: ts === null ? null : { channelId, ts } };
      await posting.kind.onPosted?.(ctx, trx, message, posting.at);
    }
    const recorded = await recordPosted(trx, ctx.workspaceId, postings);
    if (recorded < postings.length) throw new LeaseLost();
  });
}

async function recordAlone(ctx: Context, posting: Posting): Promise<void> {
  const { db, workspaceId, log } = ctx;
  const { claim, place } = posting;
  try {
    await whileLeased(claim, () => recordTogether(ctx, [posting]));
  } catch (error) {
    if (error instanceof LeaseLost) {
      log.warn({ message: claim.message.id }, 'posted after its lease had ended');
      return;
    }
    log.error({ err: error, message: claim.message.id }, 'posted, but not recorded');
    await leaveForLater().catch((err: unknown) =>
      log.error({ err, message: claim.message.id }, 'nor given back; its lease will end'),
    );
  }

  async function leaveForLater() {
    const attempts = claim.attempts + 1;
    const notBefore = new Date(ctx.clock.now().getTime() + backoffMs(attempts));
    await recordPlace(db, workspaceId, claim, place);
    await giveBack(db, workspaceId, claim, {
      error: 'posted, but not recorded',
      attempts,
      notBefore,
      uncertain: false,
    });
  }
}
