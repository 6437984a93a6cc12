import type { Home, SourceFigures } from '../../../src/home/home.ts';
import { nothingDue } from '../../../src/leads/compliance.ts';
import { drawDone } from '../../../src/leads/drawDone.ts';
import { drawClosedHome, drawHome } from '../../../src/home/homeView.ts';
import type { HomeView } from '@slack/types';
import { aPerson } from '../../support/people.ts';
import type { Sample } from '../samples.ts';
import { agreedWithAna } from './weeks.ts';
import { at, closed, days, fresh, hours, now, overdue, owned } from './leads.ts';

const nothing: Home = {
  ownTime: { person: aPerson(), standsIn: [] },
  isNew: false,
  workload: { open: 0, due: 0, nextDueAt: null },
  look: { list: 'open', page: 0 },
  own: { leads: [], count: 0 },
  week: {
    compliance: nothingDue,
    touches: 0,
  },
  agreed: [],
  team: null,
  sources: [],
  waiting: { leads: [], count: 0 },
  pausedAfter: null,
  keepsPay: true,
  operation: null,
  seesSources: false,
  empty: false,
  now,
};

const own = [
  ...overdue(2),
  owned('connected', { id: 1060, dueRule: 'own-date', followUpDueAt: hours(3) }),
  owned('quoted', { id: 1061, followUpDueAt: days(2) }),
];
const week = {
  compliance: { ...nothingDue, due: 14, onTime: 12, missed: 2 },
  touches: 9,
};

export const rep: Home = {
  ...nothing,
  agreed: [agreedWithAna],
  workload: { open: 4, due: 2, nextDueAt: hours(3) },
  own: { leads: own, count: 4 },
  week,
};

export const manager: Home = {
  ...nothing,
  team: {
    reps: [
      { id: 'UANA', name: 'Ana', open: 14, due: 2, away: null },
      {
        ...{ id: 'UBEN', name: 'Ben', open: 9, due: 0 },
        away: { from: days(-1), until: days(2), standInId: null, origin: 'paused' },
      },
    ],
    escalated: { leads: overdue(1), count: 1 },
    unclaimed: { leads: [{ ...fresh, id: 1071 }], count: 3 },
    held: { leads: [], count: 0 },
    overdue: { leads: overdue(1, 1080), count: 1 },
    claimsIn: ['C1'],
  },
};

const source = (name: string, more: Partial<SourceFigures>): SourceFigures => ({
  key: name,
  name,
  arrived: 40,
  unclaimed: 2,
  worked: 36,
  qualified: 11,
  won: 3,
  disqualified: 9,
  ...more,
});

const away = { from: hours(-20), until: days(4), standInId: 'UBEN', origin: 'said' } as const;

const home = (name: string, drawing: HomeView): Sample => ({ name, on: 'home', drawing });

export const homes: readonly Sample[] = [
  home('A rep', drawHome(rep)),
  home('A rep who has just clicked', drawHome(rep, drawDone(owned('attempted'), now))),
  home(
    'A rep with fifty leads, second page',
    drawHome({
      ...rep,
      workload: { open: 50, due: 12, nextDueAt: hours(3) },
      look: { list: 'open', page: 1 },
      own: { leads: overdue(20), count: 50 },
    }),
  ),
  home(
    'A rep’s closed leads',
    drawHome({
      ...rep,
      look: { list: 'closed', page: 0 },
      own: { leads: [closed('won'), closed('lost', { id: 1043, obstacle: 'hurry' })], count: 2 },
    }),
  ),
  home(
    'A rep’s empty list',
    drawHome({
      ...rep,
      look: { list: 'nurture', page: 0 },
      own: { leads: [], count: 0 },
    }),
  ),
  home('A rep with nothing open', drawHome({ ...nothing, week })),
  home('A newcomer', drawHome({ ...nothing, isNew: true })),
  home(
    'A rep who is away, stands in, and gets no leads by turn',
    drawHome({
      ...rep,
      ownTime: {
        person: aPerson({ away: [away] }),
        standsIn: [{ for: 'UBEN', period: { ...away, from: days(5), until: days(9) } }],
      },
      pausedAfter: 3,
    }),
  ),
  home('A manager', drawHome(manager)),
  home('A manager with leads of their own', drawHome({ ...manager, ...rep, team: manager.team })),
  home(
    'A marketer',
    drawHome({
      ...nothing,
      waiting: {
        leads: [{ ...fresh, id: 1049, status: 'held', missing: ['phone'], heldUntil: at(80) }],
        count: 1,
      },
      sources: [
        source('Website form', {}),
        source('Spring fair', { arrived: 12, worked: 4, qualified: 1, won: 0, unclaimed: 0 }),
        source('Partner portal', {
          ...{ arrived: 0, worked: 0, qualified: 0, won: 0, unclaimed: 0, disqualified: 0 },
        }),
      ],
    }),
  ),
  home(
    'An admin after an outage',
    drawHome({
      ...manager,
      operation: {
        pausedAt: null,
        outage: {
          kind: 'downtime',
          from: hours(-5),
          until: hours(-4),
          caughtUp: { breaches: 4, nudges: 2, digests: 1, cards: 6 },
        },
      },
    }),
  ),
  home(
    'An admin while sending is paused',
    drawHome({ ...nothing, operation: { pausedAt: hours(-1), outage: null } }),
  ),
  home('Before any channel takes leads', drawHome({ ...nothing, isNew: true, empty: true })),
  home('A guest', drawClosedHome()),
];
