import { beforeAll, expect, test } from 'vitest';
import { useWorld } from '../support/world.ts';

const here = useWorld();
const found = new Map<string, number>();

beforeAll(async () => {
  const { world } = here;
  const arrivals = [
    { name: 'Mara Lind', company: 'Blue Harbour', email: 'mara@blue-harbour.example.com' },
    { name: 'Tom Lindqvist', company: 'North 100%', phone: '+49 171 2345678' },
    { name: 'Zoë Brandt', company: 'Blue Harbour' },
  ];
  for (const arrival of arrivals) found.set(arrival.name, (await world.lead(arrival)).id);
});

async function find(person: string, text: string) {
  const { body } = await here.world.sandbox.command(person, 'leads', `/lead find ${text}`);
  return (body as { text: string }).text; // the app always answers with text
}

test.each([
  ['blue harbour', ['Mara Lind', 'Zoë Brandt']],
  ['BLUE HARB', ['Mara Lind', 'Zoë Brandt']],
  ['lind', ['Mara Lind', 'Tom Lindqvist']],
  ['lind harbour', ['Mara Lind']],
  ['mara@blue', ['Mara Lind']],
  ['0171 234', ['Tom Lindqvist']],
  ['100%', ['Tom Lindqvist']],
  ['zoë', ['Zoë Brandt']],
  ['l%nd', []],
])('%j finds %j', async (text, names) => {
  const answer = await find('ben', text);
  for (const [name] of found)
    expect([name, answer.includes(name)]).toEqual([name, names.includes(name)]);
});

test('one’s own come first, and Details is one click away', async () => {
  const { world } = here;
  const mine = found.get('Mara Lind') ?? 0;
  await world.sandbox.click('ana', await world.card(mine), 'Claim');
  const answer = await find('ana', 'blue harbour');
  expect(answer.indexOf('Mara Lind')).toBeLessThan(answer.indexOf('Zoë Brandt'));
  expect(await find('ben', 'blue harbour')).not.toContain('mara@blue-harbour');
});

test('too little, or nothing, is answered with what to do', async () => {
  expect(await find('ana', 'ab')).toContain('at least three letters');
  expect(await find('ana', 'nobody of that name')).toContain('No lead has that');
  here.world.sandbox.addUser({ name: 'guest', isGuest: true });
  expect(await find('guest', 'blue')).toContain('Guests cannot work on leads');
});
