import type { Settings, SourceSettings } from '../settings/settings.ts';
import type { SourceLocale } from './arrival.ts';

/** Where leads come from that people enter by hand. It needs no entry in the settings. */
export const ownSource = 'self';

/** Null: there is no such source. `channel` goes before the source's own. */
export function findSource(
  settings: Settings,
  key: string,
  channel?: string,
): SourceSettings | null {
  const known = Object.hasOwn(settings.sources, key) ? settings.sources[key] : undefined;
  if (known) return channel ? { ...known, channel } : known;
  return key === ownSource && channel ? { channel } : null;
}

/** How dates, phone numbers and amounts of a source are read. */
export function localeOf(source: SourceSettings, settings: Settings): SourceLocale {
  return {
    timezone: settings.timezone,
    country: source.country ?? settings.country ?? null,
    currency: source.currency ?? settings.currency,
  };
}
