import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { digestMessage, digestPreviewMessage } from '../../src/digests/digestMessage.ts';
import { digestPictureMessage } from '../../src/digests/digestPictureMessage.ts';
import { managersEdition } from '../../src/digests/edition.ts';
import { gatherDigest } from '../../src/digests/gatherDigest.ts';
import { readDigestPage } from '../../src/digests/readDigestPage.ts';
import { sendDigests } from '../../src/digests/sendDigests.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import { findPerson } from '../../src/people/peopleStore.ts';
import type { Settings } from '../../src/settings/settings.ts';
import type { Message } from '../../src/slack/message.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db } = kernel;
afterAll(kernel.drop);

const change = (set: (document: Settings) => Partial<Settings>) =>
  ctx.settings.change((document) => ({ ...document, ...set(document) }), {
    authorId: null,
    note: 'test',
    now: ctx.clock.now(),
  });
const channels = (more: object) =>
  change(() => ({ channels: { CLEADS: { ...team, ...more } } as Settings['channels'] })); // defaults are filled in by the schema
const team = { roster: ['UANA', 'UBEN'], managers: ['UMIA'], mode: 'claim', holidays: [] };
const timezone = (name: string) =>
  db.updateTable('people').set({ timezone: name }).where('id', '=', 'UMIA').execute();
const sentAt = async (instant: string) => {
  kernel.at(instant);
  return (await sendDigests(ctx)).sent;
};
const keys = async () => {
  const rows = await db
    .selectFrom('messages')
    .where('kind', 'in', ['digest', 'channel-digest'])
    .select('key')
    .orderBy('id')
    .execute();
  return rows.map(({ key }) => key);
};

beforeEach(async () => {
  await db.deleteFrom('messages').execute();
  await timezone('UTC');
  await channels({});
});

describe('a manager’s digest', () => {
  test('in Samoa, on their own dates and around a holiday', async () => {
    await timezone('Pacific/Apia');
    await change(() => ({ closures: ['2026-11-26'] }));
    // 19:30 UTC is 08:30 of the next day in Apia.
    expect(await sentAt('2026-11-24T19:29:00Z')).toBe(0);
    expect(await sentAt('2026-11-24T19:30:00Z')).toBe(1);
    expect(await sentAt('2026-11-25T19:30:00Z')).toBe(0);
    expect(await sentAt('2026-11-26T19:30:00Z')).toBe(1);
    expect(await keys()).toEqual(['digest:UMIA:2026-11-25', 'digest:UMIA:2026-11-27']);
    const mia = await findPerson(db, ctx.workspaceId, 'UMIA');
    const edition = mia && (await managersEdition(ctx, mia, { date: '2026-11-27' }));
    const digest = edition && (await gatherDigest(ctx, edition));
    expect(digest?.lastDay.date).toBe('2026-11-25');
    expect(digest?.dayBefore.date).toBe('2026-11-24');
    await change(() => ({ closures: [] }));
  });

  test('comes at half past eight on both sides of a change of the clocks', async () => {
    await timezone('Europe/Berlin');
    expect(await sentAt('2027-03-26T07:29:00Z')).toBe(0);
    expect(await sentAt('2027-03-26T07:30:00Z')).toBe(1);
    expect(await sentAt('2027-03-29T06:29:00Z')).toBe(0);
    expect(await sentAt('2027-03-29T06:30:00Z')).toBe(1);
    expect(await sentAt('2027-03-29T07:30:00Z')).toBe(0);
  });

  test('is one, however many look at once, and however often', async () => {
    kernel.at('2026-11-24T08:30:00Z');
    const all = await Promise.all(Array.from({ length: 5 }, () => sendDigests(ctx)));
    expect(all.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
    expect(await sentAt('2026-11-24T14:30:00Z')).toBe(0);
    expect(await keys()).toEqual(['digest:UMIA:2026-11-24']);
  });

  test('of a channel that is its own: one on the channel’s day, beside the manager’s', async () => {
    await channels({ postDigest: true, timezone: 'America/New_York' });
    expect(await sentAt('2026-11-24T08:30:00Z')).toBe(1);
    expect(await sentAt('2026-11-24T13:30:00Z')).toBe(1);
    expect(await sentAt('2026-11-24T14:00:00Z')).toBe(0);
    expect(await keys()).toEqual(['digest:UMIA:2026-11-24', 'digest:CLEADS:2026-11-24']);
  });
});

const message = (more: Partial<Message>): Message => ({
  id: 1,
  kind: 'digest',
  key: 'digest:UMIA:2026-11-24',
  leadId: null,
  personId: 'UMIA',
  subject: { date: '2026-11-24' },
  destination: 'UMIA',
  createdAt: new Date('2026-11-24T08:30:00Z'),
  posted: null,
  shown: null,
  ...more,
});

describe('what happens while a digest is on its way', () => {
  const letGo = async (instant: string): Promise<number> => {
    kernel.at(instant);
    const leadId = await kernel.addLead();
    await claimLead(ctx, { leadId, by: click('UANA') });
    await releaseLead(ctx, { leadId, by: click('UANA'), reason: 'No time' });
    return leadId;
  };
  /** What the digest of that day says, which is drawn at 08:30:06 and posted at 08:31. */
  const digestOn = async (date: string, meanwhile: () => Promise<void> = async () => {}) => {
    expect(await sentAt(`${date}T08:30:05Z`)).toBe(1);
    const rows = db.selectFrom('messages').where('key', '=', `digest:UMIA:${date}`);
    const row = await rows.select('subject').executeTakeFirstOrThrow();
    const subject = z.record(z.string(), z.unknown()).parse(row.subject);
    kernel.at(`${date}T08:30:06Z`);
    const drawing = await digestMessage.draw(ctx, message({ subject }), ctx.clock.now());
    await meanwhile();
    await db
      .updateTable('messages')
      .set({ state: 'posted', posted_at: new Date(`${date}T08:31:00Z`) })
      .where('key', '=', `digest:UMIA:${date}`)
      .execute();
    if (!drawing || drawing === 'delete') throw new Error('no digest');
    return drawing.text;
  };

  test('is told once, be it before the drawing, after it or after the posting', async () => {
    const gone = [await letGo('2026-11-24T08:00:00Z'), await letGo('2026-11-24T08:30:04Z')];
    const first = await digestOn('2026-11-24', async () => {
      gone.push(await letGo('2026-11-24T08:30:06Z'), await letGo('2026-11-24T08:30:30Z'));
    });
    gone.push(await letGo('2026-11-24T08:31:00Z'));
    const all = first + (await digestOn('2026-11-25')) + (await digestOn('2026-11-26'));
    const told = [...all.matchAll(/L-(\d+), .*: released by/g)].map(([, id]) => Number(id));
    expect(told.toSorted((a, b) => a - b)).toEqual(gone);
  });
});

describe('what is not sent any more', () => {
  const drawn = async (more: Partial<Message> = {}, at = '2026-11-24T08:31:00Z') => {
    kernel.at(at);
    return digestMessage.draw(ctx, message(more), ctx.clock.now());
  };

  test('a day that is over, somebody who manages nothing, who has left or is not known', async () => {
    expect(await drawn()).not.toBeNull();
    expect(await drawn({}, '2026-11-24T14:31:00Z')).toBeNull();
    expect(await drawn({}, '2026-11-25T08:31:00Z')).toBeNull();
    for (const id of ['UANA', 'UGONE', 'UNOBODY']) {
      expect(await drawn({ personId: id, destination: id })).toBeNull();
    }
    await change(() => ({ channels: {} }));
    expect(await drawn()).toBeNull();
    expect(await digestPreviewMessage.draw(ctx, message({}), ctx.clock.now())).toBeNull();
  });

  test('a channel’s own, where the channel is gone or does not want it any more', async () => {
    const own = { personId: null, destination: 'CLEADS' };
    expect(await drawn(own)).toBeNull();
    await channels({ postDigest: true });
    expect(await drawn(own)).not.toBeNull();
    await change(() => ({ channels: {} }));
    expect(await drawn(own)).toBeNull();
  });

  test('a digest that stands is never drawn again; a picture of nothing is none', async () => {
    expect(await drawn({ posted: { channelId: 'D1', ts: '1.1' } })).toBeNull();
    expect(await digestPictureMessage.draw(ctx, message({}), ctx.clock.now())).toBeNull();
  });

  test('a list of a digest to whoever manages nothing', async () => {
    const page = { name: 'unclaimed', date: '2026-11-24', page: 0 };
    const read = async (by: string) => JSON.stringify(await readDigestPage(ctx, { by, ...page }));
    expect(await read('UANA')).toContain('Only a manager of the channel');
    expect(await read('UMIA')).toContain('There is nothing on this list any more');
  });
});
