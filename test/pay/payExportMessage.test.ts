import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalText, payDocumentOf, sha256 } from '../../src/pay/payDocument.ts';
import { payExportMessage } from '../../src/pay/payExportMessage.ts';
import { findSnapshots, freezePeriod, insertSnapshots } from '../../src/pay/payStore.ts';
import { readExportFile } from '../../src/pay/exportFile.ts';
import { sendPayExport } from '../../src/pay/sendPayExport.ts';
import { checkExport } from '../../src/pay/verification.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { isFile } from '../../src/slack/message.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead } = kernel;
afterAll(kernel.drop);

const period = {
  from: '2026-10-01',
  until: '2026-10-31',
  cutOffAt: new Date('2026-11-03T16:00:00Z'),
};
let own = 0;
let elsewhere = 0;
let former = 0;

beforeAll(async () => {
  const document = settingsSchema.parse({
    admins: ['UADA'],
    channels: { CLEADS: { managers: ['UMIA'] }, COTHER: { managers: ['UEVE'] } },
  });
  await ctx.settings.change(() => document, { authorId: null, note: 'test', now: monday });
  await db
    .insertInto('people')
    .values({
      workspace_id: ctx.workspaceId,
      id: 'UADA',
      name: 'ada',
      timezone: 'UTC',
      refreshed_at: monday,
    })
    .execute();
  own = await addLead({ status: 'connected', ownerId: 'UANA' });
  elsewhere = await addLead({ status: 'connected', ownerId: 'UANA', channelId: 'COTHER' });
  former = await addLead({ status: 'connected', ownerId: 'UBEN', channelId: 'CGONE' });
  const snapshot = (personId: string, leads: readonly number[]) => {
    const verdicts = leads.map((leadId) => ({
      ...{ leadId, leftAt: null },
      state: 'blocked' as const,
      reasons: ['overdue'] as const,
    }));
    const text = canonicalText(
      payDocumentOf({ workspaceId: ctx.workspaceId, personId, period, verdicts, corrected: [] }),
    );
    return { personId, document: text, sha256: sha256(text) };
  };
  await db.transaction().execute(async (trx) => {
    await freezePeriod(trx, ctx.workspaceId, period, monday);
    const all = [snapshot('UANA', [own, elsewhere]), snapshot('UBEN', [former])];
    await insertSnapshots(trx, ctx.workspaceId, period, all, monday);
  });
});

/** Not in the middle of a hash. */
const numbered = (lead: number) => new RegExp(`\\b${lead}\\b`);

async function sentTo(reader: string, format: 'csv' | 'json') {
  const message = {
    ...{ id: 1, kind: 'pay-export', key: 'x', leadId: null, personId: reader },
    subject: { from: period.from, until: period.until, format },
    ...{ destination: reader, createdAt: monday, posted: null, shown: null },
  };
  const drawn = await payExportMessage.draw(ctx, message, monday);
  if (!drawn || drawn === 'delete' || !isFile(drawn)) throw new Error('no file');
  return { text: drawn.text, written: Buffer.from(await drawn.file.bytes()).toString() };
}

test.each(['csv', 'json'] as const)(
  'a manager gets the lines of their own channels, and counts of all, as %s that matches',
  async (format) => {
    const { text, written } = await sentTo('UMIA', format);
    expect(text).toContain('1 person');
    expect(text).toContain('channels that you do not manage');
    expect(written).toMatch(numbered(own));
    expect(written).not.toMatch(numbered(elsewhere));
    expect(written).not.toContain('UBEN');
    const frozen = await findSnapshots(db, ctx.workspaceId, period);
    const people = frozen.map(({ personId: person, ...one }) => ({ person, ...one }));
    const findings = checkExport(readExportFile(written), people, { whole: false });
    expect(findings).toEqual([{ person: 'UANA', wrong: [] }]);
  },
);

test('an admin gets everybody whole, whatever has become of a channel', async () => {
  const { text, written } = await sentTo('UADA', 'json');
  expect(text).not.toContain('do not manage');
  for (const lead of [own, elsewhere, former]) expect(written).toMatch(numbered(lead));
  expect(written).not.toContain('excerpt');
});

test('what may be sent to somebody may be asked for by them, and nothing else', async () => {
  const ask = async (id: string, whose: 'own' | 'team') =>
    (await sendPayExport(ctx, { by: click(id), period, format: 'csv', whose })).outcome;
  expect(await ask('UANA', 'own')).toBe('sent');
  expect(await ask('UANA', 'team')).toBe('not-allowed');
  expect(await ask('UGUEST', 'own')).toBe('not-allowed');
  const { document } = await ctx.settings.current();
  const change = (to: typeof document) =>
    ctx.settings.change(() => to, { authorId: null, note: 'test', now: monday });
  // An admin of channels that are no more.
  await change({ ...document, channels: {} });
  expect(await ask('UADA', 'team')).toBe('sent');
  expect(await ask('UMIA', 'team')).toBe('not-allowed');
  await change(document);
});
