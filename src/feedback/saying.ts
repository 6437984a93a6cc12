/** Of what sales and marketing say to each other: how long it may be, and how it is told. */
export const longestText = 1_000;

export function textError(text: string): string | null {
  if (!text) return 'Write a sentence or two.';
  return text.length > longestText
    ? `This has ${text.length} characters; ${longestText} are possible.`
    : null;
}

type Told = { readonly id: number; readonly leadId: number };

// At most two of each a day: what is more waits for the next, and stands in the leads' details.
export const remarkTelling = (id: number, leadId: number) => ({
  kind: 'remark',
  perDay: 2,
  key: `remark:${id}`,
  leadId,
  subject: { remark: id },
});

export const answerTelling = ({ id, leadId }: Told) => ({
  kind: 'remark-answer',
  perDay: 2,
  key: `remark-answer:${id}`,
  leadId,
  subject: { remark: id },
});

export const disputeTelling = ({ id, leadId }: Told) => ({
  kind: 'grade-answer',
  perDay: 2,
  key: `grade-answer:${id}`,
  leadId,
  subject: { grade: id },
});
