import type { Context } from '../context.ts';
import { insertArrivals } from './arrivalBatchStore.ts';
import { type Delivery, insertLead } from './arrivalStore.ts';
import type { Identity } from './identity.ts';
import type { NewLead } from './newLead.ts';

/** A lead that is likely new, on its way into the database. */
export type Arriving = {
  readonly lead: NewLead;
  readonly now: Date;
  readonly identities: readonly Identity[];
  readonly delivery: Delivery | null;
};
type Waiting = Arriving & {
  readonly resolve: (id: number | null) => void;
  readonly reject: (error: unknown) => void;
};
type Line = { readonly waiting: Waiting[]; storing: number; patience?: NodeJS.Timeout | undefined };

const most = 50;
/** Whatever holds up the ones that are being stored, the next wait for no longer. */
const patienceMs = 20;
const mostAtOnce = 4;

/** Of each database, those who wait for the ones that are being stored. */
const lines = new WeakMap<Context['db'], Line>();

/**
 * Stores a lead as `insertLead` does. Those that arrive while others are being stored go together, in
 * one statement: a burst then costs little more than the rows themselves, and one that comes alone
 * waits for nothing.
 */
export function insertTogether(ctx: Context, arriving: Arriving): Promise<number | null> {
  const line = lines.get(ctx.db) ?? { waiting: [], storing: 0 };
  lines.set(ctx.db, line);
  return new Promise((resolve, reject) => {
    line.waiting.push({ ...arriving, resolve, reject });
    if (line.storing === 0) void storeNext(ctx, line);
    else line.patience ??= waitNoLonger(ctx, line);
  });
}

const waitNoLonger = (ctx: Context, line: Line) => setTimeout(() => goOn(ctx, line), patienceMs);

function goOn(ctx: Context, line: Line): void {
  if (line.waiting.length > 0 && line.storing < mostAtOnce) void storeNext(ctx, line);
}

/** Never rejects: each of them is answered. */
async function storeNext(ctx: Context, line: Line): Promise<void> {
  const batch = line.waiting.splice(0, most);
  clearTimeout(line.patience);
  line.patience = line.waiting.length > 0 ? waitNoLonger(ctx, line) : undefined;
  line.storing += 1;
  try {
    const ids = batch.length > 1 ? await insertArrivals(ctx.db, ctx.workspaceId, batch) : null;
    await Promise.all(
      // One that fails by itself is no reason to tell the others that they failed.
      batch.map(async (one, n) => {
        if (ids) one.resolve(ids[n] ?? null);
        else await alone(ctx, one).then(one.resolve, one.reject);
      }),
    );
  } catch (error) {
    for (const { reject } of batch) reject(error);
  } finally {
    // Those that were answered may bring the next ones, which go together.
    setImmediate(() => {
      line.storing -= 1;
      goOn(ctx, line);
    });
  }
}

const alone = ({ db, workspaceId }: Context, { lead, now, identities, delivery }: Arriving) =>
  insertLead(db, workspaceId, lead, now, identities, delivery);
