import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { drawAssigned, drawUpdated } from '../../src/leads/assignedMessage.ts';
import { drawHelp, drawProblem } from '../../src/commands/commandAnswers.ts';
import type { Home } from '../../src/home/home.ts';
import { drawHome, drawOwn, drawTeamAlone, drawWayIn } from '../../src/home/homeView.ts';
import type { LeadWithDetails } from '../../src/leads/lead.ts';
import { nothingDue } from '../../src/leads/compliance.ts';
import { drawCard } from '../../src/leads/leadCard.ts';
import { readCommand } from '../../src/commands/leadCommand.ts';
import { drawLeadDetails } from '../../src/leads/leadDetailsForm.ts';
import type { LeadEvent } from '../../src/leads/leadEvent.ts';
import { drawSummary, drawYours } from '../../src/leads/leadSummary.ts';
import { drawNewLeadForm } from '../../src/intake/newLeadForm.ts';
import { drawPastCard } from '../../src/leads/pastCard.ts';
import { obstacleKeys } from '../../src/leads/obstacles.ts';
import { drawNoteForm, drawPostponeForm, drawReleaseForm } from '../../src/leads/shortForms.ts';
import { type Status, statuses, updateStatuses } from '../../src/leads/statuses.ts';
import { firstDraft } from '../../src/leads/updateDraft.ts';
import { drawUpdateForm } from '../../src/leads/updateForm.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { faultsOf, parsedTexts } from '../support/drawings.ts';
import { lane } from '../support/lane.ts';
import { aLead } from '../support/leads.ts';
import { aPerson } from '../support/people.ts';

const now = new Date('2026-11-23T09:30:00Z');
const settings = settingsSchema.parse({ channels: { C1: { name: 'leads' } } });
const sourceName = 'Website form';

const event = (kind: string): LeadEvent => ({
  id: 1,
  at: now,
  kind,
  actorId: 'UANA',
  ownerId: 'UANA',
  statusFrom: 'claimed',
  statusTo: 'attempted',
  dueTo: now,
  toId: null,
  held: null,
  touch: { kind: 'call', outcome: 'no-answer', occurredAt: now },
});

/** Every drawing that shows this lead. */
function drawingsOf(lead: LeadWithDetails, written: string): Parameters<typeof faultsOf>[0][] {
  const note = { kind: 'note', authorId: 'UANA', body: written, createdAt: now } as const;
  const other = { value: written, by: written, personId: 'UANA', at: now };
  const happened = {
    events: [event('updated'), { ...event('took-in'), leadId: 9, otherId: 9 }, event('posted')],
    notes: [note],
    others: [
      { ...other, field: 'name' },
      { ...other, field: `custom.${written}` },
    ],
  };
  const typed = { evidence: written.slice(0, 500), note: written.slice(0, 3_000) };
  const of = { lead, fromHome: false };
  return [
    ...[true, false].flatMap((may) => {
      const view = {
        lead,
        sourceName,
        helpful: 'Send the comparison sheet.',
        now,
        seesContacts: may,
        mayUpdate: may,
        mayClaim: may,
        mayUndo: true,
        mayNote: may,
        mayReassign: may,
        mayGiveTime: may,
        mayPass: may,
        maySendBack: may,
        mayComplete: may,
        mayMerge: may,
        merged: may ? [2, 3] : [],
        mayEndContact: may,
        doNotContact: null,
        mayGrade: may,
        mayRemark: may,
        graded: null,
      };
      return [drawSummary(view), drawLeadDetails({ ...view, ...happened }, false)];
    }),
    drawCard({ lead, sourceName, last: event('updated'), now }),
    drawCard({
      lead,
      sourceName,
      last: { ...event('lease-ended'), held: { days: 4, touches: 1 } },
      formerOwner: written,
      now,
    }),
    drawPastCard(lead),
    drawYours({ lead, now }),
    drawAssigned({ lead, sourceName, why: { why: 'stand-in', for: 'UMIA' }, now }),
    ...[true, false].map((isTheirs) => drawUpdated(lead, isTheirs)),
    ...updateStatuses.map((status) =>
      drawUpdateForm({ ...of, settings, draft: { ...firstDraft(lead), status, ...typed } }),
    ),
    drawNoteForm(of, typed.note),
    drawReleaseForm(of, typed.evidence),
    drawPostponeForm(of, now),
  ];
}

const person = (text: string) => ({
  name: text,
  company: text,
  message: text,
  website: text,
  emailAsGiven: text,
  phoneAsGiven: text,
  externalId: text,
  custom: { [text]: text, nested: { text } },
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 5_000 }),
  fc.constantFrom(
    '<!channel>',
    '@here',
    '*bold* `code`',
    '<http://a.b|c>',
    '\u202eevil',
    '',
    ' ',
    '&lt;',
  ),
);

describe('whatever strangers write', () => {
  const lead = fc.record({
    status: fc.constantFrom(...(Object.keys(statuses) as Status[])), // a literal's keys
    text: nasty,
    country: fc.option(nasty),
    currency: fc.option(fc.string({ maxLength: 4 })),
    segment: fc.option(nasty),
    value: fc.option(fc.double({ noNaN: true, min: 0, max: 1e12 })),
    obstacle: fc.option(fc.constantFrom(...obstacleKeys)),
  });
  test('Slack takes every drawing, and parses nothing of it', () => {
    fc.assert(
      fc.property(lead, ({ text, status, ...rest }) => {
        const { phase } = statuses[status];
        const drawn = aLead({
          ...rest,
          status,
          closedAt: phase === 'closed' ? now : null,
          ownerId: phase === 'waiting' ? null : 'UANA',
          followUpDueAt: phase === 'open' ? now : null,
          details: person(text),
        });
        expect(drawingsOf(drawn, text).flatMap(faultsOf)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('their words are never in a text that could format', () => {
    const lead = aLead({
      status: 'attempted',
      ownerId: 'UANA',
      segment: 'STRANGER',
      country: 'STRANGER',
      details: person('*STRANGER*'),
    });
    const drawn = drawingsOf(lead, '*STRANGER*');
    for (const text of parsedTexts(drawn)) expect(text).not.toContain('STRANGER');
  });

  test.skipIf(!lane.realDataDir)('the naughty strings, as names', () => {
    const file = join(lane.realDataDir ?? '', 'leads/field_values/naughty_strings_blns.json');
    const strings = z.array(z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(strings.length).toBeGreaterThan(300);
    for (const text of strings) {
      const drawn = drawingsOf(aLead({ details: person(text) }), text);
      expect(drawn.flatMap(faultsOf)).toEqual([]);
    }
  });
});

describe('what is typed after /lead', () => {
  test('Slack takes the answer', () => {
    fc.assert(
      fc.property(nasty, (typed) => {
        const answer = readCommand(typed, () => null);
        expect('problem' in answer ? faultsOf(drawProblem(answer)) : []).toEqual([]);
      }),
    );
    expect(faultsOf(drawHelp())).toEqual([]);
  });
});

describe('Home', () => {
  const many = (count: number, more: Parameters<typeof aLead>[0]) =>
    Array.from({ length: count }, (_, i) =>
      aLead({
        ...more,
        id: 1_000 + i,
        details: { name: 'x'.repeat(200), email: 'a@b.example', phone: '+4930901820' },
      }),
    );
  const owned = { status: 'claimed', ownerId: 'UANA', followUpDueAt: now } as const;
  const away = {
    from: now,
    until: new Date('2026-11-27T09:30:00Z'),
    standInId: 'UBEN',
    origin: 'said',
  } as const;
  const full: Home = {
    ownTime: {
      person: aPerson({ away: [away] }),
      standsIn: [{ for: 'UMIA', period: away }],
    },
    workload: { open: 500, due: 400, nextDueAt: now },
    isNew: true,
    look: { list: 'open', page: 1 },
    own: { leads: many(10, owned), count: 500 },
    week: {
      compliance: { ...nothingDue, due: 14, onTime: 12, missed: 2 },
      touches: 9,
    },
    agreed: Array.from({ length: 3 }, (_, id) => ({
      ...{ id, repId: 'UANA', managerId: 'UMIA', heldOn: '2026-11-12', leadIds: [] },
      agreed: 'x'.repeat(3_000),
    })),
    waiting: { leads: many(5, owned), count: 500 },
    sources: Array.from({ length: 30 }, (_, i) => ({
      key: `source-${i}`,
      name: 'x'.repeat(80),
      ...{ arrived: 9, unclaimed: 1, worked: 8, qualified: 4, won: 1, disqualified: 2 },
    })),
    team: {
      reps: Array.from({ length: 100 }, (_, i) => ({
        id: 'UANA',
        name: `Rep ${i} ${'x'.repeat(80)}`,
        open: 40,
        due: 4,
        away: { from: now, until: now, standInId: null, origin: 'paused' },
      })),
      escalated: { leads: many(6, owned), count: 99 },
      held: { leads: many(6, { status: 'held' }), count: 99 },
      claimsIn: ['CLEADS'],
      unclaimed: { leads: many(6, {}), count: 99 },
      overdue: { leads: many(6, owned), count: 99 },
    },
    pausedAfter: null,
    keepsPay: false,
    operation: null,
    seesSources: false,
    empty: false,
    now,
  };
  test('stays within what Slack takes, however much there is', () => {
    const wayIn = drawWayIn(full, 'https://slack.com/app_redirect?app=A1');
    const drawn = [
      drawHome(full),
      drawHome({ ...full, team: null, own: { leads: many(20, owned), count: 500 } }),
      wayIn,
      drawOwn(full),
      drawTeamAlone(full),
    ];
    expect(drawn.flatMap(faultsOf)).toEqual([]);
  });
  test('says how to begin where nothing is set up', () => {
    const home: Home = {
      ...full,
      workload: { open: 0, due: 0, nextDueAt: null },
      own: { leads: [], count: 0 },
      team: null,
      pausedAfter: null,
      keepsPay: false,
      operation: null,
      empty: true,
    };
    expect(JSON.stringify(drawHome(home))).toContain('/lead setup');
  });
  test('tells a rep who opens it first how it helps, and nobody who only looks on', () => {
    const none = { open: 0, due: 0, nextDueAt: null };
    const welcomes = (home: Partial<Home>) =>
      JSON.stringify(drawHome({ ...full, isNew: true, workload: none, ...home })).includes(
        'Every lead you claim is listed here',
      );
    expect(welcomes({ team: null, sources: [] })).toBe(true);
    expect(welcomes({ sources: [] })).toBe(false);
    expect(welcomes({ team: null })).toBe(false);
  });
  test('says why no leads come by turn, and the way out', () => {
    const text = JSON.stringify(drawHome({ ...full, pausedAfter: 3 }));
    expect(text).toContain('No new leads come to you by turn: 3 of your claims ended');
    expect(text).toContain('nothing overdue');
    expect(JSON.stringify(drawHome(full))).not.toContain('by turn');
  });
});

describe('the form for a new lead', () => {
  test('lists the channels that take leads, those without a name by their id', () => {
    const form = drawNewLeadForm(
      settingsSchema.parse({ channels: { C1: { name: 'x'.repeat(80) }, C2: {} } }),
      null,
      { name: 'n'.repeat(3_000), message: 'm'.repeat(5_000) },
    );
    expect(form && faultsOf(form)).toEqual([]);
    expect(JSON.stringify(form)).toContain('#C2');
  });
  test('there is none before a channel takes leads', () => {
    expect(drawNewLeadForm(settingsSchema.parse({}), null)).toBeNull();
  });
});
