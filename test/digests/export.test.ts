import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportFile } from '../../src/digests/exportFile.ts';
import { exportLeads, mostRows } from '../../src/digests/exportLeads.ts';
import { exportMessage } from '../../src/digests/exportMessage.ts';
import { filesOf } from '../../src/digests/exportStore.ts';
import { localDays } from '../../src/digests/reports/reported.ts';
import { isFile, type Message } from '../../src/slack/message.ts';
import { click, startKernel } from '../support/kernel.ts';

const today = { from: '2026-11-23', until: '2026-11-23' };
let kernel: Awaited<ReturnType<typeof startKernel>>;
beforeAll(async () => {
  kernel = await startKernel();
  await kernel.pool.query(
    `with made as (
      insert into leads (workspace_id, id, source_key, channel_id, status, status_at, received_at)
      select 'T1', n, 'website', 'CLEADS', 'new', at, at
      from generate_series(1, $1::int) n, (values (timestamptz '2026-11-23T08:00:00Z')) t (at)
      returning id)
    insert into lead_details (workspace_id, lead_id, name, email)
    select 'T1', id, 'Lead ' || id, 'lead' || id || '@example.org' from made`,
    [mostRows + 10_000],
  );
});
afterAll(() => kernel.drop());

test('more leads than a file takes come in several, each lead in one of them', async () => {
  const answer = await exportLeads(kernel.ctx, { by: click('UMIA'), period: 'today' });
  expect(answer).toMatchObject({ outcome: 'on-its-way', leads: mostRows + 10_000, files: 2 });
  const { rows } = await kernel.pool.query<{
    subject: { after: number; upTo: number; leads: number };
  }>(`select subject from messages where kind = 'export' order by id`);
  expect(rows.map(({ subject }) => [subject.after, subject.upTo, subject.leads])).toEqual([
    [0, mostRows, mostRows],
    [mostRows, mostRows + 10_000, 10_000],
  ]);
});

test('the same asking sends once', async () => {
  const by = click('UMIA');
  const count = async () =>
    (await kernel.pool.query(`select from messages where kind = 'export'`)).rowCount;
  await exportLeads(kernel.ctx, { by, period: 'today' });
  const once = await count();
  await exportLeads(kernel.ctx, { by, period: 'today' });
  expect(await count()).toBe(once);
});

test('a file holds its leads and no others, however they lie in batches', async () => {
  const { document } = await kernel.ctx.settings.current();
  const reported = {
    workspaceId: 'T1',
    reach: { of: 'channels', channels: ['CLEADS'] },
    days: localDays(document, today),
  } as const;
  const files = await filesOf(kernel.db, reported, { most: 10_000 });
  const [, second] = files;
  if (!second) throw new Error('one file only');
  const bytes = await exportFile(kernel.ctx, reported, second, { contacts: true });
  const rows = parse<{ Lead: string; Email: string }>(Buffer.from(bytes), {
    bom: true,
    columns: true,
  });
  expect(rows).toHaveLength(second.leads);
  expect(rows[0]).toMatchObject({ Lead: 'L-10001', Email: 'lead10001@example.org' });
  expect(new Set(rows.map(({ Lead }) => Lead)).size).toBe(10_000);
  expect(rows.at(-1)?.Lead).toBe('L-20000');
});

const asked = (personId: string): Message => ({
  ...{ id: 1, kind: 'export', key: 'export:1:1', leadId: null, personId, destination: personId },
  ...{ createdAt: new Date('2026-11-23T10:00:00Z'), posted: null, shown: null },
  subject: { ...today, after: 0, upTo: 10, leads: 10, file: 1, files: 1 },
});

test('each of several files says which it is, in its name and beside it, and they sort in their order', async () => {
  const named = async (file: number, files: number) => {
    const message = { ...asked('UMIA'), subject: { ...asked('UMIA').subject, file, files } };
    const drawn = await exportMessage.draw(kernel.ctx, message, new Date());
    return drawn && drawn !== 'delete' && isFile(drawn) ? [drawn.file.name, drawn.text] : null;
  };
  expect(await named(2, 12)).toEqual([
    'leads-2026-11-23-2026-11-23-part-02-of-12.csv',
    'Leads, Mon 23 Nov 2026, file 2 of 12: 10 leads.',
  ]);
  expect((await named(1, 1))?.[0]).toBe('leads-2026-11-23-2026-11-23.csv');
});

async function rowsFor(personId: string): Promise<Record<string, string>[] | null> {
  const drawn = await exportMessage.draw(kernel.ctx, asked(personId), new Date());
  if (!drawn || drawn === 'delete' || !isFile(drawn)) return null;
  return parse(Buffer.from(await drawn.file.bytes()), { bom: true, columns: true });
}

test('what is theirs to see is asked again when the file is made', async () => {
  expect(await rowsFor('UMIA')).toHaveLength(10);
  // No manager any more, or never one: their own leads are left.
  expect(await rowsFor('UANA')).toEqual([]);
  expect(await rowsFor('UGONE')).toBeNull();
  expect(await rowsFor('UGUEST')).toBeNull();
});

test('a marketer gets the leads of their source, without contacts and without reps’ names', async () => {
  const { ctx } = kernel;
  const source = (owner: string | null) =>
    ctx.settings.change(
      (document) => ({
        ...document,
        sources: { website: { channel: 'CLEADS', ...(owner && { owner }) } },
      }),
      { authorId: null, note: 'test', now: ctx.clock.now() },
    );
  await kernel.pool.query(
    `update leads set owner_id = 'UANA', status = 'claimed', closed_at = null,
      claimed_at = received_at where id = 1`,
  );
  await source('UEVE');
  const rows = await rowsFor('UEVE');
  await source(null);
  expect(rows).toHaveLength(10);
  const headings = Object.keys(rows?.[0] ?? {});
  expect(headings).toContain('Status');
  for (const heading of ['Owner', 'Email', 'Phone']) expect(headings).not.toContain(heading);
  expect((await rowsFor('UMIA'))?.[0]).toMatchObject({ Owner: 'ana' });
  await kernel.pool.query(
    `update leads set owner_id = null, status = 'new', claimed_at = null where id = 1`,
  );
});

test('what began as a formula is guarded, whatever it began with', async () => {
  const hostile = [
    '=1+1',
    '+49 171',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '=cmd|" /C calc"!A0',
    '"=1"',
  ];
  for (const [n, name] of hostile.entries()) {
    await kernel.pool.query(`update lead_details set name = $1, company = $1 where lead_id = $2`, [
      name,
      n + 1,
    ]);
  }
  const rows = await rowsFor('UMIA');
  for (const [n] of hostile.entries()) {
    expect(rows?.[n]?.['Name']).not.toMatch(/^[=+\-@\t\r]/);
    expect(rows?.[n]?.['Company']).toContain(hostile[n]);
  }
});
