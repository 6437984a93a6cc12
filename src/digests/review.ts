/** A manager's regular talk with a rep: a row of `reviews`. Both see it. */
export type Review = {
  readonly id: number;
  readonly repId: string;
  readonly managerId: string;
  /** A local date of the manager's. */
  readonly heldOn: string;
  /** What the two agreed, as the manager wrote it down. */
  readonly agreed: string;
  /** What was spoken about. */
  readonly leadIds: readonly number[];
};

export const longestAgreed = 3_000;

/** How a rep is told of one: as often as there are any. */
export const reviewTelling = (reviewId: number) => ({
  kind: 'review',
  perDay: 3,
  key: `review:${reviewId}`,
  subject: { review: reviewId },
});
