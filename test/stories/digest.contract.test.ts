import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { useWorld, type World } from '../support/world.ts';

const digests = (world: World, person = 'mia'): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ text }) => /overdue|unclaimed/i.test(text));

describe("a manager's digest", () => {
  // Thursday, 10:00 in Berlin.
  const here = useWorld({ at: new Date('2026-11-26T09:00:00Z') });

  test('comes at half past eight of their local working day', async () => {
    const { world } = here;
    const { card } = await world.lead({ name: 'Kept Waiting' });
    await world.sandbox.click('ben', card, 'Claim');
    const tried = await world.lead({ name: 'Tried In Time' });
    await world.sandbox.click('ana', tried.card, 'Claim');
    await world.settled();
    await world.sandbox.click('ana', await world.card(tried.id), 'Tried, no answer');
    await world.lead({ name: 'Never Claimed' });
    world.forward({ hours: 4 });
    await world.job('follow-up');
    // The app was installed today, after half past eight.
    expect(await world.job('send-digests')).toMatchObject({ sent: 0 });

    world.forward({ hours: 18, minutes: 29 });
    expect(await world.job('send-digests')).toMatchObject({ sent: 0 });
    world.forward({ minutes: 1 });
    expect(await world.job('send-digests')).toMatchObject({ sent: 1 });
  });

  test('begins with the sentence that matters, and shows no share without its numbers', () => {
    const { world } = here;
    const text = digests(world).at(-1)?.text ?? '';
    expect(text.split('\n')[0]).toBe(
      '1 lead overdue with 1 rep, 1 lead unclaimed past the window.',
    );
    // Of the reps' updates due on Thursday Ana's was in time, and Ben's was not.
    expect(text).toContain('Thursday 50 % (1 of 2)');
    expect(text).toContain(`<@${world.ids.people('ben')}>: 1 lead`);
    expect(text).toContain('Never Claimed');
    expect(text).not.toContain('Tried In Time');
  });

  test('comes once a day, whatever restarts', async () => {
    const { world } = here;
    const before = digests(world).length;
    await world.stopApp();
    await world.startApp();
    world.forward({ minutes: 5 });
    expect(await world.job('send-digests')).toMatchObject({ sent: 0 });
    expect(digests(world)).toHaveLength(before);
  });

  test('has a button that nudges a rep, once a day', async () => {
    const { world } = here;
    const digest = digests(world).at(-1);
    if (!digest) throw new Error('no digest');
    await world.sandbox.click('mia', digest, 'Nudge');
    expect((await world.whisper('mia', digest.channel)).text).toContain('1 overdue lead');
    await world.sandbox.click('mia', digest, 'Nudge');
    expect((await world.whisper('mia', digest.channel)).text).toContain('asked');
    // 08:35 in Berlin is before Ben's hours in London.
    expect(world.sandbox.dm('ben').filter(({ text }) => text.includes('asks'))).toEqual([]);
    world.forward({ hours: 2 });
    await world.settled();
    const asked = world.sandbox.dm('ben').filter(({ text }) => text.includes('asks'));
    expect(asked).toHaveLength(1);
    expect(asked[0]?.text).toContain('Kept Waiting');
  });
});

describe('after a downtime over the usual time', () => {
  // Friday, 15:00 in Berlin.
  const here = useWorld({ at: new Date('2026-11-27T14:00:00Z') });

  test('the digest is sent late, and says so', async () => {
    const { world } = here;
    await world.stopApp();
    world.forward({ days: 2, hours: 21 });
    await world.startApp();
    expect(await world.job('send-digests')).toMatchObject({ sent: 1 });
    expect(world.sandbox.dm('mia').at(-1)?.text).toContain('Sent late');
  });

  test('a quiet day is one line', () => {
    const text = here.world.sandbox.dm('mia').at(-1)?.text ?? '';
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toContain('Nothing is overdue and nothing is unclaimed.');
  });

  test('after half past two there is none, and never two', async () => {
    const { world } = here;
    world.forward({ days: 1, hours: 2, minutes: 31 });
    expect(await world.job('send-digests')).toMatchObject({ sent: 0 });
    expect(world.sandbox.dm('mia')).toHaveLength(1);
  });
});

describe('at the weekend', () => {
  const here = useWorld({ at: new Date('2026-11-27T14:00:00Z') });

  test('there is none', async () => {
    here.world.forward({ days: 1 });
    expect(await here.world.job('send-digests')).toMatchObject({ sent: 0 });
  });
});
