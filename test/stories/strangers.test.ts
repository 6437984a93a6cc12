import { beforeAll, describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

// What belongs to another workspace is refused with a warning in the log.
const here = useWorld({ expectErrors: ['"level":40'] });

/** Everything there is of leads, as text: whatever somebody does who may do nothing, it stays the same. */
async function everything(): Promise<string> {
  const { db } = here.world.ctx;
  const tables = [
    'leads',
    'lead_details',
    'lead_events',
    'touches',
    'notes',
    'settings_versions',
  ] as const;
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows);
}

describe.each([
  ['a guest', 'gil', /^Guests cannot/],
  ['a bot', 'robo', /^Apps cannot work on leads/],
  ['a deactivated person', 'gone', /^Your account is deactivated/],
])('%s', (_, who, refusal) => {
  let lead: Awaited<ReturnType<(typeof here)['world']['lead']>>;
  beforeAll(async () => {
    const { sandbox } = here.world;
    sandbox.addUser({ name: who, isGuest: who === 'gil', isBot: who === 'robo' });
    await sandbox.settled();
    if (who === 'gone') await sandbox.deactivate(who);
    lead = await here.world.lead({ name: 'Secret Name', email: `${who}@example.org` });
  });

  const told = async (act: () => Promise<unknown>): Promise<string> => {
    const { world } = here;
    const before = world.whispers(who).length;
    const was = await everything();
    expect(await act()).toMatchObject({ acked: true });
    await world.settled();
    expect(await everything()).toBe(was);
    return world.sandbox.waitFor(() => world.whispers(who)[before]?.text);
  };

  test.each(['Claim', 'Details'])('clicks %s in vain, and is told', async (button) => {
    const { sandbox } = here.world;
    expect(await told(() => sandbox.click(who, lead.card, button))).toMatch(refusal);
    expect(sandbox.modal(who)).toBeUndefined();
  });

  test.each([
    '',
    'mine',
    'L-#',
    'claim L-#',
    'L-# connected call',
    'note L-# "mine now"',
    'release L-# "why not"',
    'postpone L-# tomorrow',
  ])('types /lead %s in vain, and is told', async (text) => {
    const { sandbox } = here.world;
    const typed = `/lead ${text.replace('#', String(lead.id))}`.trim();
    const answer = await told(() => sandbox.command(who, 'leads', typed));
    expect(answer).toMatch(/cannot|deactivated/);
    expect(answer).not.toContain('Secret Name');
  });

  test('types /lead setup in vain', async () => {
    const { sandbox } = here.world;
    sandbox.addChannel({ name: `of-${who}` });
    const answer = await told(() => sandbox.command(who, 'leads', '/lead setup'));
    expect(answer).not.toContain('takes leads now');
  });

  test('brings in no lead', async () => {
    const { sandbox } = here.world;
    const was = await everything();
    await sandbox.command(who, 'leads', '/lead new');
    await sandbox.submit(who, { Name: 'Brought In', to: here.world.ids.leads });
    expect(sandbox.read(sandbox.modal(who))).toContain('Guests cannot enter leads');
    await sandbox.closeModal(who);
    await here.world.settled();
    expect(await everything()).toBe(was);
  });
});

test.each(['gil', 'gone'])('%s sees no leads in Home', async (who) => {
  const { sandbox } = here.world;
  await sandbox.openHome(who);
  await sandbox.waitFor(() => sandbox.home(who));
  expect(sandbox.read(sandbox.home(who))).not.toContain('Secret Name');
});

describe('somebody of another workspace', () => {
  const click = (team: string, user: string, leadId: number, ts: string) => ({
    kind: 'interactive' as const,
    acceptsResponse: false,
    payload: {
      type: 'block_actions',
      team: { id: team },
      user: { id: user, team_id: 'T0OTHER' },
      trigger_id: `${user}.${leadId}`,
      container: { type: 'message', channel_id: here.world.ids.leads, message_ts: ts },
      actions: [{ type: 'button', action_id: 'lead:claim', block_id: 'b', value: String(leadId) }],
    },
  });

  test('who shares the channel claims nothing', async () => {
    const { sandbox, ids } = here.world;
    const { id, card } = await here.world.lead();
    const was = await everything();
    await sandbox.deliver(click('T0OTHER', 'U0OTHER', id, card.ts));
    await sandbox.deliver(click(sandbox.teamId, 'U0OTHER', id, card.ts));
    await sandbox.deliver(click('T0OTHER', ids.people('ana'), id, card.ts));
    await here.world.settled();
    expect(await everything()).toBe(was);
  });
});
