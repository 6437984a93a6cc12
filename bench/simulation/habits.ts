import type { Habit } from './team.ts';

/** How a habit shows. Times are minutes, shares are from 0 to 1. */
export type Manner = {
  /** From one look at one's leads to the next. */
  readonly looks: readonly [number, number];
  /** How far ahead they work on what will be due. */
  readonly ahead: number;
  /** Of what is due or will be, what they work on at a look. */
  readonly works: number;
  /** Only what is worth so much; of the rest they work on a tenth as much. */
  readonly minValue: number;
  /** Of the pool, at one look. */
  readonly claims: number;
  /** They claim no more while so many are open. */
  readonly busyFrom: number;
  /** How often a nudge makes them look, and how soon. */
  readonly answersNudges: number;
  readonly answersWithin: readonly [number, number];
  /** Of what they work on, what they postpone instead. */
  readonly postpones: number;
};

export const manners: Readonly<Record<Habit, Manner>> = {
  diligent: {
    looks: [25, 55],
    ahead: 1_200,
    works: 0.95,
    minValue: 0,
    claims: 2,
    busyFrom: 25,
    answersNudges: 0.95,
    answersWithin: [3, 20],
    postpones: 0.03,
  },
  lazy: {
    looks: [120, 300],
    ahead: 60,
    works: 0.25,
    minValue: 0,
    claims: 1,
    busyFrom: 12,
    answersNudges: 0.3,
    answersWithin: [15, 150],
    postpones: 0.1,
  },
  absent: {
    looks: [40, 80],
    ahead: 600,
    works: 0.8,
    minValue: 0,
    claims: 2,
    busyFrom: 20,
    answersNudges: 0.9,
    answersWithin: [5, 30],
    postpones: 0.05,
  },
  'cherry-picking': {
    looks: [40, 90],
    ahead: 240,
    works: 0.8,
    minValue: 2_500,
    claims: 3,
    busyFrom: 30,
    answersNudges: 0.4,
    answersWithin: [10, 60],
    postpones: 0.08,
  },
};
