import type { Conversation } from '../conversation.ts';
import type { Core } from '../core.ts';
import type { User, UserStatus } from '../workspace.ts';
import type { ChannelSpec, UserSpec } from '../world.ts';
import { changeChannel, changeMembership, changeUser, joinTeam, uninstall } from './admin.ts';

/** What happens around the app: people and channels come, change and go, scopes and tokens are taken away. */
export class Workplace {
  protected readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  protected findUser(name: string): User {
    return this.core.workspace.user(name);
  }

  protected findChannel(name: string): Conversation {
    return this.core.workspace.channel(name);
  }

  /** Sends team_join, when the app is there to hear it. */
  addUser(spec: UserSpec): User {
    const user = this.core.workspace.addUser(spec);
    if (this.core.isConnected()) void joinTeam(this.core, user);
    return user;
  }

  addChannel(spec: ChannelSpec): Conversation {
    return this.core.workspace.addChannel(spec);
  }

  /** Sends user_change. */
  deactivate(user: string): Promise<void> {
    return changeUser(this.core, this.findUser(user), { deleted: true });
  }

  reactivate(user: string): Promise<void> {
    return changeUser(this.core, this.findUser(user), { deleted: false });
  }

  /** Nothing given: none any more. `expiration` in seconds. */
  setStatus(user: string, status: Partial<UserStatus> = {}): Promise<void> {
    const { emoji = '', text = '', expiration = 0 } = status;
    return changeUser(this.core, this.findUser(user), {
      status: { emoji, text, expiration },
    });
  }

  setTimezone(user: string, tz: string): Promise<void> {
    return changeUser(this.core, this.findUser(user), { tz });
  }

  changeUser(user: string, change: Partial<Omit<User, 'id'>>): Promise<void> {
    return changeUser(this.core, this.findUser(user), change);
  }

  archive(channel: string): Promise<void> {
    return changeChannel(this.core, this.findChannel(channel), 'archive');
  }

  unarchive(channel: string): Promise<void> {
    return changeChannel(this.core, this.findChannel(channel), 'unarchive');
  }

  renameChannel(channel: string, name: string): Promise<void> {
    return changeChannel(this.core, this.findChannel(channel), 'rename', name);
  }

  deleteChannel(channel: string): Promise<void> {
    return changeChannel(this.core, this.findChannel(channel), 'deleted');
  }

  join(user: string, channel: string): Promise<void> {
    return changeMembership(this.core, this.findChannel(channel), this.findUser(user), 'joined');
  }

  leave(user: string, channel: string): Promise<void> {
    return changeMembership(this.core, this.findChannel(channel), this.findUser(user), 'left');
  }

  addApp(channel: string): Promise<void> {
    return this.join(this.core.workspace.botUserId, channel);
  }

  removeApp(channel: string): Promise<void> {
    return this.leave(this.core.workspace.botUserId, channel);
  }

  /** A person deletes a message, the app's included. */
  deleteMessage({ channel, ts }: { channel: string; ts: string }): void {
    const conversation = this.findChannel(channel);
    conversation.remove(ts);
    this.core.workspace.changed('messages', conversation.id);
  }

  /** The bot token is refused from now on; nothing is sent. */
  revokeToken(error = 'token_revoked'): void {
    this.core.tokens.refused = error;
  }

  /** Refuses the token with account_inactive; sends tokens_revoked and app_uninstalled. */
  uninstall(): Promise<void> {
    return uninstall(this.core);
  }

  grantScopes(...scopes: string[]): void {
    this.core.workspace.app.scopes = [...new Set([...this.core.workspace.app.scopes, ...scopes])];
  }

  withdrawScopes(...scopes: string[]): void {
    this.core.workspace.app.scopes = this.core.workspace.app.scopes.filter(
      (scope) => !scopes.includes(scope),
    );
  }
}
