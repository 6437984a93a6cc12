import type { Context, PersonActor } from '../context.ts';
import { ChangedMeanwhile, untilUnchanged } from '../db/changedMeanwhile.ts';
import type { Trx } from '../db/openDatabase.ts';
import { assignLead } from '../leads/assignLead.ts';
import { knownOf, lacking } from '../leads/completeness.ts';
import { notContacted } from '../leads/doNotContact.ts';
import { contactHashes, countSuppressed } from '../leads/doNotContactStore.ts';
import { fieldNews } from '../leads/fieldNews.ts';
import { findFieldValues } from '../leads/fieldStore.ts';
import { goOn, stillLacking } from '../leads/hold.ts';
import { toldOf } from '../leads/joinLeads.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { changeAsRead, type LeadChange } from '../leads/leadChangeStore.ts';
import { findLeadScene, type LeadScene } from '../leads/leadStore.ts';
import { findMergedInto } from '../leads/mergeStore.ts';
import { calendarFor } from '../leads/ownersOnly.ts';
import { may, standingOn } from '../leads/permissions.ts';
import type { Gone, Refused, Repeated } from '../leads/refusal.ts';
import { isClosed } from '../leads/statuses.ts';
import { tellSame } from '../leads/tellSame.ts';
import { timeLost } from '../leads/timeLost.ts';
import { barred } from '../people/roles.ts';
import type { SettingsVersion } from '../settings/settings.ts';
import { joinHeld } from './joinHeld.ts';
import { recognise } from './recognise.ts';
import { readTypedFields } from './typedFields.ts';

export type FixLead = {
  readonly leadId: number;
  readonly by: PersonActor;
  /** What was typed, by field: `phone`, `custom.Budget`. What the lead does not lack is not read, nor what stays as it came. */
  readonly typed: Readonly<Record<string, string>>;
};

export type FixOutcome =
  /** It lacks nothing, or nothing any more. `same`: another lead that it may be the same as. */
  | {
      readonly outcome: 'complete';
      readonly lead: LeadWithDetails;
      readonly same?: LeadWithDetails | null;
    }
  /** Kept; this much is still to come. */
  | {
      readonly outcome: 'added';
      readonly lead: LeadWithDetails;
      readonly same: LeadWithDetails | null;
    }
  /** It was held, and is the same as one that was known: `lead`, as that is now. */
  | { readonly outcome: 'joined'; readonly lead: LeadWithDetails; readonly child: LeadWithDetails }
  /** The customer asked not to be contacted: it is closed. */
  | { readonly outcome: 'suppressed'; readonly lead: LeadWithDetails }
  | {
      readonly outcome: 'invalid';
      readonly lead: LeadWithDetails;
      readonly errors: Readonly<Record<string, string>>;
    }
  | Gone
  | Refused
  | Repeated;

/**
 * Adds to an open lead what it lacked. It is then judged as an arrival is. A customer who asked not to
 * be contacted: it closes. The same as a known lead: a held one becomes part of that one; of one that
 * is out already, the managers are told. Else, with the last of it, a held lead goes before reps as if
 * it came now, and whoever sent it back goes on. The owner of its source may, the managers of its
 * channel and admins.
 */
export async function fixLead(ctx: Context, input: FixLead): Promise<FixOutcome> {
  const answer = await untilUnchanged(() =>
    ctx.db.transaction().execute((trx) => fix(ctx, trx, input)),
  );
  ctx.wakeDelivery();
  if (answer.outcome !== 'complete' && answer.outcome !== 'joined') return answer;
  const { id, routed, status } = answer.lead;
  if (!routed || status !== 'new') return answer;
  const assigned = await assignLead(ctx, id);
  return 'lead' in assigned ? { ...answer, lead: assigned.lead } : answer;
}

/** All that adding to a lead rests on; `change`: what is added. */
type Fixing = Pick<LeadScene, 'lead' | 'owner'> & {
  readonly by: PersonActor;
  readonly settings: SettingsVersion;
  readonly now: Date;
  /** As it is with what was added. */
  readonly whole: LeadWithDetails;
  readonly change: Pick<LeadChange, 'set' | 'details' | 'before'>;
};

async function fix(ctx: Context, trx: Trx, input: FixLead): Promise<FixOutcome> {
  const { workspaceId, secrets } = ctx;
  const fixing = await read(ctx, trx, input);
  if ('outcome' in fixing) return fixing;
  const { lead, whole, now } = fixing;
  const { same, suppressedBy } = await recognise(ctx, trx, whole);
  if (suppressedBy !== null) {
    await countSuppressed(trx, workspaceId, contactHashes(whole.details, secrets));
    const closed = await write(ctx, trx, fixing, {
      kind: 'suppressed',
      set: { ...notContacted(now), doNotContactAt: now, missing: whole.missing },
      due: { outcome: 'cancelled', next: null },
      data: { source: lead.sourceKey, obstacle: 'desire' },
    });
    return { outcome: 'suppressed', lead: closed };
  }
  const isWhole = whole.missing.length === 0;
  const joins =
    same &&
    lead.status === 'held' &&
    (await findMergedInto(trx, workspaceId, lead.id)).length === 0;
  const data = { missing: [...whole.missing] };
  if (joins) {
    const held = await write(ctx, trx, fixing, {
      kind: 'completed',
      ...goOn(fixing, whole.missing, { withCard: false }),
      data,
    });
    return {
      outcome: 'joined',
      child: held,
      lead: await joinHeld(ctx, trx, { held, known: same }),
    };
  }
  const fixed = await write(ctx, trx, fixing, {
    kind: 'completed',
    ...(isWhole ? goOn(fixing, []) : stillLacking(lead, whole.missing)),
    data: { ...data, ...(same && { lead: same.id }) },
  });
  if (same) await tellSame(ctx, trx, { lead: fixed, same, by: input.by.id });
  return { outcome: isWhole ? 'complete' : 'added', lead: fixed, same };
}

async function read(
  ctx: Context,
  trx: Trx,
  { leadId, by, typed }: FixLead,
): Promise<Fixing | FixOutcome> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const settings = await ctx.settings.current(trx);
  const scene = await findLeadScene(trx, workspaceId, leadId, by);
  if (!scene) return { outcome: 'gone', lead: null };
  const { lead, actor, owner } = scene;
  const why = barred(actor);
  if (why) return { outcome: 'not-allowed', lead, why };
  if (scene.seen) return { outcome: 'repeated', lead };
  const { document } = settings;
  const roles = standingOn(lead, actor, { owner, settings: document, now });
  if (!may('complete a held lead', roles)) return { outcome: 'not-allowed', lead, why: 'source' };
  if (isClosed(lead.status)) return { outcome: 'gone', lead };
  if (lead.missing.length === 0) return { outcome: 'complete', lead };
  const kept = await findFieldValues(trx, workspaceId, [leadId]);
  const { told, errors } = readTypedFields(lead, typed, document, kept);
  if (Object.keys(errors).length > 0) return { outcome: 'invalid', lead, errors };

  const { details, lead: own, others } = fieldNews(toldOf(lead), told, []);
  const added = { ...lead, ...own, details: { ...lead.details, ...details } };
  return {
    ...{ lead, owner, by, settings, now },
    whole: { ...added, missing: lacking(knownOf(added), lead.missing) },
    change: {
      set: own,
      before: others,
      ...(Object.keys(details).length > 0 && { details }),
    },
  };
}

/** One event, with what is added. */
async function write(
  { workspaceId }: Context,
  trx: Trx,
  fixing: Fixing,
  plan: Pick<LeadChange, 'kind' | 'set' | 'due' | 'data' | 'newCard' | 'tell'>,
): Promise<LeadWithDetails> {
  const { lead, by, settings, now, change } = fixing;
  const cost = timeLost(lead, plan, now, calendarFor(fixing));
  const changed = await changeAsRead(trx, workspaceId, lead, {
    ...change,
    ...plan,
    ...{ by, at: now, settingsVersion: settings.version },
    set: { ...cost.set, ...change.set, ...plan.set },
    lost: cost.lost,
  });
  if (!changed) throw new ChangedMeanwhile();
  return { ...changed, details: { ...lead.details, ...change.details } };
}
