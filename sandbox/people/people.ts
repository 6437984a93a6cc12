import type { Block } from '../blockKit/block.ts';
import type { JsonObject } from '../blockKit/rules.ts';
import type { Conversation, Message } from '../conversation.ts';
import type { Core } from '../core.ts';
import type { Ack } from '../delivery/delivery.ts';
import type { ChannelSpec, UserSpec } from '../world.ts';
import type { User } from '../workspace.ts';
import { changeChannel, changeMembership, changeUser, joinTeam, uninstall } from './admin.ts';
import { click } from './click.ts';
import { command, messageShortcut, shortcut } from './command.ts';
import { sendEvent } from './envelopes.ts';
import { openHome, say, suggest } from './visit.ts';
import { closeModal, fill, submit, type Submitted } from './submit.ts';
import { findElement, look, type Place } from './surface.ts';
import { type Given, valueFor } from './values.ts';

/**
 * Acting as a person. Everything that reaches the app resolves with its ack: `{acked, body, status, ms}`,
 * or `{acked: false, problem}` when Slack would have shown an error.
 */
export class People {
  protected readonly core: Core;

  constructor(core: Core) {
    this.core = core;
  }

  #user(name: string): User {
    return this.core.workspace.user(name);
  }

  #channel(name: string): Conversation {
    return this.core.workspace.channel(name);
  }

  /**
   * Clicks a button: by action_id, text or the beginning of either, in a message, on 'home' or in 'modal'.
   * `value` picks one of several with the same name, by its value or a part of it.
   */
  click(
    user: string,
    place: Place,
    name: string,
    { value }: { value?: string } = {},
  ): Promise<Ack> {
    const person = this.#user(user);
    const shown = look(this.core, person.id, place);
    return click(this.core, person, shown, findElement(shown.blocks, name, value));
  }

  /** Chooses in a select, menu, picker or set of boxes, or types into a dispatching input: see Given. */
  select(user: string, place: Place, name: string, given: Given): Promise<Ack> {
    const person = this.#user(user);
    const shown = look(this.core, person.id, place);
    const found = findElement(shown.blocks, name);
    return click(
      this.core,
      person,
      shown,
      found,
      valueFor(this.core.workspace, found.element, given),
    );
  }

  /** Fills in fields of the open modal, by block_id, action_id or label, without submitting. */
  fill(user: string, values: Record<string, Given>): void {
    const shown = look(this.core, this.#user(user).id, 'modal');
    if (shown.on !== 'modal') return;
    for (const [name, given] of Object.entries(values)) {
      const { block, element } = findElement(shown.blocks, name);
      fill(shown.view, {
        [block.block_id]: { [element.action_id]: valueFor(this.core.workspace, element, given) },
      });
    }
  }

  /** Fills in and submits the open modal. `errors` are what the person then reads, by block_id. */
  submit(user: string, values: Record<string, Given> = {}): Promise<Submitted> {
    this.fill(user, values);
    const person = this.#user(user);
    const shown = look(this.core, person.id, 'modal');
    if (shown.on !== 'modal') throw new Error('no modal');
    return submit(this.core, person, shown.view);
  }

  /** Cancel, or with `all` the ×. Resolves with undefined where the app did not ask to be told. */
  closeModal(user: string, { all = false } = {}): Promise<Ack | undefined> {
    return closeModal(this.core, this.#user(user), all);
  }

  /** Asks for the options of an external select. */
  suggest(user: string, place: Place, name: string, typed: string): ReturnType<typeof suggest> {
    const person = this.#user(user);
    const shown = look(this.core, person.id, place);
    return suggest(this.core, person, shown, findElement(shown.blocks, name), typed);
  }

  /** '/lead mine', typed in a channel or a DM (by id). */
  command(user: string, channel: string, typed: string): Promise<Ack> {
    return command(this.core, this.#user(user), this.#channel(channel), typed);
  }

  shortcut(user: string, callbackId: string): Promise<Ack> {
    return shortcut(this.core, this.#user(user), callbackId);
  }

  messageShortcut(
    user: string,
    { channel, ts }: { channel: string; ts: string },
    callbackId: string,
  ): Promise<Ack> {
    return messageShortcut(this.core, this.#user(user), this.#channel(channel), ts, callbackId);
  }

  openHome(user: string, tab: 'home' | 'messages' = 'home'): Promise<Ack | undefined> {
    return openHome(this.core, this.#user(user), tab);
  }

  /** Writes a message; `blocks` are for messages of other apps and richer clients. */
  async say(
    user: string,
    channel: string,
    typed: string,
    options: { threadTs?: string; blocks?: Block[] } = {},
  ): Promise<Message> {
    const message = await say(
      this.core,
      this.#user(user),
      this.#channel(channel),
      typed,
      options.threadTs,
    );
    if (options.blocks) message.blocks = options.blocks;
    return message;
  }

  /** A raw event, in Slack's envelope. */
  event(event: JsonObject & { type: string }): Promise<Ack | undefined> {
    return sendEvent(this.core, event);
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
    return changeUser(this.core, this.#user(user), { deleted: true });
  }

  reactivate(user: string): Promise<void> {
    return changeUser(this.core, this.#user(user), { deleted: false });
  }

  setTimezone(user: string, tz: string): Promise<void> {
    return changeUser(this.core, this.#user(user), { tz });
  }

  changeUser(user: string, change: Partial<Omit<User, 'id'>>): Promise<void> {
    return changeUser(this.core, this.#user(user), change);
  }

  archive(channel: string): Promise<void> {
    return changeChannel(this.core, this.#channel(channel), 'archive');
  }

  unarchive(channel: string): Promise<void> {
    return changeChannel(this.core, this.#channel(channel), 'unarchive');
  }

  renameChannel(channel: string, name: string): Promise<void> {
    return changeChannel(this.core, this.#channel(channel), 'rename', name);
  }

  deleteChannel(channel: string): Promise<void> {
    return changeChannel(this.core, this.#channel(channel), 'deleted');
  }

  join(user: string, channel: string): Promise<void> {
    return changeMembership(this.core, this.#channel(channel), this.#user(user), 'joined');
  }

  leave(user: string, channel: string): Promise<void> {
    return changeMembership(this.core, this.#channel(channel), this.#user(user), 'left');
  }

  addApp(channel: string): Promise<void> {
    return this.join(this.core.workspace.botUserId, channel);
  }

  removeApp(channel: string): Promise<void> {
    return this.leave(this.core.workspace.botUserId, channel);
  }

  /** A person deletes a message, the app's included. */
  deleteMessage({ channel, ts }: { channel: string; ts: string }): void {
    const conversation = this.#channel(channel);
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
