import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { routeIn, routeOf } from '../../src/intake/routing.ts';
import { type Settings, settingsShape } from '../../src/settings/settings.ts';
import { readSettingsFile } from '../../src/settings/settingsFile.ts';

const source = { key: 'website', channel: 'CLEADS' };
const nothing = { country: null, language: null, segment: null, value: null, custom: {} };

const settings = (routing: unknown, channels: Record<string, unknown> = {}): Settings =>
  settingsShape.parse({
    routing,
    channels: {
      CLEADS: {},
      CTURNS: { mode: 'round-robin', roster: ['UANA'] },
      CEMPTY: { mode: 'round-robin' },
      ...channels,
    },
  });

const route = (when: Record<string, unknown>, lead: Partial<typeof nothing> | object) =>
  routeOf({ ...nothing, ...lead }, source, settings([{ when, channel: 'CTURNS' }])).channelId;

test.each<[Record<string, unknown>, object]>([
  [{}, {}],
  [{ source: 'website' }, {}],
  [{ country: 'DE' }, { country: 'DE' }],
  [{ segment: 'Enterprise' }, { segment: 'enterprise' }],
  [{ language: 'DE' }, { language: 'de' }],
  [{ minValue: 5_000 }, { value: 5_000 }],
  [{ custom: { Product: 'solar' } }, { custom: { product: ' Solar ' } }],
  [{ custom: { seats: '50' } }, { custom: { Seats: 50 } }],
  [{ custom: { interests: 'roof' } }, { custom: { interests: ['garden', 'Roof'] } }],
  [
    { country: 'DE', minValue: 10 },
    { country: 'DE', value: 11 },
  ],
])('a rule with %j fits %j', (when, lead) => {
  expect(route(when, lead)).toBe('CTURNS');
});

test.each<[Record<string, unknown>, object]>([
  [{ source: 'fair' }, {}],
  [{ country: 'DE' }, { country: 'AT' }],
  [{ country: 'DE' }, {}],
  [{ segment: 'enterprise' }, { segment: 'small' }],
  [{ minValue: 5_000 }, { value: 4_999 }],
  [{ minValue: 5_000 }, {}],
  [{ custom: { product: 'solar' } }, { custom: { product: 'solar roof' } }],
  [{ custom: { product: 'solar' } }, { custom: { roof: 'solar' } }],
  [{ custom: { product: 'solar' } }, { custom: { product: { name: 'solar' } } }],
  [
    { country: 'DE', minValue: 10 },
    { country: 'DE', value: 9 },
  ],
])('a rule with %j does not fit %j', (when, lead) => {
  expect(route(when, lead)).toBe('CLEADS');
});

test('the first rule that fits decides, and says how the owner is found', () => {
  const rules = settings([
    { when: { country: 'DE' }, channel: 'CTURNS', mode: 'claim' },
    { when: { country: 'DE' }, channel: 'CLEADS', mode: 'direct', to: 'UBEN' },
    { when: { country: 'AT' }, channel: 'CLEADS', mode: 'direct', to: 'UBEN' },
    { when: { country: 'CH' }, channel: 'CTURNS' },
    { when: { country: 'FR' }, channel: 'CLEADS', mode: 'round-robin' },
  ]);
  const routed = (country: string) => routeOf({ ...nothing, country }, source, rules);
  expect(routed('DE')).toEqual({ channelId: 'CTURNS', routed: null, routedTo: null });
  expect(routed('AT')).toEqual({ channelId: 'CLEADS', routed: 'direct', routedTo: 'UBEN' });
  expect(routed('CH')).toEqual({ channelId: 'CTURNS', routed: 'round-robin', routedTo: null });
  // No roster, no turns.
  expect(routed('FR')).toEqual({ channelId: 'CLEADS', routed: null, routedTo: null });
  expect(routed('GB')).toEqual({ channelId: 'CLEADS', routed: null, routedTo: null });
});

test('a channel without a roster, or that nobody has set up, takes leads that are claimed', () => {
  expect(routeIn('CEMPTY', settings([]))).toMatchObject({ routed: null });
  expect(routeIn('CNEW', settings([]))).toMatchObject({ channelId: 'CNEW', routed: null });
  expect(routeIn('CTURNS', settings([]))).toMatchObject({ routed: 'round-robin' });
});

test('whatever arrives, it goes to the channel of its source or of a rule', () => {
  const country = fc.constantFrom('DE', 'AT', 'FR');
  const text = fc.constantFrom('a', 'B', 'constructor', '');
  const channel = fc.constantFrom('CLEADS', 'CTURNS', 'CEMPTY');
  const when = fc.record(
    {
      country,
      segment: text,
      minValue: fc.integer({ min: 1, max: 9 }),
      custom: fc.dictionary(text, text),
    },
    { requiredKeys: [] },
  );
  const rule = fc.oneof(
    fc.record({ when, channel, mode: fc.constantFrom('claim', 'round-robin') }),
    fc.record({ when, channel, mode: fc.constant('direct'), to: fc.constant('UANA') }),
  );
  const arrival = fc.record({
    country: fc.option(country),
    language: fc.constant(null),
    segment: fc.option(fc.string()),
    value: fc.option(fc.double()),
    custom: fc.dictionary(fc.string(), fc.jsonValue()),
  });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 5 }), arrival, (rules, lead) => {
      const { channelId, routed, routedTo } = routeOf(lead, source, settings(rules));
      expect(['CLEADS', ...rules.map((one) => one.channel)]).toContain(channelId);
      expect(routed === 'direct').toBe(routedTo !== null);
      expect(routed !== 'round-robin' || channelId === 'CTURNS').toBe(true);
    }),
  );
});

test('the example of the reference is one', async () => {
  const reference = readFileSync(new URL('../../docs/reference.md', import.meta.url), 'utf8');
  const example = /### Routing[^]*?```yaml\n([^]*?)```/.exec(reference)?.[1] ?? '';
  const file = await readSettingsFile(example, {
    personByEmail: async (email) => `U${email.slice(0, 3).toUpperCase()}`,
    channelByName: async (name) => `C${name.toUpperCase()}`,
  });
  if (file.outcome !== 'read') throw new Error(file.faults.join('\n'));
  const routed = (lead: object) => routeOf({ ...nothing, ...lead }, source, file.document);
  expect(routed({ country: 'AT', custom: { Product: 'Solar' } })).toMatchObject({
    routed: 'direct',
    routedTo: 'UANA',
  });
  expect(routed({ segment: 'Enterprise', value: 60_000 })).toMatchObject({
    channelId: 'CENTERPRISE',
    routed: 'round-robin',
  });
  expect(routed({ language: 'fr' })).toMatchObject({ channelId: 'CENTERPRISE', routed: null });
  expect(routed({})).toMatchObject({ channelId: 'CLEADS', routed: 'round-robin' });
});
