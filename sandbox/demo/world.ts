import type { UserSpec, WorldSpec } from '../world.ts';

const people: readonly UserSpec[] = [
  { name: 'ana', realName: 'Ana Keller', tz: 'Europe/Berlin', role: 'rep' },
  { name: 'ben', realName: 'Ben Osei', tz: 'Europe/London', role: 'rep' },
  { name: 'mia', realName: 'Mia Brandt', tz: 'Europe/Berlin', role: 'manager' },
  { name: 'max', realName: 'Max Lindqvist', tz: 'Europe/Stockholm', role: 'marketer' },
  { name: 'ada', realName: 'Ada Novak', tz: 'Europe/Berlin', isAdmin: true, role: 'admin' },
];

/** Who works in the demo. */
export const demoWorld: WorldSpec = {
  // Nobody chose another name.
  users: people.map((person) => ({ ...person, displayName: '' })),
  channels: [
    { name: 'leads', topic: 'New leads. First click wins.' },
    { name: 'general', withApp: false },
  ],
};

/** A calendar on which everyone in the demo works. */
export const demoTimezone = 'Europe/London';
