import { z } from 'zod';
import { brokenRules } from './settingsRules.ts';

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
/** An ISO 3166 code: `DE`, or `DE-BE` where a part of the country has holidays of its own. */
const holidayRegion = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,7}){0,2}$/, 'is not a country or region code such as DE or DE-BE');
/** `15m`, `1h`, `2d`; days are working days, hours and minutes working time. */
const window = z.string().regex(/^[1-9]\d{0,3}(m|h|d)$/, 'is not a window such as 15m, 1h or 2d');

const stageNames = ['unaware', 'problem', 'options', 'decision', 'purchase'] as const;

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const workingTime = z.strictObject({
  days: z.array(z.enum(weekdays)).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  from: localTime.default('09:00'),
  to: localTime.default('17:30'),
  /** It ends on the next day. */
  nightShift: z.boolean().default(false),
});

/** What a rule may ask of a lead. Never of a person. */
const leadCondition = z.strictObject({
  channel: slackChannelId.optional(),
  source: z.string().optional(),
  segment: z.string().optional(),
  country: country.optional(),
  language: z.string().optional(),
  /** In the lead's own currency. */
  minValue: z.number().positive().optional(),
});

/** How long after the due instant the rep is told that the manager will be, and the manager is. */
const step = (warn: string, escalate: string) =>
  z.strictObject({ warn: window.default(warn), escalate: window.default(escalate) }).prefault({});

const ladder = (first: [string, string], later: [string, string], unclaimed: string) =>
  z
    .strictObject({
      /** A claim that nobody has worked on yet. */
      firstTouch: step(...first),
      later: step(...later),
      /** After an unclaimed lead's window: the channel has been told, now the fallback is. */
      unclaimed: window.default(unclaimed),
    })
    .prefault({});

const channel = z.strictObject({
  /** The Slack channel's: looked up where it is left out, and followed when it changes. */
  name: z.string().min(1).optional(),
  managers: z.array(slackUserId).default([]),
  /** How its leads find their owner, where no routing rule says otherwise. */
  mode: z.enum(['claim', 'round-robin']).default('claim'),
  /** Who is told of what nobody takes; left out: the first manager. */
  fallback: slackUserId.optional(),
  /** The reps. Empty: any full member of the Slack channel may claim. */
  roster: z.array(slackUserId).default([]),
  /** Who sees how the customer is reached. `roster`: before a claim also whoever may claim; left out: `owner`. */
  contacts: z.enum(['owner', 'roster']).optional(),
  /** What owners write under their cards is kept as notes. Left out: it is not. */
  keepReplies: z.boolean().optional(),
  /** Its digest is posted in it, too. */
  postDigest: z.boolean().optional(),
  /** Its reps see who does best, each Friday. Left out: nobody is compared. */
  leaderboard: z.boolean().optional(),
  /** The clock of leads that nobody owns yet. */
  timezone: timezone.optional(),
  workingTime: workingTime.optional(),
  holidayRegion: holidayRegion.optional(),
  /** Beside those of its region. */
  holidays: z.array(localDate).default([]),
});

/** A field of the intake, or one of the sender's own: `custom.Budget`. */
const fieldName = z
  .string()
  .regex(
    /^([a-z][a-zA-Z]{0,40}|custom\.[^|]{1,100})$/,
    'is not a field such as email, or custom.Budget',
  );

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
  /** What a rep cannot work without: fields, `custom.Budget`, or a list of which one is enough. */
  mustHave: z.array(z.union([fieldName, z.array(fieldName).min(2)])).optional(),
  /** How long a lead that lacks one of them is held back, in the channel's working time; left out: `2h`. */
  holdLimit: window.optional(),
  /** Of one lead, in the source's currency. */
  cost: z.number().positive().max(1e9).optional(),
});

/** Where leads go, and how they find their owner: the first rule that fits. */
const routingRule = z.strictObject({
  when: leadCondition
    .omit({ channel: true })
    .extend({ custom: z.record(z.string(), z.string()).optional() }),
  channel: slackChannelId,
  mode: z.enum(['claim', 'round-robin', 'direct']).optional(),
  /** Direct: the owner. */
  to: slackUserId.optional(),
});

const windowsDefault = {
  unclaimed: '15m',
  claimed: '1h',
  attempted: '1d',
  connected: '2d',
  qualified: '3d',
  quoted: '3d',
} as const;

/** A document whose every part is well formed. */
export const settingsShape = z.strictObject({
  timezone: timezone.default('UTC'),
  country: country.optional(),
  currency: currency.default('USD'),
  /** Empty: Slack's workspace admins. */
  admins: z.array(slackUserId).default([]),
  workingTime: workingTime.prefault({}),
  /** Whose public holidays are kept, where a channel or a person has no region of their own. */
  holidayRegion: holidayRegion.optional(),
  /** By region: computed when settings that name it are saved, then an admin's to edit. */
  holidays: z
    .record(holidayRegion, z.strictObject({ until: z.int(), dates: z.array(localDate) }))
    .default({}),
  /** Nobody works on these local dates. */
  closures: z.array(localDate).default([]),
  /** Emoji (`:palm_tree:`) or texts of a Slack status that mean away. */
  awayStatuses: z.array(z.string().min(1)).default([]),
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
  /** Other windows for some leads: the first rule that fits and names the status. */
  windowRules: z
    .array(
      z.strictObject({
        when: leadCondition.pick({ channel: true, source: true, segment: true }),
        windows: z.partialRecord(
          z.enum(['unclaimed', 'claimed', 'attempted', 'connected', 'qualified', 'quoted']),
          window,
        ),
      }),
    )
    .default([]),
  ladder: ladder(['2h', '4h'], ['4h', '1d'], '15m'),
  /** Leads that fit one of these are hot, and climb a faster ladder. */
  hot: z.array(leadCondition).default([]),
  hotLadder: ladder(['30m', '1h'], ['1h', '4h'], '5m'),
  lease: window.default('3d'),
  limits: z
    .strictObject({
      ownDateDays: z.int().min(1).max(365).default(14),
      postponesInRow: z.int().min(0).max(10).default(2),
      postponeDays: z.int().min(1).max(90).default(14),
      reopenDays: z.int().min(0).max(90).default(7),
      notifyingNudgesPerDay: z.int().min(1).max(10).default(3),
      importCards: z.int().min(0).max(50).default(20),
      /** Of one owner; left out: any number. */
      openLeads: z.int().min(1).max(10_000).optional(),
      claimsPerDay: z.int().min(1).max(1_000).optional(),
      /** So many leases that end without a touch, and no new leads come by turn until nothing is overdue. */
      leasesEnded: z.int().min(1).max(100).default(3),
      /** So many touches before a lead is called unreachable. */
      touchesUnreachable: z.int().min(0).max(20).default(3),
      /** A repeat enquiry goes to its former owner who touched it within so many days. */
      formerOwnerDays: z.int().min(0).max(1_000).default(90),
      /** Own hours add up to at least these a week. */
      weeklyHours: z.number().min(1).max(100).default(15),
    })
    .prefault({}),
  routing: z.array(routingRule).default([]),
  digest: z
    .strictObject({ at: localTime.default('08:30'), until: localTime.default('14:30') })
    .prefault({}),
  scorecard: z
    .strictObject({ day: z.enum(weekdays).default('fri'), at: localTime.default('15:00') })
    .prefault({}),
  /** Left out: no pay period is kept. Local dates and times of the workspace. */
  pay: z
    .strictObject({
      every: z.enum(['month', 'fortnight', 'own']).default('month'),
      /** Fortnight: the first day of one of them. */
      from: localDate.optional(),
      /** Own: `until` is the last day. */
      periods: z.array(z.strictObject({ from: localDate, until: localDate })).default([]),
      /** So many days after the last one leads can still be put right. */
      cutOffDays: z.int().min(0).max(28).default(3),
      cutOffAt: localTime.default('17:00'),
      /** So many days before the cut-off reps are told what blocks. */
      nudgeDays: z.int().min(1).max(14).default(2),
    })
    .optional(),
  feedback: z
    .strictObject({
      /** In which a source's owner answers a grade, and a rep a question. */
      answerWindow: window.default('2d'),
      /** When a source's owner is told what came back: their local time on working days. */
      at: localTime.default('09:00'),
    })
    .prefault({}),
  /** A lead that says none is of the first that fits. */
  segments: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(75),
        when: leadCondition
          .omit({ channel: true, segment: true })
          .extend({ custom: z.record(z.string(), z.string()).optional() }),
      }),
    )
    .default([]),
  /** What a customer needs at each stage of their purchase, in a sentence or two. */
  helpful: z.partialRecord(z.enum(stageNames), z.string().min(1).max(500)).default({}),
  channels: z.record(slackChannelId, channel).default({}),
  sources: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is not a key such as website-form'),
      source,
    )
    .default({}),
});

/** The one settings document of a workspace. Rules name no person; routing, rosters and roles do. */
export const settingsSchema = settingsShape.superRefine((document, check) => {
  // Rules are for parts that are well formed; of others they would say what is not so.
  if (check.issues.length > 0) return;
  for (const { path, message } of brokenRules(document)) {
    check.addIssue({ code: 'custom', path: [...path], message });
  }
});

export type Settings = z.infer<typeof settingsShape>;
export type SourceSettings = Settings['sources'][string];
export type WorkingTimeSettings = Settings['workingTime'];
export type Ladder = Settings['ladder'];
export type LeadCondition = Settings['hot'][number];

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
