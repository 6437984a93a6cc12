/**
 * What the sandbox's server and its browser page agree on. Types only.
 *
 * GET  /                                         the page; its modules below /page/
 * GET  /sandbox/api/state?user=U…&channel=C…     PageState (without user: the first person; without channel: the first one)
 * GET  /sandbox/api/stream?user=U…               server-sent events, see StreamEvents
 * POST /sandbox/api/act                          Act → ActAnswer
 * POST /sandbox/api/control/:name                → ControlAnswer
 * GET  /sandbox/files/:id                        the bytes of an uploaded file
 *
 * Bodies are JSON. Instants are milliseconds of the sandbox's clock, except where called `ts`,
 * which is Slack's "seconds.micros" string. Ids are Slack's (U…, C…, D…, V…, F…).
 */
import type { KnownBlock } from '@slack/types';

/** Everything one person sees, with the messages of the one conversation that is open. */
export interface PageState {
  workspace: { id: string; name: string };
  app: { id: string; name: string; botUserId: string; description?: string; connected: boolean };
  /** The person acted as. */
  me: string;
  /** The sandbox's clock at the time of the answer; it runs on in real time between answers. */
  now: number;
  users: PageUser[];
  /** Channels the person may see, then their conversation with the app (kind 'app'). */
  conversations: PageConversation[];
  /** The conversation that `messages` belongs to. */
  channel: string;
  /** Oldest first: the newest 200 at the top level that this person may see (own ephemerals in their place). */
  messages: PageMessage[];
  home: PageHome | null;
  /** This person's open modals, the visible one last. */
  modals: PageModal[];
  commands: PageCommand[];
  shortcuts: PageShortcut[];
  controls: PageControl[];
}

export interface PageUser {
  id: string;
  /** The handle, as in @ana. */
  name: string;
  realName: string;
  /** What the demo calls them: 'rep', 'manager', 'marketer', 'admin'. */
  role?: string;
  /** IANA zone. */
  tz: string;
  isBot: boolean;
  /** May be acted as in the user switcher (not bots, not deactivated). */
  canActAs: boolean;
  deactivated: boolean;
  /** ts of the newest 20 messages that the app sent them directly: badges in the switcher. */
  dmArrivals: string[];
}

export interface PageConversation {
  id: string;
  kind: 'channel' | 'private' | 'app' | 'dm';
  /** 'leads-eu' without the #; for 'app' the app's name. */
  name: string;
  topic?: string;
  isArchived: boolean;
  isMember: boolean;
  memberIds: string[];
  /** The newest 50 messages by others, this person's ephemerals included, oldest first: for unread marks. */
  arrivals: { ts: string; mentionsMe: boolean }[];
}

export interface PageMessage {
  channel: string;
  ts: string;
  /** Set on replies, and on a parent that has some. */
  threadTs?: string;
  user: string;
  /** Sent by the app: shown with its name and the APP badge. */
  byApp: boolean;
  /** A username given with the message, shown in place of the app's name. */
  username?: string;
  /** mrkdwn, escaped as in Slack (&amp; &lt; &gt;). Shown when there are no blocks. */
  text: string;
  /** Every block_id and action_id is filled in. */
  blocks: KnownBlock[];
  files: PageFile[];
  /** ts of the last edit that Slack would mark "(edited)": people's edits, not the app's chat.update. */
  edited?: string;
  ephemeral: boolean;
  reactions: { name: string; users: string[] }[];
  /** 'channel_join' and the like are drawn as a grey line. */
  subtype?: string;
  /** On a parent: its replies, oldest first (own ephemerals in the thread included). */
  replies: PageMessage[];
}

export interface PageFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  altText?: string;
}

export interface PageHome {
  viewId: string;
  hash: string;
  blocks: KnownBlock[];
}

export interface PageModal {
  viewId: string;
  hash: string;
  callbackId: string;
  title: string;
  submit: string | null;
  close: string | null;
  submitDisabled: boolean;
  blocks: KnownBlock[];
}

export interface PageCommand {
  /** With the slash: '/lead'. */
  command: string;
  description: string;
  usageHint?: string;
}

export interface PageShortcut {
  type: 'global' | 'message';
  name: string;
  callbackId: string;
  description: string;
}

/** A demo control registered by sandbox.control(name, label, run). */
export interface PageControl {
  name: string;
  label: string;
  /** Buttons of one group stand together under its title, e.g. 'Fast-forward'. */
  group?: string;
  /** Running now, started by anyone. */
  busy: boolean;
}

/** Events on the stream: `event: changed`, `data:` one Changed. On (re)connection one with what 'all'. */
export interface StreamEvents {
  changed: Changed;
}

/** A hint that the state is worth asking for again; `channel` where it is about one conversation. */
export interface Changed {
  what: 'all' | 'messages' | 'home' | 'modals' | 'users' | 'conversations' | 'controls' | 'clock';
  channel?: string;
}

/** What a form element holds: the shape of an entry of Slack's view.state.values. */
export interface StateValue {
  type: string;
  value?: string | null;
  selected_option?: StateOption | null;
  selected_options?: StateOption[];
  selected_user?: string | null;
  selected_users?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  selected_date?: string | null;
  selected_time?: string | null;
  /** Seconds. */
  selected_date_time?: number | null;
}

export interface StateOption {
  text: { type: string; text: string; emoji?: boolean };
  value: string;
  description?: { type: string; text: string };
}

/** By block_id, then action_id: every stateful element of the surface. */
export type StateValues = Record<string, Record<string, StateValue>>;

/** Where an element stands. */
export type Surface =
  | { on: 'message'; channel: string; ts: string }
  | { on: 'home' }
  | { on: 'modal'; viewId: string };

/** What a person does in the page. Each resolves when the app has acked or Slack would have given up. */
export type Act = { as: string } & (
  | {
      kind: 'click';
      surface: Surface;
      blockId: string;
      actionId: string;
      /** For selects, pickers, checkboxes, radio, overflow and dispatching inputs: the new value. */
      input?: StateValue;
      /** The whole surface's state, as the payload carries it. */
      state: StateValues;
    }
  | { kind: 'submit'; viewId: string; state: StateValues }
  /** all: the whole stack (the × of a modal). */
  | { kind: 'close'; viewId: string; all: boolean }
  /** text as typed, '/lead mine' whole; the server escapes like Slack's client. */
  | { kind: 'command'; channel: string; text: string }
  /** text as typed; the server escapes it and turns @name and #channel into references. */
  | { kind: 'message'; channel: string; text: string; threadTs?: string }
  | { kind: 'shortcut'; callbackId: string }
  | { kind: 'messageShortcut'; callbackId: string; channel: string; ts: string }
  /** Home was opened (app_home_opened, tab 'home'), or the app's Messages tab. */
  | { kind: 'openHome'; tab: 'home' | 'messages' }
  /** Asks the app for options of an external_select. */
  | { kind: 'suggest'; surface: Surface; blockId: string; actionId: string; text: string }
);

export type ActAnswer =
  | {
      ok: true;
      /** Milliseconds until the app's ack. */
      ms: number;
      /** On submit: the app refused, by block_id; the modal stays as it is. */
      errors?: Record<string, string>;
      /** On suggest. */
      options?: StateOption[];
      optionGroups?: { label: { type: string; text: string }; options: StateOption[] }[];
      /** On message: the new message's ts. */
      ts?: string;
    }
  | {
      ok: false;
      /** no_app: nothing is connected; timeout: no ack within 3 s; app_error: it answered an error; invalid: what was asked is not there. */
      problem: 'no_app' | 'timeout' | 'app_error' | 'invalid';
      /** For the log and tests, not for people: the page has its own words. */
      detail: string;
    };

/** `text`: a sentence for a toast, such as "It is now Monday 09:00 for Ana." */
export type ControlAnswer = { ok: true; text?: string } | { ok: false; text: string };
