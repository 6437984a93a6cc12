import type { Context } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { noteEvent } from '../db/interactionStore.ts';
import { standsInFor } from '../people/person.ts';
import { barred } from '../people/roles.ts';
import { addEvent, addNote } from './leadEventStore.ts';
import { type LeadScene, findLeadScene } from './leadStore.ts';
import { findLeadOfCard } from './threadStore.ts';

export type KeepReply = {
  /** Slack's id of the event: the same one is kept once. */
  readonly eventId: string;
  readonly channelId: string;
  /** Of the message under which it was written. */
  readonly threadTs: string;
  readonly authorId: string;
  readonly text: string;
};

/**
 * Keeps what a lead's owner, or their stand-in while they are away, writes under its card as a note,
 * where the channel's settings say so; moves no due instant. It stays as it was first written. False:
 * it is nothing to be kept, or has been.
 */
export async function keepReply(ctx: Context, reply: KeepReply): Promise<boolean> {
  const { workspaceId, db } = ctx;
  const now = ctx.clock.now();
  const { document, version } = await ctx.settings.current();
  const { channelId, threadTs, authorId } = reply;
  const body = cleanText(reply.text);
  if (!document.channels[channelId]?.keepReplies || !body) return false;
  const leadId = await findLeadOfCard(db, workspaceId, { channelId, ts: threadTs });
  const by = { kind: 'person', id: authorId } as const;
  const scene = leadId && (await findLeadScene(db, workspaceId, leadId, by));
  if (!scene || !isTheirs(scene, authorId, now)) return false;

  const { lead } = scene;
  const isNew = await db.transaction().execute(async (trx) => {
    if (!(await noteEvent(trx, workspaceId, reply.eventId, now))) return false;
    const event = { kind: 'noted', by, at: now, settingsVersion: version } as const;
    const eventId = await addEvent(trx, workspaceId, lead, { ...event, data: { thread: true } });
    await addNote(trx, workspaceId, {
      lead_id: lead.id,
      event_id: eventId,
      kind: 'note',
      author_id: authorId,
      body,
      created_at: now,
    });
    return true;
  });
  if (isNew) ctx.wakeDelivery();
  return isNew;
}

const isTheirs = ({ actor, owner, lead }: LeadScene, id: string, now: Date): boolean =>
  !barred(actor) &&
  lead.status !== 'merged' &&
  (lead.ownerId === id || standsInFor(owner, id, now));
