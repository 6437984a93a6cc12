import type { LeadWithDetails } from './lead.ts';
import type { Changed, Repeated } from './refusal.ts';
import type { NotDone } from './refusalWords.ts';
import type { UpdateFields } from './updateLead.ts';

/** What to do with each of several leads. */
export type SeveralOrder =
  | { readonly act: 'update'; readonly fields: UpdateFields }
  | { readonly act: 'postpone'; readonly to: Date }
  | { readonly act: 'release'; readonly reason: string }
  | { readonly act: 'pass'; readonly to: string; readonly note: string };

/** A lead as it was when it was chosen. */
export type ChosenLead = { readonly leadId: number; readonly version: number };

/** What became of one of them. `nobody`: no rep of its channel can take it. `failed`: by no fault of the person's. */
export type SeveralAnswer =
  | { readonly outcome: 'done'; readonly lead: LeadWithDetails }
  | {
      readonly outcome: 'invalid';
      readonly lead: LeadWithDetails;
      readonly errors: Readonly<Partial<Record<string, string>>>;
    }
  | { readonly outcome: 'nobody' | 'failed'; readonly lead: null }
  | Changed
  | Repeated
  | NotDone;

export type SeveralResult = { readonly leadId: number; readonly answer: SeveralAnswer };

/** What has taken effect already is done. */
export const isDone = ({ answer }: SeveralResult): boolean =>
  answer.outcome === 'done' || answer.outcome === 'repeated';
