import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { findPerson } from '../people/peopleStore.ts';
import type { Person } from '../people/person.ts';
import { barred } from '../people/roles.ts';
import { type Settings, sourceName } from '../settings/settings.ts';
import { isGradable } from './grade.ts';
import type { LeadWithDetails } from './lead.ts';
import type { LeadDetailsView } from './leadDetailsView.ts';
import { findLead } from './leadStore.ts';
import { may, seesContacts, standingOn } from './permissions.ts';
import type { NotAllowed } from './refusal.ts';

/** A lead as one person may see it. */
export type LeadView = Pick<
  LeadDetailsView,
  | 'lead'
  | 'sourceName'
  | 'helpful'
  | 'seesContacts'
  | 'mayUpdate'
  | 'mayClaim'
  | 'mayNote'
  | 'mayReassign'
  | 'mayGiveTime'
  | 'mayPass'
  | 'maySendBack'
  | 'mayComplete'
  | 'mayEndContact'
  | 'mayGrade'
  | 'mayRemark'
  | 'mayMerge'
  | 'now'
> & { readonly person: Person; readonly settings: Settings };

export type ViewOutcome =
  | { readonly outcome: 'seen'; readonly view: LeadView }
  | { readonly outcome: 'gone'; readonly lead: null }
  | { readonly outcome: 'not-allowed'; readonly lead: LeadWithDetails; readonly why: NotAllowed };

/**
 * Any full member may see a lead; how the customer is reached is for its owner, their stand-in while
 * they are away, the managers of its channel and admins; before a claim also for its reps where the
 * channel's settings say so.
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
  const { ownerId } = lead;
  // Only for who stands in for them, and nobody does for themselves.
  const owner =
    ownerId === null || ownerId === person.id
      ? null
      : await findPerson(ctx.db, ctx.workspaceId, ownerId);
  const as = standingOn(lead, person, { owner, settings, now });
  return {
    outcome: 'seen',
    view: {
      lead,
      sourceName: sourceName(settings, lead.sourceKey),
      helpful: (lead.stage && settings.helpful[lead.stage]) ?? null,
      seesContacts: seesContacts(lead, as, settings),
      mayUpdate: may('update', as),
      mayClaim: may('claim', as),
      mayNote: may('note', as),
      mayReassign: may('reassign', as),
      // Nobody makes an exception for themselves.
      mayGiveTime: may('give more time', as) && !as.has('owner'),
      mayPass: may('pass', as),
      mayMerge: may('merge', as),
      maySendBack: may('send back', as) && (ownerId === null || may('update', as)),
      mayComplete: may('complete a held lead', as),
      mayRemark:
        settings.sources[lead.sourceKey]?.owner === person.id &&
        ownerId !== null &&
        ownerId !== person.id,
      mayGrade: isGradable(lead) && may('grade', as),
      mayEndContact: lead.doNotContactAt
        ? may('lift do not contact', as)
        : may('record do not contact', as),
      person,
      settings,
      now,
    },
  };
}
