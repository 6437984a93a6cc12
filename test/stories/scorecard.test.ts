import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { readScorecard } from '../../src/digests/readScorecard.ts';
import { localDays } from '../../src/digests/reports/reported.ts';
import { arrivals } from '../../src/digests/reports/arrivals.ts';
import { timesOf } from '../../src/digests/reports/spreads.ts';
import { complianceByRep } from '../../src/leads/complianceStore.ts';
import { shareInWords } from '../../src/leads/complianceWords.ts';
import { lengthInWords } from '../../src/people/lengthInWords.ts';
import { findPerson } from '../../src/people/peopleStore.ts';
import { useWorld, type World } from '../support/world.ts';

const weeks = (world: World, person: string): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ text }) => text.startsWith('Your week from'));
const pictures = (world: World, person: string): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ text }) => text.startsWith('Updates on time by day'));

describe("a rep's week", () => {
  // Monday, 10:00 in Berlin.
  const here = useWorld();

  test('comes on Friday at three of their own clock, to whoever owned or owed something', async () => {
    const { world } = here;
    const tried = await world.lead({ name: 'Tried In Time' });
    await world.sandbox.click('ana', tried.card, 'Claim');
    await world.settled();
    await world.sandbox.click('ana', await world.card(tried.id), 'Tried, no answer');
    world.forward({ days: 3 });
    const kept = await world.lead({ name: 'Kept Waiting' });
    await world.sandbox.click('ben', kept.card, 'Claim');
    // Friday, 14:55 in Berlin.
    world.forward({ days: 1, hours: 4, minutes: 55 });
    await world.job('follow-up');
    expect(await world.job('send-scorecards')).toEqual({ sent: 0 });
    world.forward({ minutes: 5 });
    expect(await world.job('send-scorecards')).toEqual({ sent: 1 });
    expect(weeks(world, 'ana')).toHaveLength(1);
    // Three o'clock in London is an hour later.
    expect(weeks(world, 'ben')).toHaveLength(0);
    world.forward({ hours: 1 });
    expect(await world.job('send-scorecards')).toEqual({ sent: 1 });
    expect(weeks(world, 'ben')).toHaveLength(1);
    expect(weeks(world, 'mia')).toHaveLength(0);
    expect(weeks(world, 'max')).toHaveLength(0);
  });

  test('has the numbers that their manager sees', async () => {
    const { world } = here;
    const { leads, people } = world.ids;
    const span = { channels: [leads], from: '2026-11-23', until: '2026-11-27' };
    const reps = await complianceByRep(world.ctx, span);
    for (const name of ['ana', 'ben']) {
      const own = reps.find(({ personId }) => personId === people(name))?.compliance;
      if (!own) throw new Error(`${name} owed nothing`);
      const text = weeks(world, name)[0]?.text ?? '';
      expect(text).toContain(`On time: ${shareInWords(own.onTime, own.due)}`);
    }
    expect(reps).toHaveLength(2);
  });

  test('names the leads that would change them, with their buttons', async () => {
    const { world } = here;
    const [week] = weeks(world, 'ben');
    if (!week) throw new Error('no scorecard');
    expect(week.text).toContain('Kept Waiting');
    expect(week.text).toContain('Overdue since');
    await world.sandbox.click('ben', week, 'Connected');
    expect((await world.whisper('ben', week.channel)).text).toContain('Connected');
    const [lead] = await world.ctx.db
      .selectFrom('leads')
      .select('status')
      .where('owner_id', '=', world.ids.people('ben'))
      .execute();
    expect(lead?.status).toBe('connected');
  });

  test('has the times of the manager’s report by rep', async () => {
    const { world } = here;
    const { ctx } = world;
    const personId = world.ids.people('ben');
    const { document } = await ctx.settings.current();
    const days = localDays(document, { from: '2026-11-23', until: '2026-11-29' });
    const reach = { of: 'channels', channels: [world.ids.leads] } as const;
    const { workspaceId } = ctx;
    const ofRep = { by: 'rep', timed: true, only: [personId] } as const;
    const { times } = await arrivals(ctx.db, { workspaceId, reach, days }, ofRep);
    const { parts } = timesOf(times);
    const person = await findPerson(ctx.db, workspaceId, personId);
    if (!person) throw new Error('ben is not known');
    const { figures } = await readScorecard(ctx, person, { monday: '2026-11-23' });
    expect(parts.get(personId)).toMatchObject({ claim: { n: 1 }, touch: { n: 1 } });
    for (const what of ['claim', 'touch'] as const) {
      expect(lengthInWords(parts.get(personId)?.[what]?.median ?? -1)).toBe(
        lengthInWords(figures[what]?.median ?? -2),
      );
    }
  });

  test('is followed by a picture of their own days', () => {
    const { world } = here;
    expect(pictures(world, 'ana')).toHaveLength(1);
    expect(pictures(world, 'ana')[0]?.text).toContain('100 %');
  });

  test('comes once, whatever restarts', async () => {
    const { world } = here;
    await world.stopApp();
    await world.startApp();
    world.forward({ hours: 2 });
    expect(await world.job('send-scorecards')).toEqual({ sent: 0 });
    expect(weeks(world, 'ana')).toHaveLength(1);
    expect(await world.violations()).toEqual([]);
  });

  test('can be asked for at any time, by command and from Home', async () => {
    const { world } = here;
    const { body } = await world.sandbox.command('ana', 'leads', '/lead scorecard');
    expect(JSON.stringify(body)).toContain('Your week from Mon 23 Nov');
    await world.sandbox.openHome('ana');
    await world.sandbox.click('ana', 'home', 'My week');
    const modal = world.sandbox.modal('ana');
    expect(JSON.stringify(modal?.blocks)).toContain('On time: ');
    await world.sandbox.closeModal('ana');
  });
});

describe('after a downtime over the usual time', () => {
  // Friday, 14:00 in Berlin.
  const here = useWorld({ at: new Date('2026-11-20T13:00:00Z') });

  test('it comes late the same day, and says so', async () => {
    const { world } = here;
    const { card } = await world.lead({ name: 'Kept Waiting' });
    await world.sandbox.click('ana', card, 'Claim');
    await world.settled();
    await world.stopApp();
    world.forward({ hours: 8 });
    await world.startApp();
    expect(await world.job('send-scorecards')).toEqual({ sent: 1 });
    expect(weeks(world, 'ana')[0]?.text).toContain('Sent late');
  });

  test('on a later day not at all', async () => {
    const { world } = here;
    world.forward({ days: 6, hours: 10 });
    await world.stopApp();
    world.forward({ days: 1 });
    await world.startApp();
    // Saturday, 08:00.
    expect(await world.job('send-scorecards')).toEqual({ sent: 0 });
    expect(weeks(world, 'ana')).toHaveLength(1);
  });
});

describe('a rep who left', () => {
  const here = useWorld({ at: new Date('2026-11-26T09:00:00Z') });

  test('gets none', async () => {
    const { world } = here;
    const { card } = await world.lead({ name: 'Kept Waiting' });
    await world.sandbox.click('ana', card, 'Claim');
    await world.settled();
    await world.ctx.db
      .updateTable('people')
      .set({ is_deactivated: true })
      .where('id', '=', world.ids.people('ana'))
      .execute();
    world.forward({ days: 1, hours: 6 });
    expect(await world.job('send-scorecards')).toEqual({ sent: 0 });
  });
});
