import { expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();

/** One more lead of Ana's runs past its window. */
async function oneMoreDue(): Promise<void> {
  const { world } = here;
  const { card } = await world.lead();
  await world.sandbox.click('ana', card, 'Claim');
  world.forward({ minutes: 61 });
  await world.job('follow-up');
}

const nudges = () =>
  here.world.sandbox.callsTo('chat.postMessage').filter(({ args, ok }) => {
    const metadata = JSON.stringify(args['metadata'] ?? '');
    return ok && metadata.includes('nudge:');
  }).length;

test('who wants to be notified once a day is, and the message still tells everything', async () => {
  const { world } = here;
  const { sandbox } = world;
  await sandbox.openHome('ana');
  await sandbox.click('ana', 'home', 'Notifications');
  await sandbox.submit('ana', { 'It may notify you': '1' });
  await oneMoreDue();
  const after = nudges();
  expect(after).toBeGreaterThan(0);
  await oneMoreDue();
  expect(nudges()).toBe(after);
  expect(sandbox.dm('ana').at(-1)?.text).toContain('2 leads are past');

  await sandbox.click('ana', 'home', 'Notifications');
  expect(JSON.stringify(sandbox.modal('ana')?.blocks)).toContain(
    '"initial_option":{"text":{"type":"plain_text","text":"Once a day"',
  );
  await sandbox.submit('ana', { 'It may notify you': '3' });
  await oneMoreDue();
  expect(nudges()).toBe(after + 1);
});

test('the settings’ own number is the most', async () => {
  const { world } = here;
  await world.changeSettings((settings) => ({
    ...settings,
    limits: { ...settings.limits, notifyingNudgesPerDay: 2 },
  }));
  await world.sandbox.openHome('ben');
  await world.sandbox.click('ben', 'home', 'Notifications');
  const modal = JSON.stringify(world.sandbox.modal('ben')?.blocks);
  expect(modal).toContain('2 times a day');
  expect(modal).not.toContain('3 times a day');
});
