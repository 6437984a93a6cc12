import type { Settings } from '../settings/settings.ts';
import { isPausedByLeases, type Person } from './person.ts';

/** After so many ended claims no leads come to them by turn. Null: they do, or never have. */
export const turnsPausedAfter = (person: Person, settings: Settings): number | null =>
  isPausedByLeases(person, settings) && takesTurns(person.id, settings) ? person.leasesEnded : null;

/** For them, with the way out. */
export const turnsPausedWords = (ended: number): string =>
  `No new leads come to you by turn: ${ended} of your claims ended. They come again after a touch that leaves you with nothing overdue.`;

const takesTurns = (id: string, { channels, routing }: Settings): boolean =>
  Object.entries(channels).some(
    ([channelId, { mode, roster }]) =>
      roster.includes(id) &&
      (mode === 'round-robin' ||
        routing.some((rule) => rule.channel === channelId && rule.mode === 'round-robin')),
  );
