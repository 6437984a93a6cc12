import type { Actor, Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { leaseEnd, statusDue } from '../leads/due.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { findLead, lockLead } from '../leads/leadStore.ts';
import { calendarOf } from '../people/calendar.ts';
import type { Person } from '../people/person.ts';
import { findPerson } from '../people/peopleStore.ts';
import { type Barred, barred } from '../people/roles.ts';
import type { SettingsVersion } from '../settings/settings.ts';
import { type Arrival, sortBody, toArrival } from './arrival.ts';
import { type Delivery, insertLead, noteDelivery } from './arrivalStore.ts';
import { type Identity, identitiesOf } from './identity.ts';
import { attachIdentities, findIdentities, lockIdentities } from './identityStore.ts';
import { enteredLead, type NewLead, type Standing, unclaimed } from './newLead.ts';
import { repeatLead } from './repeatLead.ts';
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
  /** Where its card goes; left out: the source's channel. */
  readonly channel?: string | undefined;
};

/** `lead` is what it is afterwards. */
export type ReceiveOutcome =
  | { readonly outcome: 'created'; readonly lead: LeadWithDetails }
  /** It was there already, and these of its fields were new. */
  | {
      readonly outcome: 'merged';
      readonly lead: LeadWithDetails;
      readonly changed: readonly string[];
    }
  | { readonly outcome: 'unchanged'; readonly lead: LeadWithDetails }
  | { readonly outcome: 'refused'; readonly field: string; readonly why: string }
  | { readonly outcome: 'not-allowed'; readonly why: Barred };

/**
 * Takes a lead in. The same lead (the same source and external id, or the same email on an open
 * lead) is never a second one: what is new is added to the first, and nothing that is known is
 * replaced. Any full member may bring one.
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

  const { arrival } = read;
  const entering: NewLead = {
    arrival,
    standing: input.mine && person ? claimedBy(person, arrival, settings, now) : unclaimed,
    sourceKey: input.source,
    channelId: source.channel,
    receivedAt: earlier(arrival.receivedAt, now),
    createdBy: person?.id ?? null,
    importId: null,
    card: true,
    settingsVersion: settings.version,
  };
  return enter(ctx, entering, deliveryOf(input), now);
}

/** A claim by the one who brings it. */
function claimedBy(
  person: Person,
  { appointmentAt }: Arrival,
  { document }: SettingsVersion,
  now: Date,
): Standing {
  const calendar = calendarOf(person, document);
  const due = statusDue(
    { status: 'claimed', revisitOn: null, appointmentAt },
    now,
    document,
    calendar,
  );
  const leaseEndsAt = leaseEnd(due, document, calendar);
  return { ...unclaimed, status: 'claimed', ownerId: person.id, claimedAt: now, due, leaseEndsAt };
}

/** Nothing arrives later than now, whatever the sender's clock says. */
export const earlier = (sent: Date | null, now: Date): Date => (sent && sent < now ? sent : now);

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
): Promise<Extract<ReceiveOutcome, { lead: LeadWithDetails }>> {
  const identities = identitiesOf(entering.arrival, entering.sourceKey, ctx.secrets, delivery?.id);
  const { db, workspaceId } = ctx;
  const id = await insertLead(db, workspaceId, entering, now, identities, delivery);
  const entered =
    id !== null
      ? ({ outcome: 'created', lead: enteredLead(entering, id, now) } as const)
      : await db
          .transaction()
          .execute((trx) => enterKnown(ctx, trx, entering, identities, delivery, now));
  if (entered.outcome !== 'unchanged') ctx.wakeDelivery();
  return entered;
}

/** Stores what may be a lead that is known; holds its identities until the transaction ends. */
export async function enterKnown(
  { workspaceId }: Context,
  trx: Trx,
  entering: NewLead,
  identities: readonly Identity[],
  delivery: Delivery | null,
  now: Date,
): Promise<Extract<ReceiveOutcome, { lead: LeadWithDetails }>> {
  if (delivery && !(await noteDelivery(trx, workspaceId, delivery, now))) {
    const known = await findIdentities(trx, workspaceId, identities);
    const lead = await sameLead(trx, workspaceId, known, { evenClosed: true });
    if (!lead) throw new Error(`a delivery was seen, but its lead was not found`);
    return { outcome: 'unchanged', lead };
  }
  const { reserved, known } = await lockIdentities(trx, workspaceId, identities);
  const same = await sameLead(trx, workspaceId, known);
  await attachIdentities(trx, workspaceId, identities, { reserved, leadId: same?.id ?? reserved });
  if (same) return repeatLead(trx, workspaceId, same, entering, now);
  const id = await insertLead(trx, workspaceId, entering, now, [], null, reserved);
  if (id === null) throw new Error(`lead ${reserved} could not be stored`);
  return { outcome: 'created', lead: enteredLead(entering, id, now) };
}

/**
 * The lead that these identities are known by, locked. An external id names its lead for good, an
 * email only while the lead is open: whoever comes back after that is a new lead.
 */
async function sameLead(
  trx: Trx,
  workspaceId: string,
  known: ReadonlyMap<Identity['kind'], number>,
  { evenClosed = false } = {},
): Promise<LeadWithDetails | null> {
  const external = known.get('external');
  const email = known.get('email');
  if (external !== undefined) return lockedLead(trx, workspaceId, external);
  const lead = email === undefined ? null : await lockedLead(trx, workspaceId, email);
  return lead && (evenClosed || lead.closedAt === null) ? lead : null;
}

/** Where the lead was merged into another one, that one. */
async function lockedLead(
  trx: Trx,
  workspaceId: string,
  id: number,
): Promise<LeadWithDetails | null> {
  await lockLead(trx, workspaceId, id);
  const lead = await findLead(trx, workspaceId, id);
  const into = lead?.mergedIntoId ?? null;
  return into === null ? lead : lockedLead(trx, workspaceId, into);
}
