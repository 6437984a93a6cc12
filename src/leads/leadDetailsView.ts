import type { DoNotContact } from './doNotContactStore.ts';
import type { FieldValue } from './fieldNews.ts';
import type { Graded } from './grade.ts';
import type { LeadWithDetails } from './lead.ts';
import type { LeadEvent, Note } from './leadEvent.ts';

export const shownEvents = 12;
export const shownNotes = 8;

type OtherValue = FieldValue & {
  readonly by: string | null;
  readonly personId: string | null;
  readonly at: Date;
};

/** A lead as somebody may see it, with what happened to it and what they may do. */
export type LeadDetailsView = {
  readonly lead: LeadWithDetails;
  readonly sourceName: string;
  /** Newest first; where there are more than `shownEvents` or `shownNotes`, it says so. */
  readonly events: readonly LeadEvent[];
  readonly notes: readonly Note[];
  /** What else was said of its fields, the oldest first. `by`: the source's name; null: a person. */
  readonly others: readonly OtherValue[];
  /** What marketing says a customer at this stage needs. */
  readonly helpful: string | null;
  readonly seesContacts: boolean;
  readonly mayUpdate: boolean;
  readonly mayClaim: boolean;
  readonly mayNote: boolean;
  readonly mayUndo: boolean;
  /** They may give it to another rep, as a manager. */
  readonly mayReassign: boolean;
  /** Not for their own leads. */
  readonly mayGiveTime: boolean;
  /** They may offer it to a colleague. */
  readonly mayPass: boolean;
  /** They may make one lead of it and another one, or take it apart. */
  readonly mayMerge: boolean;
  /** What was merged into it, where they may take that apart. */
  readonly merged: readonly number[];
  /** To its source's owner, for what it lacks. */
  readonly maySendBack: boolean;
  /** They may say what it lacks. */
  readonly mayComplete: boolean;
  /** They may record that the customer is not to be contacted; where that is recorded, lift it. */
  readonly mayEndContact: boolean;
  /** The customer asked not to be contacted. */
  readonly doNotContact: DoNotContact | null;
  /** They own its source, and may thank or ask its rep. */
  readonly mayRemark: boolean;
  /** They may say what it was worth. */
  readonly mayGrade: boolean;
  readonly graded: Graded | null;
  readonly now: Date;
};
