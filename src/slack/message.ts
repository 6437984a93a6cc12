import type { KnownBlock } from '@slack/types';
import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';

/** A row of `messages` as its drawing sees it. It holds ids only. */
export type Message = {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly leadId: number | null;
  readonly personId: string | null;
  readonly subject: Readonly<Record<string, unknown>>;
  /** The id of the channel, or of the person whose DM it is. */
  readonly destination: string;
  readonly createdAt: Date;
  /** Where Slack put it; null until it is posted. A DM's channel is the DM's own id, D…. */
  readonly posted: { readonly channelId: string; readonly ts: string } | null;
  /** When what stands there was drawn, and whether anything has changed since. Null: not known. */
  readonly shown: { readonly drawnAt: Date; readonly stale: boolean } | null;
};

/** What is drawn twice of the same state looks the same: whoever came first, the clicker or the sweep. */
const sameMs = 10_000;

/** What ended later than this has been shown as it was before, and has not been seen struck. */
export function shownSince({ posted, shown }: Pick<Message, 'posted' | 'shown'>, now: Date): Date {
  if (!posted || !shown) return now;
  return shown.stale ? shown.drawnAt : new Date(shown.drawnAt.getTime() - sameMs);
}

export type Drawing = {
  /** What screen readers and notifications get: see fallbackText. */
  readonly text: string;
  readonly blocks: KnownBlock[];
};

/**
 * A file that is shared by the files API: a picture, a CSV. It is never redrawn. Slack does not say
 * at which ts it stands, so its row is `posted` without one, and not live.
 */
export type SharedFile = {
  readonly file: {
    /** With its ending, by which Slack knows the type: `compliance-2026-11-22.png`. */
    readonly name: string;
    readonly title: string;
    /** Asked for when it is uploaded. Where it throws, or answers none, `instead` is posted. */
    bytes(): Promise<Uint8Array>;
    /** Of a picture: what it shows, for those who do not see it. */
    readonly altText?: string;
  };
  /** What stands with it. Slack reads it as mrkdwn: what strangers wrote is escaped. */
  readonly text: string;
  /** Posted where Slack takes no files, or not this one: it says the same, or what to do. */
  readonly instead: Drawing;
};

export const isFile = (drawing: Drawing | SharedFile): drawing is SharedFile => 'file' in drawing;

/** What one kind of message says, and what happens around it. */
export type MessageKind = {
  /**
   * Draws it from rows, just before it is posted and at each redraw. Null: it no longer holds; then
   * one that waits is dropped, and one that stands is left as it is and never redrawn. 'delete': so
   * too, and one that stands is deleted in Slack, because a newer one took its place.
   */
  draw(ctx: Context, message: Message, now: Date): Promise<Drawing | SharedFile | 'delete' | null>;
  /**
   * Of a reply: the ts, in the channel that is its destination, of what it replies to. Null: that is
   * gone for good, and the reply is dropped.
   */
  thread?(ctx: Context, message: Message): Promise<string | null>;
  /**
   * In the transaction that records where it is; `at` is when Slack took it. Runs again where a
   * message is posted again because somebody deleted it.
   */
  onPosted?(ctx: Context, trx: Trx, message: Message, at: Date): Promise<void>;
  /**
   * A second copy is worse than none: where nobody can tell whether it arrived, it is not sent again,
   * and one that was deleted is not posted again. Otherwise it is at least once.
   */
  readonly atMostOnce?: boolean;
};

/** The kinds by `messages.kind`; built in app.ts. */
export type MessageKinds = Readonly<Record<string, MessageKind>>;
