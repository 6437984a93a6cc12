import { afterAll, expect, test } from 'vitest';
import { theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { recordDoNotContact } from '../../src/leads/recordDoNotContact.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, notes } = kernel;
const { document } = await ctx.settings.current();
await ctx.settings.change(() => ({ ...document, sources: { web: { channel: 'CLEADS' } } }), {
  authorId: null,
  note: 'test',
  now: ctx.clock.now(),
});
afterAll(kernel.drop);

const email = 'jane@example.org';
const arrive = (message: string) =>
  receiveLead(ctx, { source: 'web', arrival: { name: 'Jane', email, message }, by: theApp });

test('of what comes again in vain each text is kept once, the newest twenty; all are counted', async () => {
  await arrive('A quote');
  const asked = await arrive('Another quote');
  if (!('lead' in asked)) throw new Error(asked.outcome);
  const { id } = asked.lead;
  await recordDoNotContact(ctx, { leadId: id, by: click('UMIA') });
  for (let n = 1; n <= 25; n += 1) {
    expect(await arrive(`Message ${n}`)).toMatchObject({ outcome: 'suppressed' });
    await arrive('The same again');
  }
  const bodies = (await notes(id)).map(({ body }) => body);
  // What they asked before stays.
  expect(bodies).toHaveLength(21);
  expect(bodies).toContain('Another quote');
  expect(bodies).toContain('Message 25');
  expect(bodies).not.toContain('Message 5');
  const rows = await ctx.db.selectFrom('do_not_contact').select('suppressed').execute();
  expect(rows).toEqual([{ suppressed: 50 }]);
});
