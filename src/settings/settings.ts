import { z } from 'zod';

const slackUserId = z
  .string()
  .regex(/^[UW][A-Z0-9]+$/, 'is not a Slack member id such as U024BE7LH');
const slackChannelId = z
  .string()
  .regex(/^[CG][A-Z0-9]+$/, 'is not a Slack channel id such as C024BE91L');
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time such as 09:00');
const localDate = z.iso.date();
const country = z.string().regex(/^[A-Z]{2}$/, 'is not a two-letter country code such as GB');
const currency = z.string().regex(/^[A-Z]{3}$/, 'is not a three-letter currency code such as EUR');
const timezone = z.string().refine(isTimezone, 'is not a time zone such as Europe/Berlin');
/** `15m`, `1h`, `2d`; days are working days, hours and minutes working time. */
const window = z.string().regex(/^[1-9]\d{0,3}(m|h|d)$/, 'is not a window such as 15m, 1h or 2d');

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const workingTime = z.strictObject({
  days: z.array(z.enum(weekdays)).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  from: localTime.default('09:00'),
  to: localTime.default('17:30'),
});

const channel = z.strictObject({
  /** The Slack channel's: looked up where it is left out, and followed when it changes. */
  name: z.string().min(1).optional(),
  managers: z.array(slackUserId).default([]),
  /** The reps. Empty: any full member of the Slack channel may claim. */
  roster: z.array(slackUserId).default([]),
  /** The clock of leads that nobody owns yet. */
  timezone: timezone.optional(),
  workingTime: workingTime.optional(),
  holidays: z.array(localDate).default([]),
});

const source = z.strictObject({
  name: z.string().min(1).optional(),
  channel: slackChannelId,
  /** The marketer who makes these leads, and whom their manager is. */
  owner: slackUserId.optional(),
  manager: slackUserId.optional(),
  /** How a webhook proves that it is this source's; left out: takes no webhooks. */
  verification: z.enum(['standard-webhooks', 'url-token']).optional(),
  /** For phone numbers written without a country. */
  country: country.optional(),
  currency: currency.optional(),
});

const windowsDefault = {
  unclaimed: '15m',
  claimed: '1h',
  attempted: '1d',
  connected: '2d',
  qualified: '3d',
  quoted: '3d',
} as const;

/** The one settings document of a workspace. Rules name no person; routing, rosters and roles do. */
export const settingsSchema = z.strictObject({
  timezone: timezone.default('UTC'),
  country: country.optional(),
  currency: currency.default('USD'),
  /** Empty: Slack's workspace admins. */
  admins: z.array(slackUserId).default([]),
  workingTime: workingTime.prefault({}),
  windows: z
    .strictObject({
      unclaimed: window.default(windowsDefault.unclaimed),
      claimed: window.default(windowsDefault.claimed),
      attempted: window.default(windowsDefault.attempted),
      connected: window.default(windowsDefault.connected),
      qualified: window.default(windowsDefault.qualified),
      quoted: window.default(windowsDefault.quoted),
    })
    .prefault({}),
  lease: window.default('3d'),
  limits: z
    .strictObject({
      ownDateDays: z.int().min(1).max(365).default(14),
      postponesInRow: z.int().min(0).max(10).default(2),
      postponeDays: z.int().min(1).max(90).default(14),
      reopenDays: z.int().min(0).max(90).default(7),
      notifyingNudgesPerDay: z.int().min(1).max(10).default(3),
      importCards: z.int().min(0).max(50).default(20),
    })
    .prefault({}),
  digest: z
    .strictObject({ at: localTime.default('08:30'), until: localTime.default('14:30') })
    .prefault({}),
  channels: z.record(slackChannelId, channel).default({}),
  sources: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is not a key such as website-form'),
      source,
    )
    .default({}),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SourceSettings = Settings['sources'][string];
export type WorkingTimeSettings = Settings['workingTime'];

/** What people read for a source; `self` is what they enter themselves. */
export const sourceName = ({ sources }: Settings, key: string): string =>
  sources[key]?.name ?? (key === 'self' ? 'Entered by hand' : key);

/** What is wrong, as an issue of the schema says it; of a key, what is wrong with the key. */
export const faultWords = (issue: z.core.$ZodIssue): string =>
  (issue.code === 'invalid_key' && issue.issues[0]?.message) || issue.message;

/** A document as it was in force: `version` 0 is the defaults, before anyone has set anything. */
export type SettingsVersion = { readonly version: number; readonly document: Settings };

// Intl.supportedValuesOf lists one name a zone: Asia/Calcutta, but not Asia/Kolkata.
function isTimezone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
