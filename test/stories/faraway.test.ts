import { describe, expect, test } from 'vitest';
import { useWorld, type World } from '../support/world.ts';

const dueOf = async ({ ctx }: World, id: number) => {
  const { follow_up_due_at, due_timezone } = await ctx.db
    .selectFrom('leads')
    .where('id', '=', id)
    .select(['follow_up_due_at', 'due_timezone'])
    .executeTakeFirstOrThrow();
  // The story's clock runs on while it is told.
  return [follow_up_due_at?.toISOString().slice(0, 16), due_timezone];
};

describe('in Samoa, where it is tomorrow already', () => {
  // Friday, 16:45 there; Friday, 04:45 in Berlin.
  const here = useWorld({ at: new Date('2026-11-27T03:45:00Z') });

  test('a claim on Friday afternoon is due on Monday morning there, which is Sunday elsewhere', async () => {
    const { world } = here;
    world.sandbox.addUser({ name: 'sina', tz: 'Pacific/Apia' });
    const { id, card } = await world.lead();
    await world.sandbox.click('sina', card, 'Claim');
    expect(await dueOf(world, id)).toEqual(['2026-11-29T20:15', 'Pacific/Apia']);
    world.forward({ days: 2, hours: 16, minutes: 25 });
    expect(world.clock.now().toISOString()).toContain('2026-11-29T20:10');
    await world.job('follow-up');
    expect(world.sandbox.dm('sina')).toEqual([]);
    world.forward({ minutes: 10 });
    await world.job('follow-up');
    expect(world.sandbox.dm('sina')).toHaveLength(1);
  });

  test('the holiday of a channel there is that day there', async () => {
    const { world } = here;
    const { leads } = world.ids;
    await world.changeSettings((settings) => ({
      ...settings,
      channels: {
        [leads]: {
          managers: [],
          mode: 'claim',
          roster: [],
          timezone: 'Pacific/Apia',
          holidays: ['2026-11-30'],
        },
      },
    }));
    // It is Monday, 09:20 there, and a holiday; in Berlin Sunday evening.
    const { id } = await world.lead();
    expect(await dueOf(world, id)).toEqual(['2026-11-30T20:15', 'Pacific/Apia']);
  });
});

describe('somebody whose Slack profile has no timezone, or one that is none', () => {
  // The clicks that are made up here bring no address for an answer.
  const here = useWorld({ expectErrors: ['a whisper was lost'] });

  test.each([undefined, null, '', 'Mars/Olympus_Mons', 'constructor'])('%s', async (tz) => {
    const { world } = here;
    const { sandbox, ids } = world;
    const user = `U0NOWHERE${String(tz).replace(/\W/g, '').toUpperCase()}`;
    const profile = { real_name: 'No Where' };
    const about = { id: user, team_id: sandbox.teamId, name: 'nowhere', tz, profile };
    expect(await sandbox.event({ type: 'user_change', user: about })).toMatchObject({
      acked: true,
    });
    const { id, card } = await world.lead();
    await sandbox.deliver({
      kind: 'interactive',
      acceptsResponse: false,
      payload: {
        type: 'block_actions',
        team: { id: sandbox.teamId },
        user: { id: user },
        trigger_id: `trigger.${user}`,
        container: { type: 'message', channel_id: ids.leads, message_ts: card.ts },
        actions: [{ type: 'button', action_id: 'lead:claim', block_id: 'b', value: String(id) }],
      },
    });
    // Monday, 10:00 in Berlin, the workspace's own clock.
    expect(await dueOf(world, id)).toEqual(['2026-11-23T10:00', 'Europe/Berlin']);
    await world.settled();
  });
});
