import { liveIn, type Readable, readAll } from './blockKit/reading.ts';
import type { Call } from './calls.ts';
import type { Conversation, Message } from './conversation.ts';
import { People } from './people/people.ts';
import { sees } from './people/surface.ts';
import type { View } from './view.ts';
import type { StoredFile, User } from './workspace.ts';

type Awaitable<T> = T | Promise<T>;

/** A message as someone sees it; a copy, except for the blocks. */
export type SeenMessage = Message & { channel: string };

/** Looking at the workspace and at the record of calls. */
export class Observer extends People {
  user(idOrName: string): User {
    return this.core.workspace.user(idOrName);
  }

  channel(idOrName: string): Conversation {
    return this.core.workspace.channel(idOrName);
  }

  get users(): User[] {
    return this.core.workspace.people();
  }

  get channels(): Conversation[] {
    return [...this.core.workspace.conversations.values()].filter(({ kind }) => kind !== 'im');
  }

  get files(): StoredFile[] {
    return [...this.core.workspace.files.values()];
  }

  /** What stands in a conversation, oldest first, replies included; with `as` also that person's whispers. */
  messages(channel: string, { as }: { as?: string } = {}): SeenMessage[] {
    const conversation = this.channel(channel);
    const viewer = as && this.user(as).id;
    return conversation.messages
      .filter((one) => (viewer ? sees(conversation, one, viewer) : !one.visibleTo))
      .map((one) => ({ ...one, channel: conversation.id }));
  }

  /** The app's direct conversation with a person, whispers included. */
  dm(user: string): SeenMessage[] {
    const { id } = this.user(user);
    return this.messages(this.core.workspace.im(id).id, { as: id });
  }

  home(user: string): View | undefined {
    return this.core.workspace.homes.get(this.user(user).id);
  }

  /** The modal that a person sees; `modals` is their whole stack, the seen one last. */
  modal(user: string): View | undefined {
    return this.modals(user).at(-1);
  }

  modals(user: string): View[] {
    return this.core.workspace.modals.get(this.user(user).id) ?? [];
  }

  /** The words that people see of a message, a modal or a Home, one text a line. */
  read(shown: Readable | undefined): string {
    return shown ? readAll(shown) : '';
  }

  /** What Slack would make live in it: mentions, links, formatted runs, each as it is written. */
  liveIn(shown: Readable): string[] {
    return liveIn(shown);
  }

  /** Every call of the Web API, and every answer to a response_url, oldest first. */
  get calls(): Call[] {
    return this.core.calls.all;
  }

  callsTo(method: string): Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** Calls to a method since the start, whatever the record keeps. */
  countOf(method: string): number {
    return this.core.calls.counts.get(method) ?? 0;
  }

  /** Resolves with the first truthy answer; asks again at every change and call, and throws after `ms`. */
  async waitFor<T>(
    find: () => Awaitable<T | undefined | null | false>,
    { ms = 20_000, what = '' } = {},
  ): Promise<T> {
    const until = performance.now() + ms;
    for (;;) {
      const found = await find();
      if (found) return found;
      if (performance.now() > until)
        throw new Error(`waited ${ms} ms in vain for ${what || find.toString()}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
