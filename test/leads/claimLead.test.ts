import { afterAll, expect, test } from 'vitest';
import { claimLead } from '../../src/leads/claimLead.ts';
import { findLead } from '../../src/leads/leadStore.ts';
import { postLead } from '../../src/leads/postLead.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, addLead, events, cards, seen } = kernel;
afterAll(kernel.drop);

test('the claimer becomes the owner, on a lease, with the first touch due in an hour', async () => {
  const id = await addLead({
    followUpDueAt: new Date('2026-11-23T10:15:00Z'),
    details: { email: 'jane@example.com' },
  });
  const by = click('UANA');
  const { outcome, lead } = await claimLead(ctx, { leadId: id, by });

  expect(outcome).toBe('claimed');
  expect(lead).toMatchObject({
    version: 2,
    status: 'claimed',
    ownerId: 'UANA',
    claimedAt: monday,
    followUpDueAt: new Date('2026-11-23T11:00:00Z'),
    dueRule: 'status:claimed',
    dueTimezone: 'UTC',
    leaseEndsAt: new Date('2026-11-26T11:00:00Z'),
    details: { email: 'jane@example.com' },
  });
  expect(await events(id)).toMatchObject([
    {
      kind: 'claimed',
      at: monday,
      actor_id: 'UANA',
      owner_id: null,
      status_from: 'new',
      status_to: 'claimed',
      due_from: new Date('2026-11-23T10:15:00Z'),
      due_outcome: 'met',
      due_to: new Date('2026-11-23T11:00:00Z'),
      due_rule: 'status:claimed',
      settings_version: 1,
    },
  ]);
  expect(await cards(id)).toMatchObject([{ wanted_version: 2, shown_version: 1 }]);
  expect(await seen()).toContainEqual({ id: by.interaction });
});

test('a claim is due by the calendar of the one who claims', async () => {
  const id = await addLead();
  const { lead } = await claimLead(ctx, { leadId: id, by: click('UBEN') });
  // It is five in the morning in New York.
  expect(lead).toMatchObject({
    followUpDueAt: new Date('2026-11-23T15:00:00Z'),
    dueTimezone: 'America/New_York',
  });
});

test('the first thing due on an appointment is the appointment', async () => {
  const appointmentAt = new Date('2026-11-24T13:30:00Z');
  const id = await addLead({ appointmentAt });
  const { lead } = await claimLead(ctx, { leadId: id, by: click('UANA') });
  expect(lead).toMatchObject({ followUpDueAt: appointmentAt, dueRule: 'appointment' });
});

test('of fifty claimers one wins, and the others learn who has it and since when', async () => {
  const id = await addLead();
  const clicks = Array.from({ length: 50 }, (_, index) => click(index % 2 ? 'UANA' : 'UBEN'));
  const before = kernel.woken();
  const outcomes = await Promise.all(clicks.map((by) => claimLead(ctx, { leadId: id, by })));

  const won = outcomes.flatMap((outcome, index) =>
    outcome.outcome === 'claimed' ? [clicks[index]] : [],
  );
  expect(won).toHaveLength(1);
  const winner = won[0]?.id ?? '';
  outcomes.forEach((outcome, index) => {
    const by = clicks[index];
    if (by === won[0]) return;
    expect(outcome).toMatchObject(
      by?.id === winner
        ? { outcome: 'yours-already' }
        : { outcome: 'taken', by: winner, since: monday },
    );
  });
  expect(await events(id)).toMatchObject([{ kind: 'claimed', actor_id: winner }]);
  expect(await cards(id)).toMatchObject([{ wanted_version: 2 }]);
  // Only what had an effect is remembered.
  const ids = (await seen()).map((row) => row.id);
  expect(clicks.filter((by) => ids.includes(by.interaction ?? ''))).toEqual(won);
  expect(kernel.woken()).toBe(before + 1);
});

test('the same interaction, five times at once, takes effect once', async () => {
  const id = await addLead();
  const by = click('UANA');
  const claims = Array.from({ length: 5 }, () => claimLead(ctx, { leadId: id, by }));
  const outcomes = (await Promise.all(claims)).map(({ outcome }) => outcome);
  expect(outcomes.toSorted()).toEqual(['claimed', ...Array.from({ length: 4 }, () => 'repeated')]);
  expect(await events(id)).toHaveLength(1);
});

test('a claim that Slack delivers again after a release takes no effect', async () => {
  const id = await addLead();
  const by = click('UANA');
  await claimLead(ctx, { leadId: id, by });
  await releaseLead(ctx, { leadId: id, by: click('UANA'), reason: 'not mine' });
  expect(await claimLead(ctx, { leadId: id, by })).toMatchObject({
    outcome: 'repeated',
    lead: { status: 'new', ownerId: null },
  });
});

test('a second click of the winner changes nothing', async () => {
  const id = await addLead();
  await claimLead(ctx, { leadId: id, by: click('UANA') });
  const again = await claimLead(ctx, { leadId: id, by: click('UANA') });
  expect(again).toMatchObject({ outcome: 'yours-already', lead: { version: 2 } });
  expect(await events(id)).toHaveLength(1);
});

test.each([
  ['UEVE', 'roster'],
  ['UGUEST', 'guest'],
  ['UGONE', 'deactivated'],
  ['UBOT', 'bot'],
  ['USTRANGER', 'unknown'],
])('%s may not claim: %s', async (person, why) => {
  const id = await addLead();
  const by = click(person);
  expect(await claimLead(ctx, { leadId: id, by })).toMatchObject({ outcome: 'not-allowed', why });
  expect(await events(id)).toEqual([]);
  expect(await seen()).not.toContainEqual({ id: by.interaction });
});

test('what is closed, held or unknown cannot be claimed', async () => {
  const closed = await addLead({ status: 'disqualified', closedAt: monday });
  const held = await addLead({ status: 'held', postedAt: null, card: false });
  for (const leadId of [closed, held]) {
    const outcome = await claimLead(ctx, { leadId, by: click('UANA') });
    expect(outcome).toMatchObject({ outcome: 'gone', lead: { id: leadId } });
  }
  const unknown = await claimLead(ctx, { leadId: 999_999, by: click('UANA') });
  expect(unknown).toEqual({ outcome: 'gone', lead: null });
});

test('a claim ends the breach that it answers', async () => {
  const due = new Date('2026-11-23T09:30:00Z');
  const id = await addLead({ followUpDueAt: due, breachedAt: monday });
  const breach = { workspace_id: 'T1', lead_id: id, due_at: due, channel_id: 'CLEADS' };
  await kernel.db
    .insertInto('breaches')
    .values({ ...breach, noticed_at: monday })
    .execute();
  const { lead } = await claimLead(ctx, { leadId: id, by: click('UANA') });
  expect(lead?.breachedAt).toBeNull();
  expect(await kernel.breaches(id)).toMatchObject([{ dealt_with_at: monday }]);
});

test('what is answered is what is stored', async () => {
  const id = await addLead({ followUpDueAt: monday, details: { name: 'Jane' } });
  const { lead } = await claimLead(ctx, { leadId: id, by: click('UANA') });
  expect(await findLead(ctx.db, 'T1', id)).toEqual(lead);
});

test('claims that meet the posting of the card and the end of the window all count', async () => {
  const due = new Date('2026-11-23T10:00:00Z');
  const posting = await Promise.all(Array.from({ length: 10 }, () => addLead({ postedAt: null })));
  const late = await Promise.all(Array.from({ length: 10 }, () => addLead({ followUpDueAt: due })));
  const post = (leadId: number) =>
    ctx.db.transaction().execute(async (trx) => {
      await postLead(ctx, trx, { leadId, at: monday });
      // As the delivery does: the lead first, then its message.
      await trx
        .updateTable('messages')
        .set({ attempts: 1 })
        .where('lead_id', '=', leadId)
        .execute();
    });
  await Promise.all([
    ...posting.flatMap((id) => [post(id), claimLead(ctx, { leadId: id, by: click('UANA') })]),
    ...late.map((id) => claimLead(ctx, { leadId: id, by: click('UANA') })),
    markBreached(late),
  ]);
  for (const id of [...posting, ...late]) {
    expect(await findLead(ctx.db, 'T1', id)).toMatchObject({
      ownerId: 'UANA',
      postedAt: monday,
      breachedAt: null,
      followUpDueAt: new Date('2026-11-23T11:00:00Z'),
    });
    const told = await events(id);
    // Whatever window was open is met by the claim.
    const opened = [...told.map(({ due_to }) => due_to), late.includes(id) ? due : null].find(
      (at) => at && at < new Date('2026-11-23T11:00:00Z'),
    );
    const met = told.find(({ kind }) => kind === 'claimed');
    expect(met?.due_from ?? null).toEqual(opened ?? null);
    expect((await kernel.breaches(id)).every((breach) => breach.dealt_with_at)).toBe(true);
  }
});

/** What the job that records breaches does to leads that nobody owns. */
async function markBreached(ids: number[]) {
  const { rows } = await kernel.pool.query<{ id: number }>(
    `with marked as (
       update leads set breached_at = $2 where id in (
         select id from leads where id = any($1) and follow_up_due_at <= $2 and breached_at is null
         for update skip locked)
       returning *)
     insert into breaches (workspace_id, lead_id, due_at, channel_id, noticed_at)
     select workspace_id, id, follow_up_due_at, channel_id, $2 from marked returning lead_id as id`,
    [ids, monday],
  );
  return rows;
}
