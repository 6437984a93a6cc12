import { beforeAll, describe, expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const complete = 'files.completeUploadExternal';

/** A month in which something was due on most working days, for mia's channel. */
async function lookBack(world: World): Promise<void> {
  const { id } = await world.lead();
  const days = ['12', '13', '16', '17', '18', '19', '20', '23'];
  const rows = days.flatMap((day, n) =>
    [9, 10, 14].slice(n % 2).map((hour) => ({
      workspace_id: world.ctx.workspaceId,
      lead_id: id,
      kind: 'updated',
      actor_id: world.ids.people('ana'),
      owner_id: world.ids.people('ana'),
      channel_id: world.ids.leads,
      at: new Date(Date.UTC(2026, 10, Number(day), hour)),
      due_from: new Date(Date.UTC(2026, 10, Number(day), 12)),
      due_outcome: 'met' as const,
      data: '{}',
    })),
  );
  await world.ctx.db.insertInto('lead_events').values(rows).execute();
}

/** 08:30 in Berlin on the next day: the digest and its picture go. */
async function nextDigest(world: World): Promise<void> {
  const tomorrow = new Date(world.clock.now().getTime() + 86_400_000);
  tomorrow.setUTCHours(7, 30, 0, 0);
  world.forward({
    minutes: Math.ceil((tomorrow.getTime() - world.clock.now().getTime()) / 60_000),
  });
  expect(await world.job('send-digests')).toMatchObject({ sent: 1 });
}

/** What mia got since, as `picture` or the first line of the text. */
function newsFor(world: World, since: number): string[] {
  return world.sandbox
    .dm('mia')
    .slice(since)
    .map(({ files, text }) => (files[0] ? 'picture' : (text.split('\n')[0] ?? '')));
}

describe("a digest's picture", () => {
  // Tuesday, 10:00 in Berlin.
  const here = useWorld({
    at: new Date('2026-11-24T09:00:00Z'),
    expectErrors: ['an upload failed', 'a file cannot be shared'],
  });
  const seen = () => here.world.sandbox.dm('mia').length;
  beforeAll(() => lookBack(here.world));

  test('comes once although the answer was lost and the app started anew', async () => {
    const { world } = here;
    const before = seen();
    world.sandbox.faults.add({ method: complete, fault: 'accept-then-reset' });
    await nextDigest(world);
    await world.stopApp();
    await world.startApp();
    world.forward({ minutes: 1 });
    await world.settled();
    const [digest, ...after] = newsFor(world, before);
    expect(digest).toMatch(/unclaimed|overdue/);
    expect(after).toEqual(['picture']);
  });

  test('comes right after the digest although Slack was slow to take it', async () => {
    const { world } = here;
    const before = seen();
    world.sandbox.faults.add({ method: 'files.getUploadURLExternal', fault: '503' });
    await nextDigest(world);
    world.forward({ minutes: 1 });
    await world.settled();
    expect(newsFor(world, before).slice(1)).toEqual(['picture']);
  });

  test('is said in words where a firewall lets no uploads through', async () => {
    const { world } = here;
    const before = seen();
    world.sandbox.faults.add({ method: 'upload', fault: 'reset-before', times: Infinity });
    await nextDigest(world);
    for (let tries = 0; tries < 3; tries++) {
      world.forward({ minutes: 1 });
      await world.settled();
    }
    world.sandbox.faults.clear();
    const [, words, ...more] = newsFor(world, before);
    expect(words).toContain('last 30 days');
    expect(more).toEqual([]);
    // What is for the channel, and for others, goes as ever.
    expect((await world.lead({ name: 'Afterwards' })).card.text).toContain('Afterwards');
  });
});
