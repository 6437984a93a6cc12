import type { Clock } from './clock.ts';
import type { Changed } from './contract.ts';
import { Conversation, type ConversationRecord, type Message } from './conversation.ts';
import type { View } from './view.ts';
import type { AppSpec, ChannelSpec, UserSpec, WorldSpec } from './world.ts';

export interface User {
  id: string;
  name: string;
  realName: string;
  displayName?: string;
  email: string;
  tz: string;
  isAdmin: boolean;
  isBot: boolean;
  isGuest: boolean;
  role?: string;
  deleted: boolean;
  updatedAt: number;
  status?: UserStatus;
}

/** What somebody shows beside their name; `expiration` in seconds, 0 for none. */
export interface UserStatus {
  emoji: string;
  text: string;
  expiration: number;
}

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  altText?: string;
  /** Undefined until the bytes have been uploaded. */
  bytes?: Buffer;
  /** An upload is completed once, and seen by nobody before. */
  completed?: boolean;
  /** Ids of conversations it was shared to. */
  sharedTo: string[];
}

/** What a workspace was when a sandbox was stopped: everything that Slack itself would remember. */
export interface WorkspaceRecord {
  users: User[];
  conversations: ConversationRecord[];
  homes: View[];
  files: (Omit<StoredFile, 'bytes'> & { bytes?: string })[];
  clock: { lastMicros: number; count: number };
}

/** Speaks for Slack itself: "/lead failed with the error …". */
export const SLACKBOT = 'USLACKBOT';

/** The state of the one workspace: people, conversations, views, files. It decides nothing; the Web API and the people do. */
export class Workspace {
  readonly teamId: string;
  readonly teamName: string;
  readonly domain = 'sandbox';
  readonly appId = 'A0SANDBOX';
  readonly botId = 'B0LEADBOT';
  readonly botUserId = 'U0LEADBOT';
  readonly app: AppSpec;
  readonly clock: Clock;
  readonly users = new Map<string, User>();
  readonly conversations = new Map<string, Conversation>();
  readonly files = new Map<string, StoredFile>();
  readonly homes = new Map<string, View>();
  /** Open modals by person, the visible one last. */
  readonly modals = new Map<string, View[]>();
  readonly #ims = new Map<string, Conversation>();
  readonly #watchers = new Set<(change: Changed) => void>();

  constructor(team: { id: string; name: string }, app: AppSpec, clock: Clock) {
    this.teamId = team.id;
    this.teamName = team.name;
    this.app = app;
    this.clock = clock;
  }

  /** Calls back at every change of what people see; returns how to stop. */
  watch(watcher: (change: Changed) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  changed(what: Changed['what'], channel?: string): void {
    for (const watcher of this.#watchers) watcher({ what, ...(channel && { channel }) });
  }

  populate({ users, channels }: WorldSpec): void {
    this.addUser({
      id: this.botUserId,
      name: this.app.name.toLowerCase().replaceAll(/\W+/g, '_'),
      realName: this.app.name,
      isBot: true,
    });
    this.addUser({ id: SLACKBOT, name: 'slackbot', realName: 'Slackbot', isBot: true });
    users.forEach((user) => this.addUser(user));
    channels.forEach((channel) => this.addChannel(channel));
  }

  addUser(spec: UserSpec): User {
    const { name, id, realName, displayName, email, tz, isAdmin, isBot, isGuest, role } = spec;
    const user: User = {
      id: id ?? this.#idFrom('U0', name, this.users),
      name,
      realName: realName ?? name,
      email: email ?? `${name}@example.com`,
      tz: tz ?? 'Europe/Berlin',
      isAdmin: isAdmin ?? false,
      isBot: isBot ?? false,
      isGuest: isGuest ?? false,
      ...(displayName !== undefined && { displayName }),
      ...(role && { role }),
      deleted: false,
      updatedAt: Math.floor(this.clock.now() / 1000),
    };
    this.users.set(user.id, user);
    this.changed('users');
    return user;
  }

  addChannel({ name, id, isPrivate, topic, members, withApp }: ChannelSpec): Conversation {
    const people =
      members?.map((handle) => this.user(handle).id) ?? this.people().map((user) => user.id);
    const channel = new Conversation({
      id: id ?? this.#idFrom('C0', name, this.conversations),
      kind: isPrivate ? 'private' : 'channel',
      name,
      topic: topic ?? '',
      createdAt: Math.floor(this.clock.now() / 1000),
      isArchived: false,
      isDeleted: false,
      members: withApp === false ? people : [...people, this.botUserId],
      messages: [],
    });
    this.conversations.set(channel.id, channel);
    this.changed('conversations');
    return channel;
  }

  #idFrom(prefix: string, name: string, taken: Map<string, unknown>): string {
    const id = prefix + name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
    return id.length < 4 || taken.has(id) ? this.clock.id(prefix) : id;
  }

  /** By id or handle; throws where there is none, so that a typo in a test speaks for itself. */
  user(idOrName: string): User {
    const user =
      this.users.get(idOrName) ?? [...this.users.values()].find(({ name }) => name === idOrName);
    if (!user) throw new Error(`the sandbox has no user ${idOrName}`);
    return user;
  }

  /** By id or name; throws where there is none. */
  channel(idOrName: string): Conversation {
    const channel =
      this.conversations.get(idOrName) ??
      [...this.conversations.values()].find(({ name, kind }) => kind !== 'im' && name === idOrName);
    if (!channel) throw new Error(`the sandbox has no channel ${idOrName}`);
    return channel;
  }

  people(): User[] {
    return [...this.users.values()].filter(({ isBot }) => !isBot);
  }

  /** The direct conversation between a person and the app; opened when first asked for. */
  im(userId: string): Conversation {
    let im = this.#ims.get(userId);
    if (!im) {
      im = new Conversation({
        id: this.#idFrom('D0', userId.slice(1), this.conversations),
        kind: 'im',
        name: '',
        topic: '',
        createdAt: Math.floor(this.clock.now() / 1000),
        isArchived: false,
        isDeleted: false,
        members: [userId, this.botUserId],
        messages: [],
      });
      this.#adopt(im);
    }
    return im;
  }

  #adopt(conversation: Conversation): void {
    this.conversations.set(conversation.id, conversation);
    const person =
      conversation.kind === 'im' && [...conversation.members].find((id) => id !== this.botUserId);
    if (person) this.#ims.set(person, conversation);
  }

  post(conversation: Conversation, message: Omit<Message, 'ts' | 'reactions'>): Message {
    const posted: Message = { ...message, ts: this.clock.ts(), reactions: [] };
    conversation.add(posted);
    this.changed('messages', conversation.id);
    return posted;
  }

  record(): WorkspaceRecord {
    return {
      users: [...this.users.values()],
      conversations: [...this.conversations.values()].map((conversation) => conversation.record()),
      homes: [...this.homes.values()],
      files: [...this.files.values()].map(({ bytes, ...file }) => ({
        ...file,
        ...(bytes && { bytes: bytes.toString('base64') }),
      })),
      clock: this.clock.position(),
    };
  }

  restore({ users, conversations, homes, files }: WorkspaceRecord): void {
    users.forEach((user) => this.users.set(user.id, user));
    conversations.forEach((record) => this.#adopt(new Conversation(record)));
    homes.forEach((home) => this.homes.set(home.user, home));
    for (const { bytes, ...file } of files)
      this.files.set(file.id, { ...file, ...(bytes && { bytes: Buffer.from(bytes, 'base64') }) });
  }
}
