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

/** How a customer says where they are. */
export const stageWays = ['call', 'email', 'meeting'] as const;
export type StageWay = (typeof stageWays)[number];

/** A rep's word for the customer's stage. `confirmedAt` is at most 24 h back; left out: now. */
export type ConfirmedStage = {
  readonly stage: Stage;
  readonly how: StageWay;
  readonly confirmedAt?: Date;
};
