import type { JsonObject } from '../blockKit/rules.ts';
import type { Conversation, Message } from '../conversation.ts';
import type { StoredFile, User, Workspace } from '../workspace.ts';

/** How Slack writes its objects as JSON, in answers and in what it sends to the app. */

export function messagePayload(workspace: Workspace, message: Message): JsonObject {
  const {
    user,
    text,
    ts,
    threadTs,
    blocks,
    metadata,
    edited,
    files,
    reactions,
    subtype,
    username,
  } = message;
  return {
    type: 'message',
    ...(subtype && { subtype }),
    user,
    ...(username && { username }),
    ts,
    ...(message.byApp && {
      bot_id: workspace.botId,
      app_id: workspace.appId,
      bot_profile: {
        id: workspace.botId,
        app_id: workspace.appId,
        name: workspace.app.name,
        deleted: false,
        team_id: workspace.teamId,
      },
    }),
    text,
    team: workspace.teamId,
    ...(threadTs && { thread_ts: threadTs }),
    ...(blocks.length > 0 && { blocks }),
    ...(metadata && { metadata }),
    ...(edited && { edited }),
    ...(files.length > 0 && {
      files: files.flatMap((id) => {
        const file = workspace.files.get(id);
        return file ? [filePayload(workspace, file)] : [];
      }),
    }),
    ...(reactions.length > 0 && {
      reactions: reactions.map(({ name, users }) => ({ name, users, count: users.length })),
    }),
  };
}

export function filePayload(workspace: Workspace, file: StoredFile): JsonObject {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.name.split('.').at(-1) ?? 'text',
    size: file.size,
    user: workspace.botUserId,
    mode: 'hosted',
    ...(file.altText && { alt_txt: file.altText }),
    channels: file.sharedTo.filter((id) => id.startsWith('C')),
    ims: file.sharedTo.filter((id) => id.startsWith('D')),
    url_private: `/sandbox/files/${file.id}`,
  };
}

export function channelPayload(workspace: Workspace, channel: Conversation): JsonObject {
  const { id, kind, name, topic, createdAt, isArchived, members } = channel;
  if (kind === 'im') {
    const user = [...members].find((member) => member !== workspace.botUserId);
    return {
      id,
      created: createdAt,
      is_im: true,
      is_org_shared: false,
      is_archived: isArchived,
      user,
    };
  }
  return {
    id,
    name,
    name_normalized: name,
    is_channel: kind === 'channel',
    is_group: kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: kind === 'private',
    created: createdAt,
    is_archived: isArchived,
    is_general: name === 'general',
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_member: members.has(workspace.botUserId),
    context_team_id: workspace.teamId,
    topic: { value: topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    num_members: members.size,
  };
}

const zones = new Map<string, Intl.DateTimeFormat>();

/** Seconds east of UTC at an instant. */
export function offsetOf(tz: string, at: number): number {
  let format = zones.get(tz);
  if (!format) {
    format = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'longOffset' });
    zones.set(tz, format);
  }
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes = '0'] = /GMT(?:([+-])(\d+):(\d+))?/.exec(name) ?? [];
  return hours ? (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) : 0;
}

export function userPayload(workspace: Workspace, user: User, withEmail: boolean): JsonObject {
  const {
    id,
    name,
    realName,
    displayName = name,
    email,
    tz,
    deleted,
    isAdmin,
    isBot,
    isGuest,
    updatedAt,
  } = user;
  const now = workspace.clock.now() / 1000;
  // Slack takes a status away when it expires.
  const status =
    user.status && (user.status.expiration || Infinity) > now ? user.status : undefined;
  const profile = {
    real_name: realName,
    real_name_normalized: realName,
    display_name: displayName,
    display_name_normalized: displayName,
    status_text: status?.text ?? '',
    status_emoji: status?.emoji ?? '',
    status_expiration: status?.expiration ?? 0,
    team: workspace.teamId,
    ...(withEmail && !isBot && { email }),
    ...(isBot && { api_app_id: workspace.appId, bot_id: workspace.botId }),
  };
  // Slack leaves these out for people who are gone.
  const present = deleted
    ? {}
    : {
        real_name: realName,
        tz,
        tz_label: tz,
        tz_offset: offsetOf(tz, workspace.clock.now()),
        is_admin: isAdmin,
        is_owner: isAdmin,
        is_primary_owner: false,
        is_restricted: isGuest,
        is_ultra_restricted: false,
        who_can_share_contact_card: 'EVERYONE',
      };
  return {
    id,
    team_id: workspace.teamId,
    name,
    deleted,
    color: '9f69e7',
    ...present,
    profile,
    is_bot: isBot,
    is_app_user: false,
    updated: updatedAt,
    is_email_confirmed: !isBot,
  };
}
