import type { ModalView } from '@slack/types';
import { drawScorecard, drawScorecardForm } from '../../../src/digests/drawScorecard.ts';
import type { Goal } from '../../../src/digests/goal.ts';
import { drawGoalForm } from '../../../src/digests/goalForm.ts';
import { drawGoalMet } from '../../../src/digests/goalMessage.ts';
import { type Leaderboard, rank, type RepWeeks } from '../../../src/digests/leaderboard.ts';
import { drawLeaderboard } from '../../../src/digests/leaderboardMessage.ts';
import type { Review } from '../../../src/digests/review.ts';
import { drawReviewChoice, drawReviewForm } from '../../../src/digests/reviewForm.ts';
import { drawReview } from '../../../src/digests/reviewMessage.ts';
import { chancesAmong, type Scorecard, weekAfter } from '../../../src/digests/scorecard.ts';
import { nothingDue } from '../../../src/leads/compliance.ts';
import { plain } from '../../../src/slack/richText.ts';
import type { Drawing } from '../../../src/slack/message.ts';
import type { Sample } from '../samples.ts';
import { hours, now, overdue, owned } from './leads.ts';

const direct = (name: string, drawing: Drawing): Sample => ({ name, on: 'direct', drawing });
const channel = (name: string, drawing: Drawing): Sample => ({ name, on: 'channel', drawing });
const modal = (name: string, drawing: ModalView): Sample => ({ name, on: 'modal', drawing });

const monday = '2026-11-16';
const share = (due: number, onTime: number) => ({
  ...nothingDue,
  due,
  onTime,
  missed: due - onTime,
});

export const agreedWithAna: Review = {
  id: 1,
  repId: 'UANA',
  managerId: 'UMIA',
  heldOn: '2026-11-12',
  agreed: 'First touches before ten; quotes go out on the day of the call.',
  leadIds: [1042, 1043],
};

const goal: Goal = {
  id: 1,
  channelId: 'C1',
  share: 95,
  within: null,
  setBy: 'UMIA',
  startsOn: monday,
  endsOn: null,
};
const firstTouch: Goal = { ...goal, id: 2, share: 90, within: '1h' };

const week: Scorecard = {
  week: { monday, compliance: { ...share(15, 14), moved: 2, postponed: 1 } },
  until: '2026-11-20',
  before: [share(10, 8), share(14, 11), share(9, 9), share(17, 13)].map((compliance, i) => ({
    monday: weekAfter(monday, -1 - i),
    compliance,
  })),
  figures: {
    claim: { n: 12, median: 240 },
    touch: { n: 11, median: 2_300 },
    touches: 19,
    won: 1,
  },
  figuresBefore: {
    claim: { n: 40, median: 360 },
    touch: { n: 38, median: 3_900 },
    touches: 60,
    won: 3,
  },
  chances: chancesAmong(
    [
      ...overdue(1),
      owned('claimed', { id: 1060, touchCount: 0 }),
      owned('quoted', { id: 1061, followUpDueAt: hours(4) }),
    ],
    now,
    3,
  ),
  goals: [{ goal, progress: { count: 50, reached: 46 } }],
  agreed: agreedWithAna,
};
const quiet: Scorecard = {
  ...week,
  week: { monday, compliance: share(3, 3) },
  before: [1, 2, 3, 4].map((back) => ({
    monday: weekAfter(monday, -back),
    compliance: nothingDue,
  })),
  figures: { claim: null, touch: null, touches: 0, won: 0 },
  figuresBefore: { claim: null, touch: null, touches: 0, won: 0 },
  chances: [],
  goals: [],
  agreed: null,
};

const rep = (
  personId: string,
  due: number,
  onTime: number,
  before: [number, number],
): RepWeeks => ({
  personId,
  week: { due, onTime },
  before: { due: before[0], onTime: before[1] },
});
const board = (reps: readonly RepWeeks[]): Leaderboard => {
  const ranked = rank(reps);
  if (!ranked) throw new Error('nobody qualifies');
  return ranked;
};
const fullBoard = board([
  rep('UANA', 25, 24, [100, 95]),
  rep('UBEN', 15, 14, [50, 40]),
  rep('UMIA', 30, 24, [20, 16]),
  rep('UMAX', 12, 6, [20, 16]),
]);

export const repWeeks: readonly Sample[] = [
  direct('Week: full', drawScorecard(week, 'UANA')),
  direct('Week: quiet', drawScorecard(quiet, 'UANA')),
  direct('Week: late', drawScorecard({ ...week, goals: [], agreed: null }, 'UANA', { late: now })),
  direct('Review: what was agreed', drawReview(agreedWithAna)),
];

export const teamWeeks: readonly Sample[] = [
  channel('Goal met: on time', drawGoalMet(goal, { count: 50, reached: 48 }, monday)),
  channel('Goal met: first touches', drawGoalMet(firstTouch, { count: 20, reached: 19 }, monday)),
  channel('Leaderboard', drawLeaderboard(fullBoard, monday)),
  channel(
    'Leaderboard: ties',
    drawLeaderboard(
      board([
        rep('UANA', 12, 12, [30, 30]),
        rep('UBEN', 20, 20, [20, 20]),
        rep('UMAX', 20, 15, [20, 15]),
      ]),
      monday,
    ),
  ),
];

export const weekForms: readonly Sample[] = [
  modal('My week', drawScorecardForm(week, 'UANA')),
  modal(
    'Review of a rep',
    drawReviewForm({ outcome: 'review', rep: { id: 'UANA', name: 'Ana' }, card: week }),
  ),
  modal(
    'Review of a rep: the first',
    drawReviewForm({ outcome: 'review', rep: { id: 'UANA', name: 'Ana' }, card: quiet }),
  ),
  modal('Review: whose', drawReviewChoice()),
  modal(
    'Goals',
    drawGoalForm(
      {
        channels: [
          { id: 'C1', name: 'leads' },
          { id: 'C2', name: 'leads-uk' },
        ],
        goals: [
          {
            goal,
            progress: { count: 50, reached: 46 },
            lastWeek: { monday, count: 44, reached: 43, met: true },
          },
          { goal: { ...firstTouch, startsOn: '2026-11-30' }, progress: null, lastWeek: null },
        ],
      },
      [plain('Set, from Mon 30 Nov 2026 on.')],
    ),
  ),
  modal('Goals: none yet', drawGoalForm({ channels: [{ id: 'C1', name: 'leads' }], goals: [] })),
  modal('Goals: not theirs', drawGoalForm({ channels: [], goals: [] })),
];
