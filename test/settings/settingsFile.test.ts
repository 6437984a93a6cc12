import { expect, test } from 'vitest';
import { readSettingsFile, writeSettingsFile } from '../../src/settings/settingsFile.ts';

const references = {
  personByEmail: async (email: string) => (email === 'mia@example.com' ? 'U0MIA' : null),
  channelByName: async (name: string) => (name === 'leads' ? 'C0LEADS' : null),
};
const read = (text: string) => readSettingsFile(text, references);

test('people may be written as addresses and channels as #name, also as keys', async () => {
  const file = await read(`
channels:
  "#leads":
    managers: [mia@example.com]
sources:
  fair: { channel: "#leads", owner: U0MAX }
`);
  if (file.outcome !== 'read') throw new Error(file.faults.join());
  expect(file.document.channels).toMatchObject({ C0LEADS: { managers: ['U0MIA'] } });
  expect(file.document.sources).toMatchObject({ fair: { channel: 'C0LEADS', owner: 'U0MAX' } });
});

test('a name that people read stands for nothing else', async () => {
  const file = await read('sources: { offer: { channel: C0LEADS, name: "#1 offer" } }');
  expect(file).toMatchObject({ document: { sources: { offer: { name: '#1 offer' } } } });
});

test('of a part that is not well formed only that is said, and nothing that would follow from it', async () => {
  expect(await read('lease: 0d')).toEqual({
    outcome: 'refused',
    faults: ['Line 1: lease: is not a window such as 15m, 1h or 2d.'],
  });
  expect(await read('workingTime: { from: "25:00" }')).toEqual({
    outcome: 'refused',
    faults: ['Line 1: workingTime.from: is not a time such as 09:00.'],
  });
});

test('every fault is told with its line', async () => {
  const file = await read(`timezone: Mars/Olympus
windows:
  claimed: soon
limits:
  importCards: 99
wrong: 1
`);
  if (file.outcome !== 'refused') throw new Error('it was taken');
  expect(file.faults.map((fault) => fault.split(':')[0])).toEqual([
    'Line 1',
    'Line 3',
    'Line 5',
    expect.stringMatching(/^Line/),
  ]);
  expect(file.faults[0]).toContain('is not a time zone such as Europe/Berlin');
});

test('whom Slack does not know is told with the line', async () => {
  const file = await read('admins:\n  - nobody@example.com\n');
  expect(file).toEqual({
    outcome: 'refused',
    faults: ['Line 2: there is no person nobody@example.com in this Slack workspace.'],
  });
});

test('what is written is read back to the same document', async () => {
  const file = await read('digest: { at: "07:15" }');
  if (file.outcome !== 'read') throw new Error('refused');
  expect(await read(writeSettingsFile(file.document))).toEqual(file);
});
