import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PayPeriod, PeriodDates } from './period.ts';
import { excuseCodes, reasonCodes, type Verdict } from './verdict.ts';

const leadId = z.int().positive();

/** What stood for one rep at a cut-off: ids, codes and whole numbers only. */
export const payDocument = z.strictObject({
  version: z.literal(1),
  workspace: z.string(),
  person: z.string(),
  period: z.strictObject({ from: z.iso.date(), until: z.iso.date() }),
  cutOffAt: z.iso.datetime(),
  counts: z.strictObject({
    /** updated + blocked + excused */
    leads: z.int(),
    updated: z.int(),
    blocked: z.int(),
    excused: z.int(),
    corrected: z.int(),
  }),
  updated: z.array(leadId),
  blocked: z.array(z.strictObject({ lead: leadId, reasons: z.array(z.enum(reasonCodes)).min(1) })),
  excused: z.array(z.strictObject({ lead: leadId, why: z.enum(excuseCodes) })),
  /** What blocked in the snapshot before this one, and has been put right since. */
  corrected: z.array(z.strictObject({ lead: leadId, from: z.iso.date(), until: z.iso.date() })),
});
export type PayDocument = z.infer<typeof payDocument>;

/** A lead that blocked in the snapshot of an earlier period. */
export type Correction = PeriodDates & { readonly leadId: number };

export function payDocumentOf(of: {
  workspaceId: string;
  personId: string;
  period: Pick<PayPeriod, 'from' | 'until' | 'cutOffAt'>;
  verdicts: readonly Verdict[];
  corrected: readonly Correction[];
}): PayDocument {
  const { from, until, cutOffAt } = of.period;
  const verdicts = of.verdicts.toSorted((a, b) => a.leadId - b.leadId);
  const updated = verdicts.flatMap((one) => (one.state === 'updated' ? [one.leadId] : []));
  const blocked = verdicts.flatMap((one) =>
    one.state === 'blocked' ? [{ lead: one.leadId, reasons: [...one.reasons] }] : [],
  );
  const excused = verdicts.flatMap((one) =>
    one.state === 'excused' ? [{ lead: one.leadId, why: one.why }] : [],
  );
  const corrected = of.corrected
    .map((one) => ({ lead: one.leadId, from: one.from, until: one.until }))
    .toSorted((a, b) => a.lead - b.lead);
  return {
    version: 1,
    workspace: of.workspaceId,
    person: of.personId,
    period: { from, until },
    cutOffAt: cutOffAt.toISOString(),
    counts: {
      leads: verdicts.length,
      updated: updated.length,
      blocked: blocked.length,
      excused: excused.length,
      corrected: corrected.length,
    },
    ...{ updated, blocked, excused, corrected },
  };
}

/** All that are in its lists. */
export const leadsOf = ({ updated, blocked, excused, corrected }: PayDocument): number[] => [
  ...updated,
  ...[...blocked, ...excused, ...corrected].map(({ lead }) => lead),
];

/** The same with the lines of some leads alone; its counts are of all, and its hash would be another. */
export const excerptOf = (whole: PayDocument, seen: ReadonlySet<number>): PayDocument => ({
  ...whole,
  updated: whole.updated.filter((lead) => seen.has(lead)),
  blocked: whole.blocked.filter(({ lead }) => seen.has(lead)),
  excused: whole.excused.filter(({ lead }) => seen.has(lead)),
  corrected: whole.corrected.filter(({ lead }) => seen.has(lead)),
});

/** The JSON Canonicalization Scheme (RFC 8785), of documents whose numbers are whole. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      // By UTF-16 code units, as the RFC asks and as strings compare here.
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError(`${value} is no whole number`);
  }
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw new TypeError('a string is not well-formed Unicode');
  }
  if (value === undefined) throw new TypeError('nothing has no canonical form');
  return JSON.stringify(value);
}

/** Of the UTF-8 bytes, in lower-case hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads a document that is stored. Throws a ZodError where it is none. */
export const readPayDocument = (text: string): PayDocument => payDocument.parse(JSON.parse(text));
