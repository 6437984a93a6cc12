import type { Barred } from '../people/roles.ts';
import type { LeadWithDetails } from './lead.ts';

/**
 * Why somebody may not do it. `roster`: the channel's roster does not name them.
 * `role`: it takes the owner, a manager or a rep of the lead's channel. `manager`: a manager or an
 * admin. `admin`: an admin. `source`: whoever owns its
 * source, a manager or an admin. `do-not-contact`: the customer asked not to be contacted.
 */
export type NotAllowed =
  | Barred
  | 'roster'
  | 'role'
  | 'manager'
  | 'admin'
  | 'source'
  | 'do-not-contact';

/** There is no such lead (null), or it is held, merged or closed, and nothing more can be done. */
export type Gone = { readonly outcome: 'gone'; readonly lead: LeadWithDetails | null };
export type Refused = {
  readonly outcome: 'not-allowed';
  readonly lead: LeadWithDetails;
  readonly why: NotAllowed;
};
/** Somebody else owns it; null: nobody does yet, it can be claimed. */
export type NotOwner = {
  readonly outcome: 'not-owner';
  readonly lead: LeadWithDetails;
  readonly ownerId: string | null;
};
/** It is no longer at `expectedVersion`: `lead` is what it is now. */
export type Changed = { readonly outcome: 'changed'; readonly lead: LeadWithDetails };
/** This interaction has taken effect already. Treated like success, silently. */
export type Repeated = { readonly outcome: 'repeated'; readonly lead: LeadWithDetails };
/** Sentences for people, by the field that they belong to. */
export type Invalid<Field extends string> = {
  readonly outcome: 'invalid';
  readonly lead: LeadWithDetails;
  readonly errors: Readonly<Partial<Record<Field, string>>>;
};
