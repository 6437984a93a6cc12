import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawReassignSeveral } from '../../src/home/reassignSeveralForm.ts';
import type { SeveralAnswer, SeveralOrder } from '../../src/leads/several.ts';
import { choiceOf, chosenLeads, withAll } from '../../src/home/severalChoice.ts';
import { emptyDraft, severalActs } from '../../src/home/severalDraft.ts';
import { drawSeveralForm } from '../../src/home/severalForm.ts';
import {
  doneWords,
  drawSeveralDone,
  drawWorking,
  reassignedWords,
  saySeveralDone,
} from '../../src/home/severalSummary.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { fallbackText } from '../../src/slack/fallbackText.ts';
import { faultsOf } from '../support/drawings.ts';
import { aLead } from '../support/leads.ts';

const now = new Date('2026-11-23T09:30:00Z');
const settings = settingsSchema.parse({ channels: { C1: { name: 'leads' } } });
const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('<!channel>', '*bold*', '\u202eevil', '', ' ', ':tada:', '😀'.repeat(50)),
);
const leads = fc.array(names, { minLength: 1, maxLength: 100 }).map((all) =>
  all.map((name, i) =>
    aLead({
      id: 999_999_900 + i,
      version: 100_000 + i,
      status: 'disqualified',
      followUpDueAt: now,
      ownerId: 'UANA',
      details: { name },
    }),
  ),
);
const typed = fc.string({ unit: 'binary', maxLength: 500 }).map((text) => text.slice(0, 500));

test('Slack takes the forms, whatever was done before and however many leads there are', () => {
  fc.assert(
    fc.property(leads, typed, (all, text) => {
      const choices = all.map((lead) => choiceOf(lead, now));
      const draft = { ...emptyDraft, evidence: text, note: text, to: 'UBEN', until: 1_795_000_000 };
      const some = { choices, chosen: choices.slice(0, 3).map(({ value }) => value), round: 0 };
      const drawn = [null, ...severalActs].map((act) =>
        drawSeveralForm(
          withAll(some, 'all'),
          { fromHome: true, open: 500, draft: { ...draft, act } },
          settings,
        ),
      );
      const name = text.slice(0, 80);
      const forManagers = drawReassignSeveral(some, { from: 'UANA', name, open: 500 });
      expect([...drawn, forManagers].flatMap(faultsOf)).toEqual([]);
      expect(chosenLeads(withAll(some, 'all'))).toHaveLength(all.length);
      expect(withAll(some, 'none').chosen).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

const orders: readonly SeveralOrder[] = [
  { act: 'update', fields: { status: 'attempted' } },
  { act: 'postpone', to: now },
  { act: 'release', reason: 'x' },
  { act: 'pass', to: 'UBEN', note: '' },
];

test('Slack takes the summary, with a hundred that were not done', () => {
  fc.assert(
    fc.property(leads, (all) => {
      const answers: SeveralAnswer[] = all.map((lead, i) =>
        i % 3 === 0
          ? { outcome: 'failed', lead: null }
          : i % 3 === 1
            ? { outcome: 'not-owner', lead, ownerId: 'UBEN' }
            : { outcome: 'invalid', lead, errors: { touch: 'Choose a time.' } },
      );
      const results = answers.map((answer, i) => ({ leadId: all[i]?.id ?? 0, answer }));
      for (const order of orders) {
        const done = { asked: doneWords(order), undoable: true, results };
        const blocks = saySeveralDone(done);
        const home = { type: 'home', blocks } as const;
        expect([drawSeveralDone(done), home].flatMap(faultsOf)).toEqual([]);
        expect(fallbackText(blocks)).toContain(`0 of ${all.length} `);
      }
    }),
    { numRuns: 30 },
  );
  expect(faultsOf(drawWorking(100))).toEqual([]);
});

test('a reassignment says who got how many', () => {
  const result = (leadId: number, ownerId: string) => ({
    leadId,
    answer: { outcome: 'done', lead: aLead({ id: leadId, ownerId }) } as const,
  });
  const results = [result(1, 'UBEN'), result(2, 'UMIA'), result(3, 'UBEN')];
  const done = { asked: reassignedWords(results), undoable: true, results };
  const text = fallbackText(saySeveralDone(done));
  expect(text).toContain('3 of 3 reassigned: <@UBEN> 2, <@UMIA> 1.');
});
