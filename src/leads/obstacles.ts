/** Why a lead ended: five that the customer has, four that the lead itself has. */
export const obstacles = {
  need: { label: 'No need', of: 'customer' },
  money: { label: 'No money', of: 'customer' },
  hurry: { label: 'No hurry', of: 'customer' },
  desire: { label: 'No desire', of: 'customer' },
  trust: { label: 'No trust', of: 'customer' },
  unreachable: { label: 'Unreachable', of: 'lead' },
  duplicate: { label: 'Duplicate', of: 'lead' },
  invalid: { label: 'Invalid', of: 'lead' },
  'out-of-market': { label: 'Out of market', of: 'lead' },
} as const satisfies Record<string, { label: string; of: 'customer' | 'lead' }>;

export type Obstacle = keyof typeof obstacles;
export const obstacleKeys = Object.keys(obstacles) as Obstacle[]; // keyof of a literal: Object.keys only forgets it
