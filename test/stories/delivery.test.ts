import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld({ expectErrors: ['http request failed', 'nothing can be posted'] });
const cardsOf = (name: string) =>
  here.world.sandbox.messages('leads').filter(({ text }) => text.includes(name));

test('a lead that arrives while Slack is away gets its one card afterwards', async () => {
  const { sandbox } = here.world;
  const outage = sandbox.faults.add({ method: 'chat.postMessage', fault: '503', times: 3 });
  await here.world.receive({ name: 'Patient Lead', email: 'patient@example.org' });
  await sandbox.waitFor(() => outage.hits === 3);
  await sandbox.waitFor(() => cardsOf('Patient Lead').length > 0);
  await here.world.settled();
  expect(cardsOf('Patient Lead')).toHaveLength(1);
});

test('a card whose posting Slack took without saying so is not posted again', async () => {
  const { world } = here;
  world.sandbox.faults.add({ method: 'chat.postMessage', fault: 'accept-then-reset' });
  const { card } = await world.lead({ name: 'Lost Reply' });
  expect(cardsOf('Lost Reply')).toHaveLength(1);
  await world.sandbox.click('ana', card, 'Claim');
  await world.settled();
  expect(cardsOf('Lost Reply')[0]?.text).toContain(`<@${world.ids.people('ana')}>`);
});

test('a card that an admin deleted stands again after the next change', async () => {
  const { world } = here;
  const { id, card } = await world.lead({ name: 'Deleted Lead' });
  await world.ctx.slack.chat.delete({ channel: card.channel, ts: card.ts });
  await world.sandbox.command('ana', 'leads', `/lead claim L-${id}`);
  await world.settled();
  const cards = cardsOf('Deleted Lead');
  expect(cards).toHaveLength(1);
  expect(cards[0]?.text).toContain(`<@${world.ids.people('ana')}>`);
});

test('leads for an archived channel wait; their cards come when it lives again', async () => {
  const { world } = here;
  await world.sandbox.archive('leads');
  await world.receive({ name: 'Waiting Lead', email: 'waiting@example.org' });
  await world.sandbox.settled(200);
  expect(world.sandbox.callsTo('chat.postMessage').filter(({ error }) => error)).toEqual([]);
  await world.sandbox.unarchive('leads');
  await world.settled();
  expect(cardsOf('Waiting Lead')).toHaveLength(1);
});

test('a private channel without the app gets its cards when the app is invited again', async () => {
  const { world } = here;
  const { sandbox } = world;
  const id = sandbox.addChannel({ name: 'deals', isPrivate: true }).id;
  await world.changeSettings((settings) => ({
    ...settings,
    channels: {
      ...settings.channels,
      [id]: { managers: [], mode: 'claim', roster: [], holidays: [] },
    },
    sources: { ...settings.sources, deals: { channel: id } },
  }));
  await sandbox.removeApp('deals');
  const before = sandbox.callsTo('chat.postMessage').length;
  await world.receive({ name: 'Private Lead', email: 'private@example.org' }, { source: 'deals' });
  await sandbox.settled(200);
  expect(sandbox.callsTo('chat.postMessage')).toHaveLength(before);
  await sandbox.addApp('deals');
  await world.settled();
  expect(sandbox.messages('deals').map(({ text }) => text)).toEqual([
    expect.stringContaining('Private Lead'),
  ]);
});
