import { z } from 'zod';
import type { Profile } from './person.ts';
import { isTimezone } from './zone.ts';

export type SeenPerson = Omit<Profile, 'timezone'> & {
  /** Deactivated people have none in Slack; what was known stays. */
  readonly timezone: string | null;
  /** When Slack last changed what it says of them; null: it does not say. */
  readonly toldAt: Date | null;
  readonly status: SlackStatus | null;
};

/** What a person shows beside their name; `until` null: until they take it away. */
export type SlackStatus = {
  readonly emoji: string;
  readonly text: string;
  readonly until: Date | null;
};

/** Seconds; Slack writes 0 for never. */
const seconds = z
  .int()
  .min(0)
  .max(8_640_000_000_000)
  .nullish()
  .catch(null)
  .transform((told) => (told ? new Date(told * 1_000) : null));

const slackUser = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  tz: z.string().nullish(),
  deleted: z.boolean().default(false),
  is_admin: z.boolean().default(false),
  is_owner: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  updated: seconds,
  enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
  profile: z
    .object({
      display_name: z.string().optional(),
      real_name: z.string().optional(),
      email: z.string().nullish(),
      status_emoji: z.string().default('').catch(''),
      status_text: z.string().default('').catch(''),
      status_expiration: seconds,
    })
    .prefault({}),
});

/**
 * A person from Slack's `user` object, as `users.info`, `users.list`, `user_change` and `team_join`
 * give it. Guests are those with a restricted account, and members of other workspaces who share a
 * channel. Throws a ZodError for anything else.
 */
export function readSlackUser(user: unknown, workspaceId: string): SeenPerson {
  const { id, profile, tz, ...seen } = slackUser.parse(user);
  const { status_emoji: emoji, status_text: text, status_expiration: until } = profile;
  const workspaces = [seen.team_id ?? workspaceId, ...(seen.enterprise_user?.teams ?? [])];
  return {
    id,
    // An unset name is an empty text in Slack.
    name: profile.display_name || profile.real_name || seen.real_name || seen.name || id,
    email: profile.email || null,
    timezone: tz && isTimezone(tz) ? tz : null,
    isAdmin: seen.is_admin || seen.is_owner,
    isGuest:
      seen.is_restricted ||
      seen.is_ultra_restricted ||
      seen.is_stranger ||
      !workspaces.includes(workspaceId),
    isBot: seen.is_bot || id === 'USLACKBOT',
    isDeactivated: seen.deleted,
    toldAt: seen.updated,
    status: emoji || text ? { emoji, text, until } : null,
  };
}
