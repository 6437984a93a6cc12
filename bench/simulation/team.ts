import type { WorldSpec } from '../../sandbox/world.ts';
import type { Settings } from '../../src/settings/settings.ts';

/** How a rep goes about their work. */
export type Habit = 'diligent' | 'lazy' | 'absent' | 'cherry-picking';

/** Of ten reps. */
const habits: readonly Habit[] = [
  ...(['diligent', 'lazy', 'diligent', 'cherry-picking', 'absent'] as const),
  ...(['diligent', 'lazy', 'diligent', 'cherry-picking', 'diligent'] as const),
];

/** Of ten reps. */
const places = [
  { name: 'leads-europe', timezone: 'Europe/Berlin', mode: 'claim', reps: 4 },
  { name: 'leads-america', timezone: 'America/New_York', mode: 'round-robin', reps: 3 },
  { name: 'leads-britain', timezone: 'Europe/London', mode: 'round-robin', reps: 2 },
  { name: 'leads-india', timezone: 'Asia/Kolkata', mode: 'claim', reps: 1 },
] as const;

export type Rep = { readonly id: string; readonly habit: Habit };

/** A channel, its source of the same name, its reps and its manager. */
export type Place = {
  readonly id: string;
  readonly name: string;
  readonly timezone: string;
  readonly mode: 'claim' | 'round-robin';
  readonly manager: string;
  readonly roster: readonly Rep[];
};

/** Each place has reps of several habits, even a small one. */
export function hire(count: number): readonly Place[] {
  const deal = places.flatMap((place) => Array.from({ length: place.reps }, () => place.name));
  const reps = Array.from({ length: count }, (_, n) => ({
    id: `UREP${String(n + 1).padStart(3, '0')}`,
    // 3 has no divisor in common with 10, so each place gets of all kinds in the end.
    habit: habits[(n * 3 + Math.floor(n / 10)) % 10] ?? 'diligent',
    place: deal[n % 10] ?? '',
  }));
  return places
    .map(({ name, timezone, mode }) => {
      const id = `C${name.toUpperCase().replaceAll('-', '')}`;
      const roster = reps
        .filter(({ place }) => place === name)
        .map((rep) => ({ id: rep.id, habit: rep.habit }));
      return { id, name, timezone, mode, manager: `UBOSS${name.slice(6).toUpperCase()}`, roster };
    })
    .filter(({ roster }) => roster.length > 0);
}

/** As Slack knows them. */
export const worldOf = ({ id, name, roster, manager, timezone }: Place): WorldSpec => ({
  users: [
    ...roster.map((rep) => ({ id: rep.id, name: rep.id.toLowerCase(), tz: timezone, role: 'rep' })),
    { id: manager, name: manager.toLowerCase(), tz: timezone, role: 'manager' },
  ],
  channels: [{ id, name }],
});

/** What is worth so much is hot. */
const hotValue = 20_000;

export const settingsOf = (
  { id, name, timezone, mode, manager, roster }: Place,
  before: Settings,
): Settings => ({
  ...before,
  timezone,
  hot: [{ minValue: hotValue }],
  channels: {
    [id]: {
      ...{ name, timezone, mode, managers: [manager], holidays: [] },
      roster: roster.map((rep) => rep.id),
    },
  },
  sources: { [name]: { channel: id } },
});
