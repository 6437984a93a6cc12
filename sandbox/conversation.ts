import type { Block } from './blockKit/block.ts';
import type { JsonObject } from './blockKit/rules.ts';

export interface Message {
  ts: string;
  /** Who wrote it. */
  user: string;
  /** mrkdwn, escaped as Slack stores it. */
  text: string;
  blocks: Block[];
  metadata?: JsonObject;
  threadTs?: string;
  /** The one person who sees it, for ephemerals. */
  visibleTo?: string;
  byApp: boolean;
  subtype?: string;
  username?: string;
  /** Ids of shared files. */
  files: string[];
  edited?: { user: string; ts: string };
  reactions: { name: string; users: string[] }[];
  /** Whether the app's calls asked for link and media previews. */
  unfurls: boolean;
}

export interface ConversationRecord {
  id: string;
  kind: 'channel' | 'private' | 'im';
  /** '' for direct messages. */
  name: string;
  topic: string;
  createdAt: number;
  isArchived: boolean;
  isDeleted: boolean;
  members: string[];
  messages: Message[];
}

/** A channel or a direct conversation with its messages, which stay in the order of their ts. */
export class Conversation {
  readonly id: string;
  readonly kind: ConversationRecord['kind'];
  name: string;
  topic: string;
  readonly createdAt: number;
  isArchived: boolean;
  isDeleted: boolean;
  readonly members: Set<string>;
  readonly messages: Message[] = [];
  readonly #byTs = new Map<string, Message>();

  constructor(record: ConversationRecord) {
    this.id = record.id;
    this.kind = record.kind;
    this.name = record.name;
    this.topic = record.topic;
    this.createdAt = record.createdAt;
    this.isArchived = record.isArchived;
    this.isDeleted = record.isDeleted;
    this.members = new Set(record.members);
    record.messages.forEach((message) => this.add(message));
  }

  get isPrivate(): boolean {
    return this.kind !== 'channel';
  }

  add(message: Message): void {
    this.messages.push(message);
    this.#byTs.set(message.ts, message);
  }

  find(ts: string): Message | undefined {
    return this.#byTs.get(ts);
  }

  remove(ts: string): void {
    if (!this.#byTs.delete(ts)) return;
    this.messages.splice(this.firstAtOrAfter(ts), 1);
  }

  /** Index of the first message whose ts is not before this one; all ts have equally many digits. */
  firstAtOrAfter(ts: string): number {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.messages[middle]?.ts ?? '') < ts) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  record(): ConversationRecord {
    const { id, kind, name, topic, createdAt, isArchived, isDeleted, members, messages } = this;
    return {
      id,
      kind,
      name,
      topic,
      createdAt,
      isArchived,
      isDeleted,
      members: [...members],
      messages,
    };
  }
}
