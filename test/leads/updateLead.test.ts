import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { touchOfOneClick } from '../../src/leads/touch.ts';
import { type UpdateLead, updateLead } from '../../src/leads/updateLead.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at, events, touches, notes, seen } = kernel;
afterAll(kernel.drop);
beforeEach(() => at('2026-11-23T10:00:00Z'));

/** One that ana claimed on Monday at ten: due at eleven, hers until Thursday at eleven. */
async function anasLead() {
  const id = await addLead();
  await claimLead(ctx, { leadId: id, by: click('UANA') });
  return id;
}
const update = (leadId: number, input: Omit<UpdateLead, 'leadId' | 'by'>, by = click('UANA')) =>
  updateLead(ctx, { leadId, by, ...input });

describe('what an update does', () => {
  test('one click on “tried” records a touch, meets what was due, and is due again tomorrow', async () => {
    const id = await anasLead();
    at('2026-11-23T10:30:00Z');
    const touch = touchOfOneClick('attempted');
    const done = await update(id, { status: 'attempted', touch });

    expect(done).toMatchObject({
      outcome: 'updated',
      before: { status: 'claimed' },
      lead: {
        status: 'attempted',
        version: 3,
        followUpDueAt: new Date('2026-11-24T10:30:00Z'),
        dueRule: 'status:attempted',
        leaseEndsAt: new Date('2026-11-27T10:30:00Z'),
        touchCount: 1,
        lastTouchAt: new Date('2026-11-23T10:30:00Z'),
      },
    });
    expect((await events(id)).at(-1)).toMatchObject({
      kind: 'updated',
      actor_id: 'UANA',
      owner_id: 'UANA',
      status_from: 'claimed',
      status_to: 'attempted',
      due_from: new Date('2026-11-23T11:00:00Z'),
      due_outcome: 'met',
      due_to: new Date('2026-11-24T10:30:00Z'),
      data: { touch: 'call', touchOutcome: 'no-answer' },
    });
    expect(await touches(id)).toMatchObject([
      {
        person_id: 'UANA',
        kind: 'call',
        outcome: 'no-answer',
        occurred_at: new Date('2026-11-23T10:30:00Z'),
        event_id: (await events(id)).at(-1)?.id,
      },
    ]);
  });

  test('without a touch the lease stays as it is', async () => {
    const id = await anasLead();
    const { lead } = await update(id, { status: 'qualified' });
    expect(lead?.leaseEndsAt).toEqual(new Date('2026-11-26T11:00:00Z'));
    expect(lead?.followUpDueAt).toEqual(new Date('2026-11-26T10:00:00Z'));
  });

  test('a lead that was tried three times may be called unreachable, with the third touch', async () => {
    const id = await anasLead();
    const touch = touchOfOneClick('attempted');
    for (let tries = 0; tries < 2; tries++) await update(id, { status: 'attempted', touch });
    const evidence = 'Rings out, three times.';
    const ended = { status: 'disqualified', obstacle: 'unreachable', evidence, touch } as const;
    expect(await update(id, ended)).toMatchObject({ outcome: 'updated', lead: { touchCount: 3 } });
  });

  test('the rep’s own date comes before the window', async () => {
    const id = await anasLead();
    const nextStepAt = new Date('2026-12-02T13:00:00Z');
    const { lead } = await update(id, { status: 'connected', nextStepAt });
    expect(lead).toMatchObject({ followUpDueAt: nextStepAt, dueRule: 'own-date' });
  });

  test('any open status may follow any other, backwards too', async () => {
    const id = await anasLead();
    for (const status of ['quoted', 'attempted', 'qualified', 'connected'] as const) {
      expect(await update(id, { status })).toMatchObject({ outcome: 'updated', lead: { status } });
    }
  });

  test('nurture waits for the start of the revisit day, and suspends the lease', async () => {
    const id = await anasLead();
    const { lead } = await update(id, { status: 'nurture', revisitOn: '2027-03-01' });
    expect(lead).toMatchObject({
      revisitOn: '2027-03-01',
      followUpDueAt: new Date('2027-03-01T09:00:00Z'),
      dueRule: 'revisit',
      leaseEndsAt: null,
    });
    const back = await update(id, { status: 'connected' });
    expect(back.lead).toMatchObject({
      revisitOn: null,
      leaseEndsAt: new Date('2026-11-30T10:00:00Z'),
    });
  });

  test('won closes the lead with its value; nothing is due any more', async () => {
    const id = await anasLead();
    const { lead } = await update(id, { status: 'won', value: 4999.5, currency: 'EUR' });
    expect(lead).toMatchObject({
      status: 'won',
      closedAt: monday,
      followUpDueAt: null,
      leaseEndsAt: null,
      value: 4999.5,
      currency: 'EUR',
      ownerId: 'UANA',
    });
    expect((await events(id)).at(-1)).toMatchObject({ due_outcome: 'met', due_to: null });
  });

  test('disqualified keeps the obstacle as a code, the evidence as a text that can be erased', async () => {
    const id = await anasLead();
    const evidence = 'The number belongs to a school.';
    const input = { status: 'disqualified', obstacle: 'invalid', evidence, note: 'Sad.' } as const;
    const { lead } = await update(id, input);
    expect(lead).toMatchObject({ status: 'disqualified', obstacle: 'invalid' });
    expect(await notes(id)).toMatchObject([
      { kind: 'evidence', body: evidence, author_id: 'UANA' },
      { kind: 'note', body: 'Sad.', author_id: 'UANA' },
    ]);
    expect(JSON.stringify(await events(id))).not.toContain('school');
  });

  test('an overdue update is late, and ends the breach', async () => {
    const id = await anasLead();
    const due_at = new Date('2026-11-23T11:00:00Z');
    at('2026-11-23T12:00:00Z');
    const noticed_at = new Date('2026-11-23T11:00:30Z');
    const nudge = await db
      .insertInto('messages')
      .values({
        workspace_id: 'T1',
        kind: 'nudge',
        key: 'nudge:UANA:2026-11-23:1',
        destination: 'UANA',
        created_at: noticed_at,
        not_before: noticed_at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db.updateTable('leads').set({ breached_at: noticed_at }).where('id', '=', id).execute();
    const breach = { workspace_id: 'T1', lead_id: id, due_at, channel_id: 'CLEADS', noticed_at };
    await db
      .insertInto('breaches')
      .values({ ...breach, owner_id: 'UANA', message_id: nudge.id })
      .execute();

    // The form was opened before the window ran out, which is no change of somebody else's.
    const done = await update(id, { status: 'connected', expectedVersion: 2 });
    expect(done).toMatchObject({ outcome: 'updated', lead: { breachedAt: null } });
    expect((await events(id)).at(-1)).toMatchObject({ due_from: due_at, due_outcome: 'met' });
    expect(await kernel.breaches(id)).toMatchObject([
      { dealt_with_at: new Date('2026-11-23T12:00:00Z') },
    ]);
    const shown = await db
      .selectFrom('messages')
      .select('wanted_version')
      .where('id', '=', nudge.id)
      .executeTakeFirstOrThrow();
    expect(shown.wanted_version).toBe(2);
  });
});

describe('who may', () => {
  test('a manager of the channel, on the owner’s calendar', async () => {
    const id = await addLead();
    await claimLead(ctx, { leadId: id, by: click('UBEN') });
    at('2026-11-23T18:00:00Z');
    const done = await update(id, { status: 'connected' }, click('UMIA'));
    expect(done).toMatchObject({
      outcome: 'updated',
      lead: { ownerId: 'UBEN', dueTimezone: 'America/New_York' },
    });
    expect((await events(id)).at(-1)).toMatchObject({ actor_id: 'UMIA', owner_id: 'UBEN' });
  });

  test('nobody else; they learn whose it is', async () => {
    const id = await anasLead();
    const by = click('UBEN');
    const refused = await update(id, { status: 'won' }, by);
    expect(refused).toMatchObject({ outcome: 'not-owner', ownerId: 'UANA' });
    expect(await events(id)).toHaveLength(1);
    expect(await seen()).not.toContainEqual({ id: by.interaction });
    expect(await update(id, { status: 'won' }, click('UGONE'))).toMatchObject({
      outcome: 'not-allowed',
      why: 'deactivated',
    });
  });

  test('nobody before it is claimed; what is held, merged or unknown is gone', async () => {
    const unclaimed = await addLead();
    expect(await update(unclaimed, { status: 'won' }, click('UMIA'))).toMatchObject({
      outcome: 'not-owner',
      ownerId: null,
    });
    const held = await addLead({ status: 'held' });
    expect(await update(held, { status: 'won' })).toMatchObject({ outcome: 'gone' });
    expect(await update(999_999, { status: 'won' })).toEqual({ outcome: 'gone', lead: null });
  });

  test('whoever opened the form before somebody else’s change sees the lead as it is now', async () => {
    const id = await anasLead();
    await update(id, { status: 'connected' }, click('UMIA'));
    const late = await update(id, { status: 'attempted', expectedVersion: 2 });
    expect(late).toMatchObject({ outcome: 'changed', lead: { version: 3, status: 'connected' } });
  });
});

describe('a closed lead', () => {
  const wonLead = async () => {
    const id = await anasLead();
    await update(id, { status: 'won' });
    return id;
  };

  test('is reopened by its owner within seven days, on a new lease', async () => {
    const id = await wonLead();
    at('2026-11-30T10:00:00Z');
    expect(await update(id, { status: 'quoted' })).toMatchObject({
      outcome: 'updated',
      lead: {
        status: 'quoted',
        closedAt: null,
        followUpDueAt: new Date('2026-12-03T10:00:00Z'),
        leaseEndsAt: new Date('2026-12-08T10:00:00Z'),
      },
    });
  });

  test('after that by a manager only', async () => {
    const id = await wonLead();
    at('2026-11-30T10:00:01Z');
    expect(await update(id, { status: 'quoted' })).toMatchObject({
      outcome: 'reopen-too-late',
      until: new Date('2026-11-30T10:00:00Z'),
    });
    expect(await update(id, { status: 'quoted' }, click('UMIA'))).toMatchObject({
      outcome: 'updated',
    });
  });

  test('may be closed otherwise, which gives no more time to do so', async () => {
    const id = await wonLead();
    at('2026-11-25T10:00:00Z');
    const { lead } = await update(id, { status: 'lost', obstacle: 'money' });
    expect(lead).toMatchObject({ status: 'lost', obstacle: 'money', closedAt: monday });
    const { lead: reopened } = await update(id, { status: 'quoted' });
    expect(reopened).toMatchObject({ obstacle: null, closedAt: null });
  });
});

describe('bad input is answered beside its field, and changes nothing', () => {
  const faults: [string, Omit<UpdateLead, 'leadId' | 'by'>, Record<string, string>][] = [
    ['lost without an obstacle', { status: 'lost' }, { obstacle: 'Choose what ended it.' }],
    [
      'disqualified without either',
      { status: 'disqualified', evidence: '  ' },
      {
        obstacle: 'Choose what ended it.',
        evidence: 'Write a line of evidence: how you know.',
      },
    ],
    [
      'unreachable before it was tried three times',
      {
        status: 'disqualified',
        obstacle: 'unreachable',
        evidence: 'Nobody answers.',
        touch: { kind: 'call', outcome: 'no-answer' },
      },
      {
        obstacle:
          'Unreachable takes 3 touches; there is 1. Try again, or choose what else stood in the way.',
      },
    ],
    [
      'evidence of a novel',
      { status: 'disqualified', obstacle: 'invalid', evidence: 'x'.repeat(20_000) },
      { evidence: 'The evidence has 20000 characters; 3000 are possible.' },
    ],
    [
      'nurture without a day',
      { status: 'nurture' },
      { revisitOn: 'Choose the day to come back on.' },
    ],
    [
      'nurture until today',
      { status: 'nurture', revisitOn: '2026-11-23' },
      { revisitOn: 'Choose a day after today.' },
    ],
    [
      'a day that there is not',
      { status: 'nurture', revisitOn: '2027-02-30' },
      { revisitOn: 'Write a date such as 2027-03-01.' },
    ],
    [
      'a month that there is not',
      { status: 'nurture', revisitOn: '2027-13-01' },
      { revisitOn: 'Write a date such as 2027-03-01.' },
    ],
    [
      'a touch in the future',
      {
        status: 'connected',
        touch: { kind: 'call', outcome: 'reached', occurredAt: new Date('2026-11-23T10:00:01Z') },
      },
      { touch: 'A touch cannot be in the future.' },
    ],
    [
      'a touch of the day before yesterday',
      {
        status: 'connected',
        touch: { kind: 'call', outcome: 'reached', occurredAt: new Date('2026-11-22T09:59:59Z') },
      },
      { touch: 'Choose a time within the last 24 hours.' },
    ],
    [
      'a next step now',
      { status: 'connected', nextStepAt: monday },
      { nextStepAt: 'Choose a time that is still to come.' },
    ],
    [
      'a next step in fifteen days',
      { status: 'connected', nextStepAt: new Date('2026-12-08T00:00:00Z') },
      { nextStepAt: 'Choose a time within the next 14 days.' },
    ],
    [
      'a next step after the lease, without a touch',
      { status: 'attempted', nextStepAt: new Date('2026-11-26T11:00:01Z') },
      { nextStepAt: 'Your claim ends before then. Add a touch, or choose an earlier time.' },
    ],
    ['a negative value', { status: 'won', value: -1 }, { value: 'Write an amount such as 5000.' }],
    [
      'a currency in words',
      { status: 'won', value: 1, currency: 'euros' },
      { currency: 'Write a currency’s three letters, such as EUR.' },
    ],
  ];

  test.each(faults)('%s', async (_name, input, errors) => {
    const id = await anasLead();
    const by = click('UANA');
    expect(await update(id, input, by)).toMatchObject({ outcome: 'invalid', errors });
    expect(await events(id)).toHaveLength(1);
    // A corrected form, sent in the same interaction, must go through.
    expect(await seen()).not.toContainEqual({ id: by.interaction });
  });

  test('on the last allowed day, and 24 hours back, is well', async () => {
    const id = await anasLead();
    const occurredAt = new Date('2026-11-22T10:00:00Z');
    const nextStepAt = new Date('2026-12-07T23:59:00Z');
    const touch = { kind: 'email', outcome: 'no-answer', occurredAt } as const;
    expect(await update(id, { status: 'attempted', touch, nextStepAt })).toMatchObject({
      outcome: 'updated',
      lead: { lastTouchAt: occurredAt, followUpDueAt: nextStepAt },
    });
  });
});

test('the same submission, five times at once, takes effect once', async () => {
  const id = await anasLead();
  const by = click('UANA');
  const input = {
    status: 'connected',
    touch: touchOfOneClick('connected'),
    note: 'Hello',
  } as const;
  const done = await Promise.all(Array.from({ length: 5 }, () => update(id, input, by)));
  const outcomes = done.map(({ outcome }) => outcome).toSorted();
  expect(outcomes).toEqual(['repeated', 'repeated', 'repeated', 'repeated', 'updated']);
  expect(await events(id)).toHaveLength(2);
  expect(await touches(id)).toHaveLength(1);
  expect(await notes(id)).toHaveLength(1);
});

test('of twenty different updates at the same time none is lost', async () => {
  const id = await anasLead();
  const touch = touchOfOneClick('attempted');
  const done = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      update(id, { status: 'attempted', touch }, click(index % 2 ? 'UANA' : 'UMIA')),
    ),
  );
  expect(done.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 20 }, () => 'updated'));
  expect(await touches(id)).toHaveLength(20);
  const versions = done.map(({ lead }) => lead?.version).toSorted((a = 0, b = 0) => a - b);
  expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 3));
});
