/** Where the customer is in their purchase: said by marketing, confirmed by a rep. */
export const stages = {
  unaware: 'Unaware',
  problem: 'Has a problem',
  options: 'Comparing options',
  decision: 'Deciding',
  purchase: 'Ready to buy',
} as const;

export type Stage = keyof typeof stages;
export const stageKeys = Object.keys(stages) as Stage[]; // keyof of a literal: Object.keys only forgets it
