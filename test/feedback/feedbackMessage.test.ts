import { expect, test } from 'vitest';
import { drawFeedback } from '../../src/feedback/feedbackMessage.ts';
import type { FeedbackItem } from '../../src/feedback/feedbackStore.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 26, hour));
const item: FeedbackItem = {
  ...{ id: 1, leadId: 1042, sourceKey: 'website', repId: 'UANA', grade: 'good', reasons: [] },
  ...{ at: at(1), ownerId: 'UMAX', dueAt: at(9) },
  ...{ answer: null, answerText: null, answeredBy: null, answeredAt: null },
  ...{ name: 'Jane Doe', company: null, country: null, status: 'won', obstacle: null },
  evidence: null,
};

test.each([
  [8, 'To be answered by'],
  [10, 'Was to be answered by'],
])('an answer that is due at 9 is asked for at %i: %s', (hour, words) => {
  const { text } = drawFeedback({ ended: [], items: [item], open: 1, now: at(hour) });
  expect(text).toMatch(new RegExp(`^${words}`, 'm'));
});
