import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import type { PersonActor } from '../../src/context.ts';
import { pauseRep } from '../../src/leads/pauseRep.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { useWorld, type World } from '../support/world.ts';

const by = (world: World, name: string): PersonActor => ({
  kind: 'person',
  id: world.ids.people(name),
});

const claimed = async (world: World, person: string, name: string): Promise<number> => {
  const { id, card } = await world.lead({ name });
  await world.sandbox.click(person, card, 'Claim');
  await world.settled();
  return id;
};

/** What begins with a date or a greeting is nobody's digest. */
const digestOf = (world: World, person = 'mia'): SeenMessage => {
  const all = world.sandbox
    .dm(person)
    .filter(({ text, files }) => !files[0] && /overdue|unclaimed/i.test(text.split('\n')[0] ?? ''));
  const last = all.at(-1);
  if (!last) throw new Error('no digest');
  return last;
};

/** Until a Berlin time of the next day. */
const nextMorning = (world: World, at = '07:30') => {
  const now = world.clock.now();
  const next = new Date(`${new Date(+now + 86_400_000).toISOString().slice(0, 10)}T${at}:00Z`);
  world.forward({ minutes: Math.ceil((+next - +now) / 60_000) });
};

/** So many updates, of which so many in time, of a rep's on a day. */
const owed = async (world: World, leadId: number, date: string, due: number, onTime: number) => {
  const at = (hour: number) => new Date(`${date}T${String(hour).padStart(2, '0')}:00:00Z`);
  const rows = Array.from({ length: due }, (_, n) => ({
    workspace_id: world.ctx.workspaceId,
    lead_id: leadId,
    kind: 'updated',
    actor_id: world.ids.people('ana'),
    owner_id: world.ids.people('ana'),
    channel_id: world.ids.leads,
    at: at(n < onTime ? 10 : 14),
    due_from: at(12),
    due_outcome: 'met' as const,
    data: '{}',
  }));
  await world.ctx.db.insertInto('lead_events').values(rows).execute();
};

describe('the day after a busy one', () => {
  // Tuesday, 10:00 in Berlin.
  const here = useWorld({ at: new Date('2026-11-24T09:00:00Z') });
  const ids: Record<string, number> = {};

  test('whoever has just been made a manager sees once what comes', async () => {
    const { world } = here;
    expect(await world.job('send-digests')).toEqual({ sent: 0, previews: 1 });
    const [preview, ...more] = world.sandbox.dm('mia');
    expect(more).toEqual([]);
    expect(preview?.text).toContain('Nothing is overdue and nothing is unclaimed.');
    expect(preview?.text).toContain('A preview: from now on this comes at 08:30');
    expect(await world.job('send-digests')).toEqual({ sent: 0, previews: 0 });
  });

  test('the first digest comes all the same, in one line, and says nothing of the set-up', async () => {
    const { world } = here;
    nextMorning(world);
    expect(await world.job('send-digests')).toEqual({ sent: 1, previews: 0 });
    expect(digestOf(world).text).toBe('Nothing is overdue and nothing is unclaimed.');
    expect(world.sandbox.files).toEqual([]);
  });

  test('the next one tells what happened since', async () => {
    const { world } = here;
    const { ctx } = world;
    world.forward({ hours: 2 });
    ids['released'] = await claimed(world, 'ana', 'Let Go');
    await releaseLead(ctx, { leadId: ids['released'], by: by(world, 'ana'), reason: 'No time' });
    ids['bad'] = await claimed(world, 'ben', 'Twice Here');
    await updateLead(ctx, {
      leadId: ids['bad'],
      by: by(world, 'ben'),
      status: 'disqualified',
      obstacle: 'duplicate',
      evidence: 'Is L-1001',
    });
    ids['tried'] = await claimed(world, 'ana', 'Tried First');
    await world.sandbox.click('ana', await world.card(ids['tried']), 'Tried, no answer');
    await world.settled();
    await releaseLead(ctx, { leadId: ids['tried'], by: by(world, 'ana'), reason: 'Not mine' });

    for (const name of ['One', 'Two', 'Three', 'Four']) {
      const leadId = await claimed(world, 'ben', `Moved ${name}`);
      const note = 'Called, wants to think about it';
      await updateLead(ctx, { leadId, by: by(world, 'ben'), status: 'connected', note });
    }
    ids['late'] = await claimed(world, 'ana', 'Kept Waiting');
    await claimed(world, 'ben', 'Waiting Too');

    const paused = {
      repId: world.ids.people('max'),
      reason: 'Parental leave',
      until: '2026-11-30',
    };
    await world.changeSettings((settings) =>
      withChannel(settings, world, { roster: rosterOf(world) }),
    );
    expect(await pauseRep(ctx, { ...paused, by: by(world, 'mia') })).toMatchObject({
      outcome: 'paused',
    });
    await ctx.settings.change(
      (settings) => ({ ...settings, windows: { ...settings.windows, quoted: '5d' } }),
      { authorId: world.ids.people('ada'), note: 'Until Christmas', now: world.clock.now() },
    );
    await world.changeSettings((settings) => ({
      ...settings,
      sources: Object.fromEntries(
        Object.entries(settings.sources).map(([key, source]) => [
          key,
          { ...source, mustHave: ['phone'], holdLimit: '10h' },
        ]),
      ),
    }));
    await world.receive({ name: 'No Number', email: 'nonumber@example.org' });
    await ctx.db
      .insertInto('grades')
      .values({
        workspace_id: ctx.workspaceId,
        lead_id: ids['bad'],
        source_key: 'website',
        channel_id: world.ids.leads,
        rep_id: world.ids.people('ben'),
        grade: 'poor',
        at: world.clock.now(),
        owner_id: world.ids.people('max'),
        due_at: world.clock.now(),
      })
      .execute();
    world.forward({ hours: 3 });
    await world.job('follow-up');

    nextMorning(world);
    expect(await world.job('send-digests')).toMatchObject({ sent: 1 });
    const { text } = digestOf(world);
    const person = (name: string) => `<@${world.ids.people(name)}>`;
    expect(text.split('\n')[0]).toMatch(/^2 leads overdue with 2 reps/);
    expect(text).toContain('Walked away untried: 2 leads');
    expect(text).toContain(`L-${ids['released']}, Let Go: released by ${person('ana')}`);
    expect(text).toContain(
      `L-${ids['bad']}, Twice Here: disqualified (Duplicate), owner ${person('ben')}`,
    );
    expect(text).not.toContain('Tried First: released');
    expect(text).toContain('No Number: no phone number, held until');
    expect(text).toMatch(/Paused: <@\w+> until .*, by <@\w+>: Parental leave/);
    expect(text).toMatch(/<@U0ADA>, .*: windows.quoted from 3d to 5d \(“Until Christmas”\)/);
    expect(text).toContain('sources.website.mustHave');
    expect(text).toContain(`Website form: 1 grade for ${person('max')} to answer`);
    expect(text).toContain(
      `${person('ben')} wrote the same on 4 leads: “Called, wants to think about it”`,
    );
    expect(text).toContain(
      `${person('ben')} moved 4 leads to another status with no touch recorded`,
    );
  });

  test('nudges all who are overdue at once, and answers its manager alone', async () => {
    const { world } = here;
    const digest = digestOf(world);
    await world.sandbox.click('mia', digest, 'Nudge all 2');
    expect((await world.whisper('mia', digest.channel)).text).toContain(
      'Nudged, each in their working time (2)',
    );
    await world.sandbox.click('mia', digest, 'Nudge all 2');
    expect((await world.whisper('mia', digest.channel)).text).toContain(
      'Asked by you today before (2)',
    );
    world.forward({ hours: 3 });
    await world.settled();
    for (const rep of ['ana', 'ben']) {
      expect(world.sandbox.dm(rep).filter(({ text }) => text.includes('asks'))).toHaveLength(1);
    }
    expect(digestOf(world)).toEqual(digest);
  });

  test('opens the form by which several of a rep’s leads are reassigned', async () => {
    const { world } = here;
    await world.sandbox.click('mia', digestOf(world), 'Reassign', {
      value: world.ids.people('ana'),
    });
    expect(world.sandbox.read(world.sandbox.modal('mia'))).toContain('open leads of ana');
    await world.sandbox.closeModal('mia');
  });

  test('the day after is short again; what is in force is still printed', async () => {
    const { world } = here;
    nextMorning(world);
    expect(await world.job('send-digests')).toMatchObject({ sent: 1 });
    const { text } = digestOf(world);
    expect(text).not.toContain('Walked away');
    expect(text).not.toContain('Changes to the settings');
    expect(text).not.toContain('Seen in the updates');
    expect(text).toContain('Parental leave');
  });
});

const rosterOf = (world: World) => ['ana', 'ben', 'max'].map((name) => world.ids.people(name));

const withChannel = (
  settings: Settings,
  world: World,
  more: Partial<Settings['channels'][string]>,
): Settings => {
  const channel = settings.channels[world.ids.leads];
  if (!channel) throw new Error('no channel');
  return {
    ...settings,
    channels: { ...settings.channels, [world.ids.leads]: { ...channel, ...more } },
  };
};

describe('with a month behind it', () => {
  // Thursday, 10:00 in Berlin.
  const here = useWorld({
    at: new Date('2026-11-26T09:00:00Z'),
    expectErrors: ['a file cannot be shared'],
  });

  test('shows a picture of thirty days against the goal, with the same facts in words', async () => {
    const { world } = here;
    const { id } = await world.lead({ name: 'Long Known' });
    await owed(world, id, '2026-11-23', 4, 3);
    await owed(world, id, '2026-11-24', 5, 5);
    await owed(world, id, '2026-11-25', 2, 1);
    await owed(world, id, '2026-11-26', 8, 7);
    await world.ctx.db
      .insertInto('goals')
      .values({
        workspace_id: world.ctx.workspaceId,
        channel_id: world.ids.leads,
        share: 90,
        within: null,
        set_by: world.ids.people('mia'),
        set_at: world.clock.now(),
        starts_on: '2026-11-23',
      })
      .execute();
    nextMorning(world);
    expect(await world.job('send-digests')).toMatchObject({ sent: 1 });
    const { text } = digestOf(world);
    expect(text).toContain(
      'On time  Thursday 88 % (7 of 8)  ·  Wednesday 50 % (1 of 2)  ·  7 days 84 % (16 of 19)',
    );
    expect(text).toContain('Goal  90 % of updates on time; this week 84 % (16 of 19)');
    const [file, ...more] = world.sandbox.files;
    expect(more).toEqual([]);
    expect(file?.altText).toContain('84 % (16 of 19) in all');
    expect(file?.altText).toContain('The goal of 90 % was met on 1 of 4 days');
    expect(file?.altText).not.toMatch(/ana|Long Known/i);
    const shown = world.sandbox.dm('mia');
    expect(shown.at(-2)?.text).toBe(text);
    expect(shown.at(-1)?.files).toEqual([file?.id]);
  });

  test('says it in words where no file can be shared, and only once', async () => {
    const { world } = here;
    world.sandbox.faults.add({
      method: 'files.getUploadURLExternal',
      fault: { error: 'missing_scope' },
    });
    nextMorning(world);
    await world.job('send-digests');
    nextMorning(world);
    nextMorning(world);
    expect(await world.job('send-digests')).toMatchObject({ sent: 1 });
    const last = world.sandbox.dm('mia').at(-1);
    expect(last?.files).toEqual([]);
    expect(last?.text).toContain('16 of 19) in all');
    expect(last?.text).toContain('• 23 Nov to 27 Nov: 84 % (16 of 19)');
    expect(world.sandbox.files).toHaveLength(1);
  });
});

describe('a channel that wants its digest, too', () => {
  const here = useWorld({ at: new Date('2026-11-24T09:00:00Z') });

  test('gets it once a day, without what is for managers', async () => {
    const { world } = here;
    await world.changeSettings((settings) =>
      withChannel(settings, world, {
        postDigest: true,
        timezone: 'America/New_York',
        roster: rosterOf(world),
      }),
    );
    const released = await claimed(world, 'ana', 'Let Go');
    await releaseLead(world.ctx, { leadId: released, by: by(world, 'ana'), reason: 'No time' });
    await claimed(world, 'ben', 'Kept Waiting');
    await pauseRep(world.ctx, {
      repId: world.ids.people('max'),
      by: by(world, 'mia'),
      reason: 'Parental leave',
      until: '2026-11-30',
    });
    world.forward({ hours: 4 });
    await world.job('follow-up');
    nextMorning(world);
    expect(await world.job('send-digests')).toMatchObject({ sent: 1 });
    const inChannel = () =>
      world.sandbox.messages('leads').filter(({ text }) => /^\d+ leads? overdue/.test(text));
    expect(inChannel()).toEqual([]);
    world.forward({ hours: 6 });
    expect(await world.job('send-digests')).toMatchObject({ sent: 1 });
    expect(await world.job('send-digests')).toMatchObject({ sent: 0 });
    const [shown, ...more] = inChannel();
    expect(more).toEqual([]);
    const text = shown?.text ?? '';
    expect(text).toContain('1 lead overdue with 1 rep, 1 lead unclaimed past the window.');
    // Since it came: in between it was somebody's.
    expect(text).toMatch(/Let Go in <#\w+>, waiting since /);
    expect(text).toContain('Paused: ');
    expect(text).not.toContain('Parental leave');
    expect(text).not.toContain('Overdue by rep');
    expect(text).not.toContain('Walked away');
    expect(text).not.toContain('Changes to the settings');
    expect(JSON.stringify(shown?.blocks)).not.toContain('"actions"');
  });
});
