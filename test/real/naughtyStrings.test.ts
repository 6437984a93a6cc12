import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkMessageBlocks } from '../../sandbox/blockKit/checkMessage.ts';
import type { Readable } from '../../sandbox/blockKit/reading.ts';
import { drawDigest } from '../../src/digests/drawDigest.ts';
import { unclaimedLeads } from '../../src/digests/reports/unclaimed.ts';
import { hashOfToken } from '../../src/intake/urlToken.ts';
import { replaceSecret } from '../../src/intake/sourceStore.ts';
import { drawNudge } from '../../src/nudges/nudgeDrawing.ts';
import { readNudge } from '../../src/nudges/readNudge.ts';
import { findPerson } from '../../src/people/peopleStore.ts';
import type { Drawing } from '../../src/slack/message.ts';
import { quietDigest } from '../support/digests.ts';
import { lane } from '../support/lane.ts';
import { useWorld } from '../support/world.ts';

const here = useWorld();
const file = join(lane.realDataDir ?? '', 'leads/field_values/naughty_strings_blns.json');

/** What Postgres can hold of a text: all but control characters, half characters and outer blanks. */
const storable = (text: string): string =>
  Array.from(text.toWellFormed())
    .filter((one) => !/\p{Cc}/u.test(one) || one > '\u007f' || '\t\n\r'.includes(one))
    .join('')
    .trim();

/**
 * What is live in it, but for dates, a heading of ours, the channel and those who work on it. Beside blocks the text is
 * only notified and read out: an address in it is nothing to click on.
 */
function liveFor({ text, blocks }: Readable, ...people: readonly string[]): string[] {
  const { sandbox, ids } = here.world;
  const expected = [ids.leads, ...people.map(ids.people)];
  const inText = text ? sandbox.liveIn({ text, blocks: [] }) : [];
  return [...inText.filter((live) => !live.startsWith('http')), ...sandbox.liveIn({ blocks })]
    .filter((live) => !live.startsWith('<!date^') && live !== '*Runs out soon*')
    .filter((live) => !expected.some((id) => live.includes(id)));
}

function checkDrawing({ text, blocks }: Drawing, ...people: readonly string[]): void {
  // The sandbox checks JSON, which blocks are made of.
  const readable = { text, blocks: JSON.parse(JSON.stringify(blocks)) as Readable['blocks'] };
  expect(checkMessageBlocks(readable.blocks)).toBeUndefined();
  expect(liveFor(readable, ...people)).toEqual([]);
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  );
}

const leads = new Map<number, string>();

describe.skipIf(!lane.realDataDir)(
  'naughty strings as name, company and message',
  { timeout: 120_000 },
  () => {
    test('come in through the webhook, and are kept as they are', async () => {
      const { ctx, app } = here.world;
      const naughty = z.array(z.string()).parse(JSON.parse(readFileSync(file, 'utf8')));
      expect(naughty.length).toBeGreaterThan(300);
      await ctx.settings.change(
        ({ sources, ...rest }) => ({
          ...rest,
          sources: {
            ...sources,
            tool: { channel: here.world.ids.leads, verification: 'url-token' },
          },
        }),
        { authorId: null, note: 'test', now: ctx.clock.now() },
      );
      const secret = { kind: 'url-token', tokenHash: hashOfToken('secret') } as const;
      const now = ctx.clock.now();
      await replaceSecret(ctx.db, ctx.workspaceId, 'tool', secret, { now, oldUntil: now });
      for (const text of naughty) {
        const answer = await fetch(`${app.url}/intake/tool/secret`, {
          method: 'POST',
          body: JSON.stringify({ name: text, company: text, message: text }),
        });
        expect([text, answer.status]).toEqual([text, storable(text) === '' ? 422 : 201]);
      }
      const rows = await ctx.db
        .selectFrom('lead_details')
        .select(['lead_id', 'name', 'company', 'message'])
        .orderBy('lead_id')
        .execute();
      const kept = naughty.map(storable).filter((text) => text !== '');
      expect(rows.map(({ name }) => name)).toEqual(kept);
      expect(rows.map(({ company }) => company)).toEqual(kept);
      expect(rows.map(({ message }) => message)).toEqual(kept);
      for (const { lead_id, name } of rows) leads.set(lead_id, name ?? '');
    });

    test('are dead on cards', async () => {
      const { world } = here;
      await world.settled();
      const cards = world.sandbox.messages('leads');
      expect(cards).toHaveLength(leads.size);
      for (const card of cards) expect(liveFor(card)).toEqual([]);
    });

    test('are dead in the digest', async () => {
      const { world } = here;
      world.forward({ minutes: 20 });
      const { db, workspaceId, clock } = world.ctx;
      const team = { workspaceId, channels: [world.ids.leads], now: clock.now() };
      const unclaimed = await unclaimedLeads(db, team);
      expect(unclaimed.listed).toHaveLength(leads.size);
      const how = { occasion: { is: 'on-time' }, forManagers: true } as const;
      for (const listed of chunks(unclaimed.listed, 5)) {
        const digest = { ...quietDigest, unclaimed: { ...unclaimed, listed } };
        checkDrawing(drawDigest(digest, how));
      }
    });

    test('are dead in whispers, answers, details and on claimed cards', async () => {
      const { world } = here;
      const { sandbox } = world;
      for (const card of sandbox.messages('leads')) {
        await sandbox.click('ana', card, 'Claim');
        await sandbox.click('ana', card, 'Details');
        const details = sandbox.modal('ana');
        expect(details && liveFor(details, 'ana')).toEqual([]);
        await sandbox.closeModal('ana');
      }
      await world.settled();
      for (const seen of sandbox.messages('leads')) expect(liveFor(seen, 'ana')).toEqual([]);
      expect(world.whispers('ana')).toHaveLength(leads.size);
      for (const id of leads.keys()) await sandbox.command('ana', 'leads', `/lead L-${id}`);
      expect(world.whispers('ana')).toHaveLength(2 * leads.size);
      for (const whisper of world.whispers('ana')) expect(liveFor(whisper, 'ana')).toEqual([]);
      await sandbox.openHome('ana');
      const home = sandbox.home('ana');
      expect(home && liveFor(home, 'ana')).toEqual([]);
    });

    test('are dead in nudges', async () => {
      const { world } = here;
      const { ctx } = world;
      world.forward({ minutes: 61 });
      await world.job('follow-up');
      const [nudge] = world.sandbox.dm('ana');
      expect(nudge && liveFor(nudge, 'ana')).toEqual([]);
      const ana = await findPerson(ctx.db, ctx.workspaceId, world.ids.people('ana'));
      if (!ana) throw new Error('no ana');
      const of = { id: 0, subject: {}, posted: null, shown: null };
      const { nudge: all } = await readNudge(ctx, of, ana, ctx.clock.now());
      expect(all.due).toHaveLength(leads.size);
      for (const due of chunks(all.due, 10)) {
        const struck = due.map(({ lead }) => lead);
        checkDrawing(drawNudge({ ...all, due, soon: struck.slice(0, 3), struck }), 'ana');
      }
    });
  },
);
