import { z } from 'zod';

/** Why somebody is told that a lead is theirs: they have not claimed it, or it goes on. Ids only. */
export const whyAssigned = z.discriminatedUnion('why', [
  z.object({ why: z.literal('turn') }),
  z.object({ why: z.literal('direct') }),
  z.object({ why: z.literal('stand-in'), for: z.string() }),
  z.object({ why: z.literal('fallback') }),
  z.object({ why: z.literal('reassigned'), by: z.string() }),
  /** Its customer asked again, and they had it before. */
  z.object({ why: z.literal('came-back') }),
  /** `lead`, which they had, is the same, and goes on under this number. */
  z.object({ why: z.literal('merged'), by: z.string(), lead: z.int() }),
  /** It is not the same as `lead` after all, and theirs as it was before. `lost`: that is not theirs any more. */
  z.object({
    why: z.literal('unmerged'),
    by: z.string(),
    lead: z.int(),
    lost: z.boolean().optional(),
  }),
  /** It was sent back, by them or a manager, and its clock runs again; `isWhole`: with what it lacked. */
  z.object({ why: z.literal('goes-on'), isWhole: z.boolean() }),
]);
export type WhyAssigned = z.infer<typeof whyAssigned>;
