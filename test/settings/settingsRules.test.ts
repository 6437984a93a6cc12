import { expect, test } from 'vitest';
import { readSettingsFile } from '../../src/settings/settingsFile.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { brokenRules } from '../../src/settings/settingsRules.ts';

const nobody = { personByEmail: async () => null, channelByName: async () => null };

test('the defaults keep every rule', () => {
  expect(brokenRules(settingsSchema.parse({}))).toEqual([]);
});

test.each([
  ['windows: { claimed: 60d }', 'Line 1: windows.claimed: is longer than 59 working days.'],
  ['windows: { quoted: 9999h }', 'Line 1: windows.quoted: is longer than 59 working days.'],
  ['lease: 365d', 'Line 1: lease: is longer than 59 working days.'],
  ['windows: { claimed: 1y }', 'Line 1: windows.claimed: is not a window such as 15m, 1h or 2d.'],
  ['windows: { claimed: 0d }', 'Line 1: windows.claimed: is not a window such as 15m, 1h or 2d.'],
  [
    'windowRules:\n  - when: { segment: retail }\n    windows:\n      attempted: 80d',
    'Line 4: windowRules.0.windows.attempted: is longer than 59 working days.',
  ],
  [
    'ladder:\n  firstTouch:\n    warn: 4h\n    escalate: 2h',
    'Line 4: ladder.firstTouch.escalate: is not after `warn`: the rep is told before the manager.',
  ],
  [
    'hotLadder:\n  later: { warn: 1d, escalate: 8h }',
    'Line 2: hotLadder.later.escalate: is not after `warn`: the rep is told before the manager.',
  ],
  [
    'lease: 1d',
    'Line 1: ladder.later.escalate: is not before the claim ends, after a `lease` of 1d.',
  ],
  [
    'hotLadder:\n  firstTouch: { escalate: 4d }',
    'Line 2: hotLadder.firstTouch.escalate: is not before the claim ends, after a `lease` of 3d.',
  ],
  [
    'segments:\n  - { name: large, when: { source: fair } }',
    'Line 2: segments.0.when.source: is not one of the sources in `sources`.',
  ],
  [
    'windowRules:\n  - when: { channel: C0NONE }\n    windows: { claimed: 2h }',
    'Line 2: windowRules.0.when.channel: is not one of the channels in `channels`.',
  ],
  [
    'hot:\n  - minValue: 1000\n  - source: fair',
    'Line 3: hot.1.source: is not one of the sources in `sources`.',
  ],
  [
    'routing:\n  - when: { country: DE }\n    channel: C0NONE',
    'Line 3: routing.0.channel: is not one of the channels in `channels`.',
  ],
  [
    'channels: { C0LEADS: {} }\nrouting:\n  - when: {}\n    channel: C0LEADS\n    mode: direct',
    'Line 3: routing.0.to: belongs to mode: direct, which needs it.',
  ],
  [
    'sources:\n  fair:\n    channel: C0LEADS\n    mustHave: [email, fax]',
    'Line 4: sources.fair.mustHave.1: names no field: there are name, company, email, phone, website, message, value, country, language, stage, segment, appointmentAt, preferredContact, externalId, and custom ones such as custom.Budget.',
  ],
  [
    'sources:\n  fair:\n    channel: C0LEADS\n    mustHave:\n      - [email, custom.Phone]',
    'Line 5: sources.fair.mustHave.0: names no custom field: phone is a field of its own, without `custom.` before it.',
  ],
  [
    'sources: { fair: { channel: C0LEADS, holdLimit: 22d } }',
    'Line 1: sources.fair.holdLimit: is longer than 5 working days.',
  ],
  [
    'workingTime: { from: "17:00", to: "09:00" }',
    'Line 1: workingTime.to: is not after `from`; a night shift needs nightShift: true.',
  ],
  [
    'channels:\n  C0LEADS:\n    workingTime: { from: "17:00", to: "17:00" }',
    'Line 3: channels.C0LEADS.workingTime.to: is not after `from`; a night shift needs nightShift: true.',
  ],
])('%j is refused, with the field and its line', async (yaml, fault) => {
  expect(await readSettingsFile(yaml, nobody)).toEqual({ outcome: 'refused', faults: [fault] });
});

test('what a rule may name: channels and sources that there are, and leads entered by hand', async () => {
  const yaml = `
channels: { C0LEADS: {} }
sources: { fair: { channel: C0LEADS } }
hot: [{ source: self }, { source: fair, channel: C0LEADS, minValue: 500 }]
windowRules: [{ when: { source: fair }, windows: { unclaimed: 1h, quoted: 59d } }]
routing: [{ when: { source: fair }, channel: C0LEADS, mode: direct, to: U0ANA }]
`;
  expect(await readSettingsFile(yaml, nobody)).toMatchObject({ outcome: 'read' });
});
