import { describe, expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

// Thursday, 10:00 in Berlin.
const thursday = new Date('2026-11-26T09:00:00Z');

const last = (world: World, person: string) => {
  const message = world.sandbox.dm(person).at(-1);
  if (!message) throw new Error(`nobody told ${person} anything`);
  return message;
};

/** Two leads of max's form that ana has ended, the second graded poor. */
async function ended(world: World) {
  const won = await world.lead({ name: 'Won Customer' });
  const bad = await world.lead({ name: 'Wrong Person', email: 'wrong@example.org' });
  for (const { card } of [won, bad]) await world.sandbox.click('ana', card, 'Claim');
  await world.sandbox.command('ana', 'leads', `/lead L-${won.id} won`);
  await world.sandbox.click('ana', await world.card(bad.id), 'Update');
  await world.sandbox.select('ana', 'modal', 'Status', 'disqualified');
  await world.sandbox.select('ana', 'modal', 'How good was this lead?', 'poor');
  await world.sandbox.submit('ana', {
    'What stood in the way': 'invalid',
    Evidence: 'The address wrong@example.org belongs to a school.',
    'Why it was poor': ['person'],
  });
  return { won: won.id, bad: bad.id };
}

describe('what came back of a marketer’s leads', () => {
  const here = useWorld({ at: thursday });

  test('comes the next working morning, once, without contact details', async () => {
    const { world } = here;
    await ended(world);
    expect(await world.job('send-feedback')).toEqual({ sent: 0 });
    world.forward({ hours: 23 });
    expect(await world.job('send-feedback')).toEqual({ sent: 1 });
    expect(await world.job('send-feedback')).toEqual({ sent: 0 });
    await world.settled();
    const { text } = last(world, 'max');
    expect(text).toContain('1 grade to answer');
    expect(text).toContain('To be answered by');
    expect(text).toContain('2 ended, 1 won, 1 disqualified (1 invalid)');
    expect(text).toContain('Poor: not the person who decides, says');
    expect(text).toContain('belongs to a school');
    expect(text).not.toContain('wrong@example.org');
  });

  test('only the source’s owner answers; a dispute needs a text, and the rep is told', async () => {
    const { world } = here;
    const message = last(world, 'max');
    await world.sandbox.click('max', message, 'Dispute');
    expect((await world.sandbox.submit('max', { text: ' ' })).errors).toHaveProperty('text');
    await world.sandbox.submit('max', { text: 'They asked for a call on 24 November.' });
    expect(world.sandbox.modal('max')).toBeUndefined();
    await world.settled();
    expect(last(world, 'max').text).toContain('You dispute that');
    expect(last(world, 'ana').text).toContain('They asked for a call on 24 November.');

    const [grade] = await world.ctx.db.selectFrom('grades').selectAll().execute();
    expect(grade).toMatchObject({ answer: 'disputed', answered_by: world.ids.people('max') });
    await world.sandbox.command('mia', 'leads', `/lead L-${grade?.lead_id}`);
    const seen = world.whispers('mia').at(-1);
    if (seen) await world.sandbox.click('mia', seen, 'Details');
    expect(world.sandbox.read(world.sandbox.modal('mia'))).toContain('They asked for a call');
    await world.sandbox.closeModal('mia', { all: true });
  });

  test('what was answered stays, and the grade with it', async () => {
    const { world } = here;
    const [grade] = await world.ctx.db.selectFrom('grades').selectAll().execute();
    await world.sandbox.command('ana', 'leads', `/lead L-${grade?.lead_id}`);
    const seen = world.whispers('ana').at(-1);
    if (seen) await world.sandbox.click('ana', seen, 'Details');
    expect(world.sandbox.read(world.sandbox.modal('ana'))).not.toContain('How good was this lead?');
    await world.sandbox.closeModal('ana', { all: true });
    expect(await world.job('send-feedback')).toEqual({ sent: 0 });
  });
});

describe('a marketer’s thanks and questions', () => {
  const here = useWorld({ at: thursday });

  test('reach the rep, who answers within the window, and the marketer reads it', async () => {
    const { world } = here;
    const { id, card } = await world.lead();
    await world.sandbox.click('ana', card, 'Claim');
    const open = async (person: string) => {
      await world.sandbox.command(person, 'leads', `/lead L-${id}`);
      const seen = world.whispers(person).at(-1);
      if (seen) await world.sandbox.click(person, seen, 'Details');
    };
    await open('max');
    await world.sandbox.click('max', 'modal', 'Ask the rep');
    await world.sandbox.submit('max', { text: 'What did they say about the date?' });
    expect(world.sandbox.read(world.sandbox.modal('max'))).toContain('Sent to');
    await world.sandbox.closeModal('max', { all: true });
    await world.settled();

    const question = last(world, 'ana');
    expect(question.text).toContain('What did they say about the date?');
    await world.sandbox.click('ana', question, 'Answer');
    await world.sandbox.submit('ana', { text: 'They want to begin in March.' });
    await world.settled();
    expect(last(world, 'ana').text).toContain('You answered:');
    expect(last(world, 'max').text).toContain('They want to begin in March.');
    const [remark] = await world.ctx.db.selectFrom('remarks').selectAll().execute();
    expect(remark).toMatchObject({ kind: 'question', to_id: world.ids.people('ana') });
    expect(Number(remark?.due_at)).toBeGreaterThan(Number(remark?.answered_at));
  });

  test('are for the owner of the lead’s source', async () => {
    const { world } = here;
    const { id, card } = await world.lead();
    await world.sandbox.click('ana', card, 'Claim');
    await world.sandbox.click('mia', await world.card(id), 'Details');
    const buttons = JSON.stringify(world.sandbox.modal('mia')?.blocks);
    expect(buttons).not.toContain('feedback:thanks');
  });
});

describe('a source that slips', () => {
  // Thursday, 10:00 in Berlin.
  const here = useWorld({ at: thursday });

  test('is named in the digest, with both shares and their numbers', async () => {
    const { world } = here;
    const now = world.clock.now().getTime();
    const { id } = await world.lead({ name: 'Fresh Start' });
    await world.settled();
    const { id: _, ...lead } = await world.ctx.db
      .selectFrom('leads')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const decided = (days: number, good: number, all: number) =>
      Array.from({ length: all }, (_, n) => {
        const at = new Date(now - days * 86_400_000);
        return {
          ...lead,
          ...{ status: 'lost' as const, closed_at: at, follow_up_due_at: null, touch_count: 1 },
          qualified_at: n < good ? at : null,
        };
      });
    await world.ctx.db
      .insertInto('leads')
      .values([...decided(30, 20, 40), ...decided(1, 1, 12)])
      .execute();
    await world.job('rate-sources');
    world.forward({ hours: 22, minutes: 30 });
    expect(await world.job('send-digests')).toMatchObject({ sent: 1 });
    await world.settled();
    const digest = world.sandbox.dm('mia').find(({ text }) => text.includes('Slipping sources'));
    expect(digest?.text).toContain('8 % (1 of 12) in the last seven days');
    expect(digest?.text).toContain('50 % (20 of 40) in the eight weeks before');
  });
});
