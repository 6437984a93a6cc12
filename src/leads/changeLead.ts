import type { Actor, Context } from '../context.ts';
import { deadlocked } from '../db/deadlocked.ts';
import type { Db, Trx } from '../db/openDatabase.ts';
import { barred } from '../people/roles.ts';
import type { SettingsVersion } from '../settings/settings.ts';
import type { LeadWithDetails } from './lead.ts';
import { type LeadChange, changeAsRead } from './leadChangeStore.ts';
import { type LeadScene, findLeadScene, lockLead } from './leadStore.ts';
import { calendarFor } from './ownersOnly.ts';
import { type Standing, standingOn } from './permissions.ts';
import { repClock } from './repClock.ts';
import type { Gone, Refused, Repeated } from './refusal.ts';
import { timeLost } from './timeLost.ts';

/** All that a decision about a lead rests on. */
export type Situation = Omit<LeadScene, 'seen'> & {
  readonly by: Actor;
  /** What the actor is to the lead. */
  readonly roles: ReadonlySet<Standing>;
  readonly settings: SettingsVersion;
  readonly now: Date;
};

/** What to do, and what to answer once it is done. */
export type Plan<Outcome> = {
  readonly change: Omit<LeadChange, 'by' | 'at' | 'settingsVersion' | 'repSeconds' | 'lost'>;
  readonly answer: (lead: LeadWithDetails) => Outcome;
};

/**
 * Carries out what `decide` makes of the lead as it is: a plan, or an outcome, which is the answer
 * then. Where somebody else comes in between, it is decided anew; so what `decide` reads from `db`,
 * after the lead, still stands when the plan is carried out, where it changes with the lead only.
 * Whoever is barred from everything is refused; an interaction that has taken effect is not decided
 * about again.
 */
export async function changeLead<Outcome extends { readonly outcome: string }>(
  ctx: Context,
  { leadId, by }: { readonly leadId: number; readonly by: Actor },
  decide: (
    situation: Situation,
    db: Db | Trx,
  ) => Plan<Outcome> | Outcome | Promise<Plan<Outcome> | Outcome>,
): Promise<Outcome | Gone | Refused | Repeated> {
  const now = ctx.clock.now();
  const settings = await ctx.settings.current();

  /** Null: somebody came in between. */
  async function attempt(db: Db | Trx) {
    const scene = await findLeadScene(db, ctx.workspaceId, leadId, by);
    if (!scene) return { outcome: 'gone', lead: null } as const;
    const { lead, actor, owner, seen } = scene;
    if (seen) return { outcome: 'repeated', lead } as const;
    const why = by.kind === 'person' ? barred(actor) : null;
    if (why) return { outcome: 'not-allowed', lead, why } as const;
    const roles = standingOn(lead, actor, { owner, settings: settings.document, now });
    const decision = await decide({ ...scene, by, roles, settings, now }, db);
    if ('outcome' in decision) return decision;
    const calendar = calendarFor({ lead, owner, settings });
    const clock = repClock(lead, decision.change, now, calendar);
    const { set, lost } = timeLost(lead, decision.change, now, calendar);
    const change = {
      ...decision.change,
      set: { ...set, ...decision.change.set, ...clock.set },
      ...{ lost, repSeconds: clock.repSeconds, by, at: now, settingsVersion: settings.version },
    };
    const changed = await changeAsRead(db, ctx.workspaceId, lead, change);
    const details = { ...lead.details, ...change.details };
    return changed && { ...decision, changed: { ...changed, details } };
  }

  /** Null: as above, or it gave way to somebody who waited for it. */
  const attemptAlone = () =>
    attempt(ctx.db).catch((error: unknown) => {
      if (deadlocked(error)) return null;
      throw error;
    });

  const result =
    (await attemptAlone()) ??
    (await attemptAlone()) ??
    // Contended: wait for one's turn, then nobody comes in between.
    (await ctx.db.transaction().execute(async (trx) => {
      await lockLead(trx, ctx.workspaceId, leadId);
      return attempt(trx);
    }));
  if (!result) throw new Error(`lead ${leadId} changed under its lock`);
  if (!('changed' in result)) return result;
  ctx.wakeDelivery(result.change.newCard || result.change.tell ? undefined : 'redraws');
  return result.answer(result.changed);
}
