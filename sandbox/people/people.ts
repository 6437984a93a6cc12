import type { Block } from '../blockKit/block.ts';
import type { JsonObject } from '../blockKit/rules.ts';
import type { Message } from '../conversation.ts';
import type { Ack } from '../delivery/delivery.ts';
import { click } from './click.ts';
import { command, messageShortcut, shortcut } from './command.ts';
import { sendEvent } from './envelopes.ts';
import { openHome, say, suggest } from './visit.ts';
import { closeModal, fill, submit, type Submitted } from './submit.ts';
import { findElement, look, type Place } from './surface.ts';
import { type Given, valueFor } from './values.ts';
import { Workplace } from './workplace.ts';

/**
 * Acting as a person. Everything that reaches the app resolves with its ack: `{acked, body, status, ms}`,
 * or `{acked: false, problem}` when Slack would have shown an error.
 */
export class People extends Workplace {
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
    const person = this.findUser(user);
    const shown = look(this.core, person.id, place);
    return click(this.core, person, shown, findElement(shown.blocks, name, value));
  }

  /** Chooses in a select, menu, picker or set of boxes, or types into a dispatching input: see Given. */
  select(user: string, place: Place, name: string, given: Given): Promise<Ack> {
    const person = this.findUser(user);
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
    const shown = look(this.core, this.findUser(user).id, 'modal');
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
    const person = this.findUser(user);
    const shown = look(this.core, person.id, 'modal');
    if (shown.on !== 'modal') throw new Error('no modal');
    return submit(this.core, person, shown.view);
  }

  /** Cancel, or with `all` the ×. Resolves with undefined where the app did not ask to be told. */
  closeModal(user: string, { all = false } = {}): Promise<Ack | undefined> {
    return closeModal(this.core, this.findUser(user), all);
  }

  /** Asks for the options of an external select. */
  suggest(user: string, place: Place, name: string, typed: string): ReturnType<typeof suggest> {
    const person = this.findUser(user);
    const shown = look(this.core, person.id, place);
    return suggest(this.core, person, shown, findElement(shown.blocks, name), typed);
  }

  /** '/lead mine', typed in a channel or a DM (by id). */
  command(user: string, channel: string, typed: string): Promise<Ack> {
    return command(this.core, this.findUser(user), this.findChannel(channel), typed);
  }

  shortcut(user: string, callbackId: string): Promise<Ack> {
    return shortcut(this.core, this.findUser(user), callbackId);
  }

  messageShortcut(
    user: string,
    { channel, ts }: { channel: string; ts: string },
    callbackId: string,
  ): Promise<Ack> {
    return messageShortcut(
      this.core,
      this.findUser(user),
      this.findChannel(channel),
      ts,
      callbackId,
    );
  }

  openHome(user: string, tab: 'home' | 'messages' = 'home'): Promise<Ack | undefined> {
    return openHome(this.core, this.findUser(user), tab);
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
      this.findUser(user),
      this.findChannel(channel),
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
}
