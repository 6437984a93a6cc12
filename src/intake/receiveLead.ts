import type { Actor, Context } from '../context.ts';
import { despiteDeadlocks } from '../db/deadlocked.ts';
import { assignLead } from '../leads/assignLead.ts';
import { newLease, statusDue } from '../leads/due.ts';
import { tellHeld } from '../leads/tellHeld.ts';
import { calendarOf } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { findPerson } from '../people/peopleStore.ts';
import { type Barred, barred } from '../people/roles.ts';
import type { SettingsVersion } from '../settings/settings.ts';
import { toArrival } from './arrival.ts';
import type { Delivery } from './arrivalStore.ts';
import { DeliveryReused, enterKnown } from './enterKnown.ts';
import { sortBody } from './given.ts';
import { holdBack } from './holdBack.ts';
import { identitiesOf } from './identity.ts';
import { insertTogether } from './insertTogether.ts';
import {
  earlier,
  enteredLead,
  type Entered,
  type NewLead,
  type Standing,
  unclaimed,
} from './newLead.ts';
import { routeIn, routeOf } from './routing.ts';
import { segmentOf } from './segments.ts';
import { findSource, localeOf } from './source.ts';

export type ReceiveLead = {
  /** The source's key. */
  readonly source: string;
  /** What was sent or typed, as it was: field names in any common spelling. */
  readonly arrival: Readonly<Record<string, unknown>>;
  readonly by: Actor;
  /** The sender's id of this delivery: the same one takes effect once. */
  readonly webhookId?: string | undefined;
  /** The person who brings it keeps it, claimed. */
  readonly mine?: boolean | undefined;
  /** Where its card goes; left out: where the routing rules say, else the source's channel. */
  readonly channel?: string | undefined;
};

export type ReceiveOutcome =
  | Entered
  | { readonly outcome: 'refused'; readonly field: string; readonly why: string }
  | { readonly outcome: 'not-allowed'; readonly why: Barred };

/**
 * Takes a lead in. The same lead (the same source and external id, or the same email on an open
 * lead) is never a second one: what is new is added to the first, and nothing that is known is
 * replaced. Any full member may bring one. Where its channel's leads go by turn, or to one person,
 * it has its owner when this returns. What lacks a must-have of its source is held back, and
 * the source's owner told.
 */
export async function receiveLead(ctx: Context, input: ReceiveLead): Promise<ReceiveOutcome> {
  const now = ctx.clock.now();
  const settings = await ctx.settings.current();
  const source = findSource(settings.document, input.source, input.channel);
  if (!source)
    return { outcome: 'refused', field: 'source', why: `There is no source ${input.source}.` };
  const read = toArrival(sortBody(input.arrival), localeOf(source, settings.document));
  if ('refusal' in read) return { outcome: 'refused', ...read.refusal };
  const { by } = input;
  const person = by.kind === 'person' ? await findPerson(ctx.db, ctx.workspaceId, by.id) : null;
  const bar = by.kind === 'person' && barred(person);
  if (bar) return { outcome: 'not-allowed', why: bar };

  const { document } = settings;
  const segment = segmentOf(read.arrival, input.source, document);
  const arrival = { ...read.arrival, segment };
  const route = input.channel
    ? routeIn(input.channel, document)
    : routeOf(arrival, { key: input.source, channel: source.channel }, document);
  const entering: NewLead = {
    arrival,
    sourceKey: input.source,
    ...route,
    standing: unclaimed,
    receivedAt: earlier(arrival.receivedAt, now),
    createdBy: person?.id ?? null,
    importId: null,
    card: true,
    settingsVersion: settings.version,
  };
  const standing = input.mine && person ? claimedBy(person, entering, settings, now) : null;
  const owned = standing && { standing, routed: null, routedTo: null };
  const judged = holdBack({ ...entering, ...owned }, settings, now);
  return enter(ctx, judged, deliveryOf(input), now).catch((error: unknown): ReceiveOutcome => {
    if (!(error instanceof DeliveryReused)) throw error;
    return { outcome: 'refused', field: 'webhook-id', why: idReused };
  });
}

const idReused = 'Another lead came with this id. Give each delivery an id of its own.';

/** A claim by the one who brings it. */
function claimedBy(
  person: Person,
  { arrival, sourceKey, channelId }: NewLead,
  { document }: SettingsVersion,
  now: Date,
): Standing {
  const calendar = calendarOf(person, document);
  const lead = { ...arrival, sourceKey, channelId };
  const claimed = { ...lead, status: 'claimed', revisitOn: null } as const;
  const due = statusDue(claimed, now, document, calendar);
  return {
    ...unclaimed,
    ...{ status: 'claimed', ownerId: person.id, claimedAt: now, due },
    ...newLease(due, document, calendar),
  };
}

function deliveryOf({ source, webhookId, by }: ReceiveLead): Delivery | null {
  if (webhookId) return { kind: 'webhook', id: `${source}:${webhookId}` };
  const interaction = by.kind === 'person' ? by.interaction : undefined;
  return interaction ? { kind: 'interaction', id: interaction } : null;
}

/** Stores it, or adds it to the lead that it is. Most are new: those cost one statement. */
async function enter(
  ctx: Context,
  entering: NewLead,
  delivery: Delivery | null,
  now: Date,
): Promise<Entered> {
  const identities = identitiesOf(entering.arrival, entering.sourceKey, ctx.secrets, delivery?.id);
  const id = await insertTogether(ctx, { lead: entering, now, identities, delivery });
  const entered =
    id !== null
      ? ({ outcome: 'created', lead: enteredLead(entering, id, now) } as const)
      : await despiteDeadlocks(() =>
          ctx.db
            .transaction()
            .execute((trx) => enterKnown(ctx, trx, entering, identities, delivery, now)),
        );
  const { lead, outcome } = entered;
  if (lead.status === 'held') {
    if (outcome === 'created') await tellHeld(ctx);
    return entered;
  }
  const settled = lead.routed ? await assign(ctx, entered) : entered;
  if (outcome !== 'unchanged') ctx.wakeDelivery();
  return settled;
}

/** The lead is stored, so a failure here is not the sender's: the next follow-up makes it good. */
async function assign(ctx: Context, entered: Entered): Promise<Entered> {
  const { id } = entered.lead;
  const assigned = await assignLead(ctx, id).catch((err: unknown) => {
    ctx.log.error(
      { err, lead: id },
      'a lead could not be assigned; the next follow-up tries again',
    );
  });
  return assigned && 'lead' in assigned ? { ...entered, lead: assigned.lead } : entered;
}
