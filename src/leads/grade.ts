import type { Lead } from './lead.ts';

/** What a rep thinks of a lead when it ends. */
export const grades = { good: 'Good', fair: 'Fair', poor: 'Poor' } as const;
export type Grade = keyof typeof grades;
export const gradeKeys = Object.keys(grades) as Grade[]; // keyof of a literal: Object.keys only forgets it

/** Why a lead was poor: facts about the lead, not about anybody. */
export const poorReasons = {
  contact: 'Contact details were wrong',
  person: 'Not the person who decides',
  request: 'Did not ask for this',
  need: 'No need for what we sell',
  budget: 'Budget far too small',
  early: 'Far too early',
  market: 'Outside our market',
  incomplete: 'Too little was known',
} as const;
export type PoorReason = keyof typeof poorReasons;
export const poorReasonKeys = Object.keys(poorReasons) as PoorReason[]; // as above

/** A lead's grade, and what its source's owner says to that: a row of `grades`. */
export type Graded = {
  readonly id: number;
  readonly leadId: number;
  readonly sourceKey: string;
  readonly repId: string;
  readonly grade: Grade;
  readonly reasons: readonly PoorReason[];
  readonly at: Date;
  /** Who is to answer, and until when; null: the source had no owner. */
  readonly ownerId: string | null;
  readonly dueAt: Date | null;
  readonly answer: 'accepted' | 'disputed' | null;
  readonly answerText: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
};

/** It has ended, and somebody else brought it. */
export const isGradable = ({ status, sourceKey, ownerId }: Lead): boolean =>
  (status === 'won' || status === 'lost' || status === 'disqualified') &&
  sourceKey !== 'self' &&
  ownerId !== null;

/** `Poor: not the person who decides, far too early` */
export const gradeInWords = ({ grade, reasons }: Pick<Graded, 'grade' | 'reasons'>): string => {
  const why = reasons.map((reason) => poorReasons[reason].toLowerCase()).join(', ');
  return why ? `${grades[grade]}: ${why}` : grades[grade];
};
