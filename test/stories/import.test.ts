import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { importCommand } from '../../src/intake/importCommand.ts';
import { useWorld } from '../support/world.ts';

const here = useWorld();
const folder = mkdtempSync(join(tmpdir(), 'lead-nudge-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function importFile(content: string): Promise<void> {
  const file = join(folder, 'fair.csv');
  writeFileSync(file, content);
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
  const out = { stdout, stderr: stdout, isTerminal: false };
  await importCommand(here.world.ctx, { file, source: 'website' }, out);
  await here.world.settled();
}

/** Modals are drawn after the click is acknowledged. */
async function shows(person: string, text: string): Promise<void> {
  const { sandbox } = here.world;
  await sandbox.waitFor(() => JSON.stringify(sandbox.modal(person)).includes(text), { what: text });
}

test('an import posts a few cards, and one message that leads to the rest', async () => {
  const { world } = here;
  const { sandbox } = world;
  const rows = Array.from(
    { length: 80 },
    (_, n) => `Guest ${n},guest${n}@example.org,Call +49 30 1234567`,
  );
  await importFile(`name,email,message\n${rows.join('\n')}\n`);
  const posted = sandbox.messages('leads');
  expect(posted).toHaveLength(21);
  const summary = posted.find(({ text }) => text.includes('60 more leads wait to be claimed'));
  if (!summary) throw new Error('no summary');
  expect(summary.text).toContain('fair.csv');

  await sandbox.click('ana', summary, 'Show them');
  await sandbox.click('ben', summary, 'Show them');
  const listed = JSON.stringify(sandbox.modal('ana'));
  expect(listed).toContain('Guest 20');
  expect(listed).not.toContain('Guest 70');
  expect(listed).not.toContain('guest20@');
  expect(listed).not.toContain('1234567');

  const first = await world.ctx.db
    .selectFrom('lead_details')
    .select('lead_id')
    .where('name', '=', 'Guest 20')
    .executeTakeFirstOrThrow();
  const claim = { value: String(first.lead_id) };
  await sandbox.click('ana', 'modal', 'import:claim', claim);
  await sandbox.click('ben', 'modal', 'import:claim', claim);
  await shows('ana', `You have L-${first.lead_id}`);
  await shows('ben', ` has L-${first.lead_id} since `);
  const card = await world.card(first.lead_id);
  expect(card.text).toContain(`<@${world.ids.people('ana')}>`);
  expect(sandbox.messages('leads').some(({ text }) => text.includes('59 more leads'))).toBe(true);

  await sandbox.click('ana', 'modal', 'Next page');
  await shows('ana', 'Guest 70');
  expect(JSON.stringify(sandbox.modal('ana'))).not.toContain('Guest 30');
  await sandbox.click('ana', 'modal', 'First page');
  await shows('ana', 'Guest 30');
});

test('imported leads that somebody works on show up with them, and get no card', async () => {
  const { world } = here;
  const { email } = world.sandbox.user('ben');
  await importFile(`name,email,owner,status\nOwned,owned@example.org,${email},contacted\n`);
  const row = await world.ctx.db
    .selectFrom('leads')
    .selectAll()
    .where('owner_id', '=', world.ids.people('ben'))
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ status: 'connected', due_rule: 'status:connected', posted_at: null });
  await world.sandbox.openHome('ben');
  expect(JSON.stringify(world.sandbox.home('ben'))).toContain('Owned');
});
