import { describe, expect, test } from 'vitest';
import { fixLead } from '../../src/intake/fixLead.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { useWorld, type World } from '../support/world.ts';

type Source = Settings['sources'][string];

/** From now on the website's leads must have these. */
const ask = (world: World, more: Partial<Source>) =>
  world.changeSettings((settings) => ({
    ...settings,
    sources: { website: { ...(settings.sources['website'] as Source), ...more } },
  }));

const receive = async (world: World, arrival: Record<string, unknown>) => {
  const outcome = await world.receive(arrival);
  await world.settled();
  if (!('lead' in outcome)) throw new Error(`not taken: ${outcome.outcome}`);
  return outcome.lead;
};

const row = (world: World, id: number) =>
  world.ctx.db.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** The clock goes on while a story is told. */
const heldMinutes = async (world: World, id: number) =>
  Math.round((await row(world, id)).held_seconds / 60);

const cards = (world: World, name: string) =>
  world.sandbox.messages('leads').filter(({ text }) => text.includes(name));

const list = (world: World) =>
  world.sandbox.messages('leads').filter(({ text }) => text.includes('held back'));

describe('a lead that lacks a must-have', () => {
  const here = useWorld();

  test('is held: no card, its source’s owner is told, the channel has a quiet list', async () => {
    const { world } = here;
    await ask(world, { mustHave: ['phone', ['email', 'company']], holdLimit: '2h' });
    const lead = await receive(world, {
      name: 'Waiting One',
      email: 'waiting@example.org',
      phone: 'unknown',
    });
    expect(lead).toMatchObject({ status: 'held', missing: ['phone'], postedAt: null });
    const [told, ...more] = world.sandbox.dm('max');
    expect(more).toEqual([]);
    expect(told?.text).toContain('1 lead lacks something');
    expect(told?.text).toContain('Held back: lacks phone number');
    expect(told?.text).not.toContain('waiting@example.org');
    expect(list(world).map(({ text }) => text)).toEqual([
      expect.stringContaining(`L-${lead.id} Waiting One · Website form · lacks phone number`),
    ]);
    expect(list(world)[0]?.text).not.toContain('<@');
    await world.job('follow-up');
    expect((await row(world, lead.id)).follow_up_due_at).toBeNull();
  });

  test('goes out at once when its owner completes it, and the list is gone', async () => {
    const { world } = here;
    world.forward({ minutes: 30 });
    const [told] = world.sandbox.dm('max');
    await world.sandbox.click('max', told!, 'Fix it');
    expect(JSON.stringify(world.sandbox.modal('max')?.blocks)).toContain('unknown');
    const refused = await world.sandbox.submit('max', { 'Phone number': '12' });
    expect(refused.errors).toEqual({ phone: expect.stringContaining('not a phone number') });
    await world.sandbox.submit('max', { 'Phone number': '030 901820' });
    await world.settled();
    const [card] = cards(world, 'Waiting One');
    expect(card?.text).toContain('New');
    expect(card?.text).not.toContain('Missing');
    const { id } = await world.ctx.db.selectFrom('leads').select('id').executeTakeFirstOrThrow();
    expect(await row(world, id)).toMatchObject({
      status: 'new',
      missing: [],
      held_until: null,
    });
    expect(await heldMinutes(world, id)).toBe(30);
    expect((await world.card(id)).text).toContain('Waiting One');
    expect((await row(world, id)).follow_up_due_at).not.toBeNull();
    expect(list(world)).toEqual([]);
    expect(world.sandbox.dm('max')[0]?.text).toContain('complete');
  });

  test('clicked late, it is said that nothing is missing; submitted twice, it counts once', async () => {
    const { world } = here;
    const lead = await receive(world, { name: 'Twice Fixed', email: 'twice@example.org' });
    world.forward({ minutes: 50 });
    await world.settled();
    const told = world.sandbox.dm('max').findLast(({ text }) => text.includes('Twice Fixed'));
    await world.sandbox.click('max', told!, 'Fix it');
    await world.receive({ name: 'Twice Fixed', email: 'twice@example.org', phone: '030 901821' });
    await world.settled();
    expect((await row(world, lead.id)).status).toBe('new');
    await world.sandbox.submit('max', { 'Phone number': '030 901822' });
    await world.settled();
    expect(cards(world, 'Twice Fixed')).toHaveLength(1);
    const rows = await world.ctx.db
      .selectFrom('lost_time')
      .selectAll()
      .where('lead_id', '=', lead.id)
      .execute();
    expect(rows.map(({ kind }) => kind)).toEqual(['held']);
  });

  test('is completed by its own re-delivery, and goes out at once', async () => {
    const { world } = here;
    const lead = await receive(world, {
      name: 'Select',
      email: 'again@example.org',
      externalId: 'a1',
    });
    expect(lead.status).toBe('held');
    const again = await receive(world, {
      name: 'Comes Again',
      email: 'again@example.org',
      externalId: 'a1',
      phone: '030 901823',
    });
    expect(again).toMatchObject({ id: lead.id, status: 'new', missing: [] });
    expect((await world.card(lead.id)).text).toContain('Comes Again');
  });

  test('goes out badged after a weekend, when the hold limit is over', async () => {
    const { world } = here;
    // Friday 17:00 in Berlin.
    world.clock.forward(Date.parse('2026-11-27T16:00:00Z') - world.clock.now().getTime());
    const lead = await receive(world, { name: 'Weekend Lead', email: 'weekend@example.org' });
    world.forward({ days: 2 });
    await world.job('release-held');
    expect((await row(world, lead.id)).status).toBe('held');
    // Half an hour on Friday, ninety minutes on Monday.
    world.clock.forward(Date.parse('2026-11-30T09:29:00Z') - world.clock.now().getTime());
    await world.job('release-held');
    expect((await row(world, lead.id)).status).toBe('held');
    world.forward({ minutes: 1 });
    await world.job('release-held');
    const card = await world.card(lead.id);
    expect(card.text).toContain('Missing: phone number');
    expect((await row(world, lead.id)).status).toBe('new');
    expect(await heldMinutes(world, lead.id)).toBe(120);
    const lost = await world.ctx.db
      .selectFrom('lost_time')
      .selectAll()
      .where('lead_id', '=', lead.id)
      .orderBy('kind')
      .execute();
    expect(lost).toMatchObject([
      { kind: 'held', person_id: null },
      { kind: 'incomplete', seconds: 0, person_id: null },
    ]);
    await world.sandbox.click('ana', card, 'Claim');
    await world.settled();
    expect((await row(world, lead.id)).claim_seconds).toBeLessThan(60);
  });

  test('is for its owner, managers and admins alone to complete', async () => {
    const { world } = here;
    const lead = await receive(world, { name: 'Private One', email: 'private@example.org' });
    await world.settled();
    const held = list(world)[0];
    expect(JSON.stringify(held?.blocks)).not.toContain('action_id');
    await world.sandbox.command('ben', 'leads', `/lead L-${lead.id}`);
    const seen = await world.whisper('ben');
    await world.sandbox.click('ben', seen, 'Details');
    await world.sandbox.click('ben', 'modal', 'Why?');
    expect(JSON.stringify(world.sandbox.modal('ben')?.blocks)).toContain('lacks phone number');
    await world.sandbox.closeModal('ben');
    expect(JSON.stringify(world.sandbox.modal('ben')?.blocks)).not.toContain('hold:fix');
    await world.sandbox.command('mia', 'leads', `/lead L-${lead.id}`);
    await world.sandbox.click('mia', await world.whisper('mia'), 'Details');
    await world.sandbox.click('mia', 'modal', 'Fix it');
    await world.sandbox.submit('mia', { 'Phone number': '+49 30 901824' });
    await world.settled();
    expect((await world.card(lead.id)).text).toContain('Private One');
    // Nobody may act through what they saw before.
    const late = { leadId: lead.id, typed: { phone: '+49 30 901825' } };
    const by = (name: string) => ({ kind: 'person', id: world.ids.people(name) }) as const;
    expect(await fixLead(world.ctx, { ...late, by: by('ben') })).toMatchObject({
      outcome: 'not-allowed',
    });
    expect(await fixLead(world.ctx, { ...late, by: by('max') })).toMatchObject({
      outcome: 'complete',
      lead: { details: { phone: '+4930901824' } },
    });
  });

  test('goes out once the settings ask for no more than it has', async () => {
    const { world } = here;
    const lead = await receive(world, { name: 'Enough Now', email: 'enough@example.org' });
    await ask(world, { mustHave: ['email'] });
    await world.job('release-held');
    expect((await world.card(lead.id)).text).toContain('Enough Now');
    expect(await world.violations()).toEqual([]);
  });
});

describe('a source without an owner', () => {
  const here = useWorld();

  test('has its channel’s managers told, once for several leads', async () => {
    const { world } = here;
    await world.changeSettings((settings) => ({
      ...settings,
      sources: { website: { channel: world.ids.leads, mustHave: ['phone'] } },
    }));
    await receive(world, { name: 'Nobody’s One', email: 'one@example.org' });
    await receive(world, { name: 'Nobody’s Two', email: 'two@example.org' });
    expect(world.sandbox.dm('mia')).toHaveLength(1);
    expect(world.sandbox.dm('max')).toEqual([]);
    world.forward({ minutes: 46 });
    await world.job('release-held');
    expect(world.sandbox.dm('mia')).toHaveLength(2);
    expect(world.sandbox.dm('mia')[1]?.text).toContain('Nobody’s Two');
  });

  test('by turn, a lead finds its owner when it goes out', async () => {
    const { world } = here;
    const ana = world.ids.people('ana');
    await world.changeSettings((settings) => ({
      ...settings,
      routing: [{ when: { country: 'FR' }, channel: world.ids.leads, mode: 'direct', to: ana }],
    }));
    const lead = await receive(world, { name: 'For Ana', email: 'fr@example.org', country: 'FR' });
    expect(lead).toMatchObject({ status: 'held', routed: 'direct' });
    world.forward({ hours: 2 });
    await world.job('release-held');
    expect(await row(world, lead.id)).toMatchObject({ status: 'claimed', owner_id: ana });
    expect(world.sandbox.dm('ana').at(-1)?.text).toContain('For Ana');
    expect(await world.violations()).toEqual([]);
  });
});
