import type { Conversation } from '../conversation.ts';
import type { Core } from '../core.ts';
import { userPayload } from '../webApi/payloads.ts';
import type { User } from '../workspace.ts';
import { sendEvent } from './envelopes.ts';

/** What a workspace's admins and members do outside the app. Each resolves when the app has acked the event, or at once when it is not told. */

export async function changeUser(
  core: Core,
  user: User,
  change: Partial<Omit<User, 'id'>>,
): Promise<void> {
  const { workspace } = core;
  Object.assign(user, change, { updatedAt: Math.floor(workspace.clock.now() / 1000) });
  workspace.changed('users');
  const withEmail = workspace.app.scopes.includes('users:read.email');
  await sendEvent(core, {
    type: 'user_change',
    user: userPayload(workspace, user, withEmail),
    cache_ts: user.updatedAt,
  });
}

export async function joinTeam(core: Core, user: User): Promise<void> {
  const withEmail = core.workspace.app.scopes.includes('users:read.email');
  const payload = userPayload(core.workspace, user, withEmail);
  await sendEvent(core, { type: 'team_join', user: payload, cache_ts: user.updatedAt });
}

/** archive, unarchive, rename and delete: the event's name depends on whether the channel is private. */
export async function changeChannel(
  core: Core,
  channel: Conversation,
  what: 'archive' | 'unarchive' | 'rename' | 'deleted',
  name = channel.name,
): Promise<void> {
  const { workspace } = core;
  const appSees = channel.kind === 'channel' || channel.members.has(workspace.botUserId);
  channel.isArchived = what === 'archive' || (what !== 'unarchive' && channel.isArchived);
  channel.isDeleted ||= what === 'deleted';
  channel.name = name;
  workspace.changed('conversations', channel.id);
  if (!appSees) return;
  const by = workspace.people()[0]?.id ?? '';
  await sendEvent(core, {
    type: `${channel.kind === 'private' ? 'group' : 'channel'}_${what}`,
    ...(what === 'rename'
      ? { channel: { id: channel.id, name, created: channel.createdAt } }
      : { channel: channel.id, ...(what !== 'deleted' && { user: by }) }),
  });
}

/** Someone, or the app's own bot, comes into a channel or leaves it. */
export async function changeMembership(
  core: Core,
  channel: Conversation,
  user: User,
  what: 'joined' | 'left',
): Promise<void> {
  const { workspace } = core;
  const isApp = user.id === workspace.botUserId;
  if (what === 'joined') channel.members.add(user.id);
  else channel.members.delete(user.id);
  workspace.changed('conversations', channel.id);
  if (isApp && what === 'left') {
    await sendEvent(core, {
      type: channel.kind === 'private' ? 'group_left' : 'channel_left',
      channel: channel.id,
    });
  } else if (channel.members.has(workspace.botUserId)) {
    await sendEvent(core, {
      type: `member_${what}_channel`,
      user: user.id,
      channel: channel.id,
      channel_type: channel.kind === 'private' ? 'G' : 'C',
      team: workspace.teamId,
    });
  }
}

/** The app is removed from the workspace: its token is dead, and it is told so. */
export async function uninstall(core: Core): Promise<void> {
  core.tokens.refused = 'account_inactive';
  await sendEvent(core, {
    type: 'tokens_revoked',
    tokens: { oauth: [], bot: [core.workspace.botUserId] },
  });
  await sendEvent(core, { type: 'app_uninstalled' });
}
