import { afterAll, expect, test } from 'vitest';
import { theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { settingsShape } from '../../src/settings/settings.ts';
import { createTestDatabase } from '../support/testDatabase.ts';
import { channelId, intakeContext } from './world.ts';

const database = await createTestDatabase();
const ctx = await intakeContext(await database.open());
afterAll(database.drop);

const large = 'C0LARGE';
const { segments } = settingsShape.parse({
  segments: [
    { name: 'enterprise', when: { minValue: 50_000 } },
    { name: 'enterprise', when: { custom: { Employees: '1000+' } } },
    { name: 'dach', when: { country: 'DE' } },
  ],
});
await ctx.settings.change(
  (document) => ({
    ...document,
    segments,
    routing: [{ when: { segment: 'enterprise' }, channel: large }],
    channels: settingsShape.parse({ channels: { [channelId]: {}, [large]: {} } }).channels,
  }),
  { authorId: null, note: 'test', now: ctx.clock.now() },
);

let people = 0;
async function arriving(arrival: Record<string, unknown>) {
  const named = { name: `Person ${++people}`, ...arrival };
  const entered = await receiveLead(ctx, { source: 'web', arrival: named, by: theApp });
  return 'lead' in entered ? [entered.lead.segment, entered.lead.channelId] : entered;
}

test('a lead is of the first segment that fits, and is routed by it', async () => {
  expect(await arriving({ value: 60_000, country: 'DE' })).toEqual(['enterprise', large]);
  expect(await arriving({ employees: ' 1000+ ' })).toEqual(['enterprise', large]);
  expect(await arriving({ country: 'DE' })).toEqual(['dach', channelId]);
  expect(await arriving({ country: 'FR', value: 49_999 })).toEqual([null, channelId]);
});

test('what the sender says of its segment stays', async () => {
  expect(await arriving({ segment: 'partner', value: 60_000 })).toEqual(['partner', channelId]);
});
