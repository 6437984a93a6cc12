import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { runCommand } from '../../src/cli/commands.ts';
import { useWorld, type World } from '../support/world.ts';

const month = {
  every: 'month' as const,
  periods: [],
  cutOffDays: 3,
  cutOffAt: '17:00',
  nudgeDays: 2,
};

const told = (world: World, person: string): SeenMessage[] =>
  world.sandbox.dm(person).filter(({ text }) => text.includes('pay period'));

const modal = (world: World, person: string): string =>
  world.sandbox.read(world.sandbox.modal(person));

async function claimed(world: World, person: string, name: string): Promise<number> {
  const { id, card } = await world.lead({ name });
  await world.sandbox.click(person, card, 'Claim');
  await world.settled();
  return id;
}

/** `npm run pay -- …` */
async function pay(world: World, ...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const into = (name: keyof typeof written) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  const out = { stdout: into('stdout'), stderr: into('stderr'), isTerminal: false };
  const exit = await runCommand(world.ctx, ['pay', ...args], tmpdir(), out);
  return { exit, ...written };
}

describe('a pay period', () => {
  // Friday, 10:00 in Berlin. November closes on Thursday, 3 December, at 17:00.
  const here = useWorld({ at: new Date('2026-11-27T09:00:00Z') });
  const ids = { late: 0, fine: 0, sold: 0 };

  test('is not kept until settings say so', async () => {
    const { world } = here;
    await world.sandbox.command('ana', 'leads', '/lead pay');
    expect(modal(world, 'ana')).toContain('No pay period is kept here now');
    await world.sandbox.closeModal('ana', { all: true });
    expect((await pay(world, 'list')).stdout).toContain('No pay period is kept');
    await world.changeSettings((settings) => ({ ...settings, pay: month }));
    expect(await world.job('take-pay-snapshots')).toEqual({ periods: 0, snapshots: 0 });
  });

  test('shows a rep what blocks, and why', async () => {
    const { world } = here;
    ids.late = await claimed(world, 'ana', 'Late');
    ids.fine = await claimed(world, 'ana', 'Fine');
    await world.sandbox.click('ana', await world.card(ids.fine), 'Tried, no answer');
    ids.sold = await claimed(world, 'ana', 'Sold');
    await world.sandbox.command('ana', 'leads', `/lead L-${ids.sold} won meeting`);
    world.forward({ hours: 3 });
    await world.sandbox.command('ana', 'leads', '/lead pay');
    const text = modal(world, 'ana');
    expect(text).toContain('33 % (1 of 3) fully updated, 2 blocking.');
    expect(text).toContain('An update was due and has not been made. Update it.');
    expect(text).toContain('It is won, and has no value. Update it with the value.');
    expect(text).not.toContain('Fine');
  });

  test('what is put right from the list leaves it at once', async () => {
    const { world } = here;
    await world.sandbox.click('ana', 'modal', 'Tried, no answer', { value: `${ids.late}` });
    await world.settled();
    expect(modal(world, 'ana')).toContain('67 % (2 of 3) fully updated, 1 blocking.');
    expect(modal(world, 'ana')).not.toContain('Late');
    await world.sandbox.click('ana', 'modal', 'Update', { value: `${ids.sold}` });
    await world.sandbox.submit('ana', { Value: '5000' });
    await world.settled();
    expect(modal(world, 'ana')).toContain('100 % (3 of 3) fully updated.');
    await world.sandbox.closeModal('ana', { all: true });
  });

  test('is told once, from two days before the cut-off, to those who have something that blocks', async () => {
    const { world } = here;
    await claimed(world, 'ben', 'Slow');
    world.forward({ days: 3, hours: 20 });
    // Tuesday, 1 December, 09:00 in Berlin; in London it is 8 o'clock.
    expect(await world.job('send-pay-nudges')).toEqual({ told: 2 });
    expect(told(world, 'ben')).toHaveLength(0);
    expect(told(world, 'ana')[0]?.text).toContain('2 leads block your pay period');
    world.forward({ hours: 1 });
    await world.settled();
    expect(told(world, 'ben')).toHaveLength(1);
    expect(await world.job('send-pay-nudges')).toEqual({ told: 0 });
  });

  test('the message follows what is done, wherever that is', async () => {
    const { world } = here;
    await world.sandbox.command('ana', 'leads', `/lead L-${ids.late} connected call`);
    await world.job('refresh-pay-nudges');
    expect(told(world, 'ana')[0]?.text).toContain('1 lead blocks your pay period');
    const [nudge] = told(world, 'ana');
    if (!nudge) throw new Error('no nudge');
    await world.sandbox.click('ana', nudge, 'Tried, no answer', { value: `${ids.fine}` });
    await world.settled();
    expect(told(world, 'ana')[0]?.text).toContain('Nothing blocks your pay period');
    expect(told(world, 'ana')).toHaveLength(1);
    // What a manager does for a rep shows within the hour; Ben's lead is nobody's second message.
    await world.sandbox.command('mia', 'leads', `/lead L-${ids.sold + 1} attempted call`);
    await world.job('refresh-pay-nudges');
    expect(told(world, 'ben')[0]?.text).toContain('1 lead blocks');
    await world.job('send-pay-nudges');
    expect(told(world, 'ben')[0]?.text).toContain('Nothing blocks your pay period');
    await world.sandbox.command('mia', 'leads', `/lead undo L-${ids.sold + 1}`);
    await world.job('send-pay-nudges');
    expect(told(world, 'ben')).toHaveLength(1);
  });

  test('it is found in Home, by whoever knows no command', async () => {
    const { world } = here;
    await world.sandbox.openHome('ana');
    await world.settled();
    await world.sandbox.click('ana', 'home', 'Pay period');
    expect(modal(world, 'ana')).toContain('fully updated');
    await world.sandbox.closeModal('ana', { all: true });
  });

  test('a manager sees it of each rep, and nobody else does', async () => {
    const { world } = here;
    await world.sandbox.command('mia', 'leads', '/lead pay');
    await world.sandbox.click('mia', 'modal', 'Team');
    const text = modal(world, 'mia');
    expect(text).toContain('1 to 30 Nov 2026');
    expect(text).toContain('100 % (3 of 3) fully updated');
    expect(text).toContain('0 % (0 of 1) fully updated, 1 blocking');
    await world.sandbox.click('mia', 'modal', 'See', { value: world.ids.people('ben') });
    expect(modal(world, 'mia')).toContain('Slow');
    await world.sandbox.closeModal('mia', { all: true });
    await world.sandbox.command('ana', 'leads', '/lead pay');
    expect(modal(world, 'ana')).not.toContain('Team');
    await world.sandbox.closeModal('ana', { all: true });
  });

  test('is frozen as of the cut-off, once, although nobody was there then', async () => {
    const { world } = here;
    world.forward({ days: 2, hours: 6, minutes: 50 });
    // Thursday, 16:50 in Berlin: all that Ana has is due on that day at the latest.
    expect(await world.job('take-pay-snapshots')).toEqual({ periods: 0, snapshots: 0 });
    await world.stopApp();
    world.forward({ hours: 16 });
    await world.startApp();
    // Friday, before anything is frozen: too late for November.
    await world.sandbox.command('ben', 'leads', `/lead L-${ids.sold + 1} connected call`);
    const done = await Promise.all([
      world.job('take-pay-snapshots'),
      world.job('take-pay-snapshots'),
    ]);
    expect(done.map(({ periods }) => periods).join()).toMatch(/^(0,1|1,0)$/);
    expect(await world.job('take-pay-snapshots')).toEqual({ periods: 0, snapshots: 0 });
    const rows = await world.ctx.db.selectFrom('pay_snapshots').selectAll().execute();
    const ben = rows.find(({ person_id }) => person_id === world.ids.people('ben'));
    expect(JSON.parse(ben?.document ?? '')).toMatchObject({
      period: { from: '2026-11-01', until: '2026-11-30' },
      cutOffAt: '2026-12-03T16:00:00.000Z',
      counts: { leads: 1, updated: 0, blocked: 1, excused: 0, corrected: 0 },
      blocked: [{ lead: ids.sold + 1, reasons: ['overdue'] }],
    });
    expect(told(world, 'ben').at(-1)?.text).toContain('is closed');
    expect((await pay(world, 'list')).stdout).toContain(
      '2 people; leads: 1 fully updated, 3 blocked, 0 excused',
    );
  });

  test('cannot be changed, nor removed', async () => {
    const { db } = here.world.ctx;
    for (const change of [
      sql`update pay_snapshots set document = document || ' '`,
      sql`delete from pay_snapshots`,
      sql`truncate pay_snapshots`,
      sql`update pay_periods set cut_off_at = now()`,
    ]) {
      await expect(change.execute(db)).rejects.toThrow('append-only');
    }
  });

  test('is sent to a manager as files, which match', async () => {
    const { world } = here;
    await world.sandbox.command('mia', 'leads', '/lead pay');
    await world.sandbox.click('mia', 'modal', 'Team');
    const folder = await mkdtemp(join(tmpdir(), 'pay-'));
    for (const [button, ending] of [
      ['Send CSV', '.csv'],
      ['Send JSON', '.json'],
    ] as const) {
      await world.sandbox.click('mia', 'modal', button);
      expect(modal(world, 'mia')).toContain('on its way');
      await world.sandbox.closeModal('mia');
      await world.settled();
      const file = world.sandbox.files.findLast(({ name }) => name.endsWith(ending));
      const path = join(folder, `sent${ending}`);
      await writeFile(path, file?.bytes ?? '');
      expect(await pay(world, 'verify', path)).toMatchObject({ exit: 0 });
    }
    await world.sandbox.closeModal('mia', { all: true });
  });

  test('is sent to a rep as well: their own, whole, and nobody else’s', async () => {
    const { world } = here;
    await world.sandbox.command('ben', 'leads', '/lead pay');
    await world.sandbox.click('ben', 'modal', 'Send JSON');
    expect(modal(world, 'ben')).toContain('on its way');
    await world.sandbox.closeModal('ben', { all: true });
    await world.settled();
    expect(world.sandbox.dm('ben').at(-1)?.files).toHaveLength(1);
    const sent = Buffer.from(world.sandbox.files.at(-1)?.bytes ?? '').toString();
    const { people } = JSON.parse(sent);
    expect(people).toMatchObject([{ person: world.ids.people('ben') }]);
    expect(people[0].document).toContain(`"blocked":[{"lead":${ids.sold + 1},`);
    const path = join(await mkdtemp(join(tmpdir(), 'pay-')), 'own.json');
    await writeFile(path, sent);
    expect(await pay(world, 'verify', path, '--part')).toMatchObject({ exit: 0 });
  });

  test('an export that somebody edited does not match, and it says where', async () => {
    const { world } = here;
    const folder = await mkdtemp(join(tmpdir(), 'pay-'));
    const [csv, json] = [join(folder, 'pay.csv'), join(folder, 'pay.json')];
    expect(await pay(world, 'export', '--out', csv)).toMatchObject({ exit: 0 });
    expect(await pay(world, 'export', '2026-11', '--format', 'json', '--out', json)).toMatchObject({
      exit: 0,
    });
    expect((await pay(world, 'export', '--out', csv)).stderr).toContain('There is a file');
    const text = await readFile(csv, 'utf8');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    expect(text).toContain(`L-${ids.sold + 1} overdue`);

    const ben = world.ids.people('ben');
    await writeFile(csv, text.replace(`${ben},`, `${ben},`).replace(/,1,0,1,0,0,/, ',1,1,0,0,0,'));
    const edited = await pay(world, 'verify', csv);
    expect(edited.exit).toBe(1);
    expect(edited.stdout).toContain(
      `${ben}: fully_updated is “1”, and was “0”; blocked is “0”, and was “1”`,
    );
    const whole = await readFile(json, 'utf8');
    expect(await pay(world, 'verify', json, '--offline')).toMatchObject({ exit: 0 });
    await writeFile(json, whole.replace('\\"blocked\\":1', '\\"blocked\\":0'));
    expect((await pay(world, 'verify', json)).stdout).toContain(
      `${ben}: counts is not what was frozen`,
    );
    expect((await pay(world, 'verify', json, '--offline')).stdout).toContain(
      `${ben}: its document does not give its hash`,
    );
    await writeFile(json, whole.replaceAll(world.ctx.workspaceId, 'TOTHER'));
    expect((await pay(world, 'verify', json)).stderr).toContain('is of workspace TOTHER');
    await writeFile(json, JSON.stringify({ ...JSON.parse(whole), people: [] }));
    expect((await pay(world, 'verify', json)).stdout).toContain(`${ben}: is not in the file`);
    expect(await pay(world, 'verify', json, '--part')).toMatchObject({ exit: 0 });
  });

  test('what is put right later shows in the next period', async () => {
    const { world } = here;
    expect((await pay(world, 'list')).stdout).toContain('2026-11-01 to 2026-11-30: frozen');
    world.forward({ days: 35 });
    await world.job('follow-up');
    expect(await world.job('take-pay-snapshots')).toMatchObject({ periods: 1 });
    const rows = await world.ctx.db
      .selectFrom('pay_snapshots')
      .selectAll()
      .where('period_from', '=', '2026-12-01')
      .where('person_id', '=', world.ids.people('ben'))
      .execute();
    expect(JSON.parse(rows[0]?.document ?? '{}')).toMatchObject({
      counts: { corrected: 0 },
    });
  });

  test.each([
    ['2027-03', 'is still to come'],
    ['2026-11-30..2026-11-01', 'ends before it begins'],
    ['2026-02', 'has not been frozen'],
    ['november', 'is not a period such as'],
    ['2026-02-30', 'is not a period such as'],
  ])('an export of %s is refused with the reason', async (period, reason) => {
    const answer = await pay(here.world, 'export', period);
    expect(answer.exit).toBe(1);
    expect(answer.stderr).toContain(reason);
  });
});
