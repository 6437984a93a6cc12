import type { Settings } from '../settings/settings.ts';

/** The keys of the sources that somebody owns. */
export const ownedSources = ({ sources }: Settings, personId: string): string[] =>
  Object.keys(sources).filter((key) => sources[key]?.owner === personId);
