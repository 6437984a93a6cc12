/** The people and channels that a sandbox starts with, and the app as its manifest describes it. */

export interface UserSpec {
  /** The handle, unique: 'ana'. Its id can be chosen, else it is made from the handle. */
  name: string;
  id?: string;
  realName?: string;
  /** What they chose to be called; default the handle. Empty: nothing, so the real name is shown. */
  displayName?: string;
  /** Default NAME@example.com. */
  email?: string;
  /** IANA zone, default Europe/Berlin. */
  tz?: string;
  isAdmin?: boolean;
  isBot?: boolean;
  isGuest?: boolean;
  /** Shown by the page: 'rep', 'manager', … */
  role?: string;
}

export interface ChannelSpec {
  /** Without the #, unique. */
  name: string;
  id?: string;
  isPrivate?: boolean;
  topic?: string;
  /** Handles; default everyone. */
  members?: string[];
  /** Whether the app's bot is a member; default true. */
  withApp?: boolean;
}

export interface WorldSpec {
  users: UserSpec[];
  channels: ChannelSpec[];
}

export const smallWorld: WorldSpec = {
  users: [
    { name: 'ana', realName: 'Ana Keller', role: 'rep' },
    { name: 'ben', realName: 'Ben Osei', tz: 'Europe/London', role: 'rep' },
    { name: 'mia', realName: 'Mia Brandt', role: 'manager' },
    { name: 'max', realName: 'Max Lindqvist', tz: 'Europe/Stockholm', role: 'marketer' },
    { name: 'ada', realName: 'Ada Novak', isAdmin: true, role: 'admin' },
  ],
  channels: [{ name: 'leads' }, { name: 'general', withApp: false }],
};

export interface AppSpec {
  name: string;
  description: string;
  commands: { command: string; description: string; usageHint?: string }[];
  shortcuts: {
    type: 'global' | 'message';
    name: string;
    callbackId: string;
    description: string;
  }[];
  /** Bot events that are subscribed to; others are not delivered. */
  events: string[];
  /** Bot scopes that were granted. */
  scopes: string[];
}

export const defaultApp: AppSpec = {
  name: 'Lead Nudge',
  description: 'Gets sales leads followed up.',
  commands: [{ command: '/lead', description: 'Find, claim and update leads' }],
  shortcuts: [],
  events: [
    'app_home_opened',
    'app_uninstalled',
    'tokens_revoked',
    'user_change',
    'team_join',
    'member_joined_channel',
    'member_left_channel',
    ...['archive', 'unarchive', 'rename', 'deleted'].flatMap((end) => [
      `channel_${end}`,
      `group_${end}`,
    ]),
  ],
  scopes: [
    'chat:write',
    'chat:write.public',
    'commands',
    'users:read',
    'users:read.email',
    'im:write',
    'files:write',
    'channels:read',
    'groups:read',
    'channels:history',
    'groups:history',
    'im:history',
  ],
};

/** The parts of a Slack app manifest that the sandbox honours. */
export interface Manifest {
  display_information: { name: string; description?: string };
  features?: {
    slash_commands?: { command: string; description?: string; usage_hint?: string }[];
    shortcuts?: {
      type: 'global' | 'message';
      name: string;
      callback_id: string;
      description?: string;
    }[];
  };
  oauth_config?: { scopes?: { bot?: string[]; bot_optional?: string[] } };
  settings?: { event_subscriptions?: { bot_events?: string[] } };
}

export function appFromManifest({
  display_information,
  features,
  oauth_config,
  settings,
}: Manifest): AppSpec {
  return {
    name: display_information.name,
    description: display_information.description ?? '',
    commands: (features?.slash_commands ?? []).map(({ command, description = '', usage_hint }) => ({
      command,
      description,
      ...(usage_hint && { usageHint: usage_hint }),
    })),
    shortcuts: (features?.shortcuts ?? []).map(({ callback_id, description = '', ...rest }) => ({
      ...rest,
      callbackId: callback_id,
      description,
    })),
    events: settings?.event_subscriptions?.bot_events ?? [],
    scopes: [...(oauth_config?.scopes?.bot ?? []), ...(oauth_config?.scopes?.bot_optional ?? [])],
  };
}
