import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { findPerson } from '../people/peopleStore.ts';
import { type Person, standsInFor } from '../people/person.ts';
import { barred, rolesIn } from '../people/roles.ts';
import { type Settings, sourceName } from '../settings/settings.ts';
import type { LeadWithDetails } from './lead.ts';
import type { LeadDetailsView } from './leadDetailsForm.ts';
import { findLead } from './leadStore.ts';
import type { NotAllowed } from './refusal.ts';

/** A lead as one person may see it. */
export type LeadView = Pick<
  LeadDetailsView,
  | 'lead'
  | 'sourceName'
  | 'seesContacts'
  | 'mayUpdate'
  | 'mayClaim'
  | 'mayNote'
  | 'mayReassign'
  | 'mayGiveTime'
  | 'now'
> & { readonly person: Person; readonly settings: Settings };

export type ViewOutcome =
  | { readonly outcome: 'seen'; readonly view: LeadView }
  | { readonly outcome: 'gone'; readonly lead: null }
  | { readonly outcome: 'not-allowed'; readonly lead: LeadWithDetails; readonly why: NotAllowed };

/**
 * Any full member may see a lead; how the customer is reached is for its owner, their stand-in while
 * they are away, the managers of its channel and admins.
 */
export async function viewLead(
  ctx: Context,
  leadOrId: LeadWithDetails | number,
  personId: string,
): Promise<ViewOutcome> {
  const now = ctx.clock.now();
  const lead =
    typeof leadOrId === 'number' ? await findLead(ctx.db, ctx.workspaceId, leadOrId) : leadOrId;
  if (!lead) return { outcome: 'gone', lead: null };
  const person = await meetPerson(ctx, personId);
  const why = barred(person);
  if (why || !person) return { outcome: 'not-allowed', lead, why: why ?? 'unknown' };

  const { document: settings } = await ctx.settings.current();
  const roles = rolesIn(settings, person, lead.channelId);
  const manages = roles.has('manager');
  const owns = lead.ownerId === person.id || (!manages && (await standsIn(ctx, lead, person, now)));
  const decides = manages || roles.has('admin');
  return {
    outcome: 'seen',
    view: {
      lead,
      sourceName: sourceName(settings, lead.sourceKey),
      seesContacts: owns || decides,
      mayUpdate: owns || manages,
      mayClaim: roles.has('rep'),
      mayNote: owns || manages || roles.has('rep'),
      mayReassign: decides,
      mayGiveTime: decides && !owns,
      person,
      settings,
      now,
    },
  };
}

async function standsIn(
  { db, workspaceId }: Context,
  { ownerId }: LeadWithDetails,
  { id }: Person,
  now: Date,
): Promise<boolean> {
  return ownerId !== null && standsInFor(await findPerson(db, workspaceId, ownerId), id, now);
}
