import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import { calendarOf } from '../people/calendar.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred } from '../people/roles.ts';
import { addWorkingTime, nextWorkingTime } from '../people/workingTime.ts';
import { enqueueMessage } from '../slack/messageStore.ts';
import { type CannotTake, whyCannotTake } from './handOver.ts';
import type { LeadWithDetails } from './lead.ts';
import { addEvent, addNote } from './leadEventStore.ts';
import { findLeadScene } from './leadStore.ts';
import { insertPass } from './passStore.ts';
import { may, standingOn } from './permissions.ts';
import type { Gone, NotOwner, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';

export type PassLead = {
  readonly leadId: number;
  readonly by: PersonActor;
  /** The colleague's id. */
  readonly to: string;
  /** For the colleague; kept with the lead. */
  readonly note?: string | null | undefined;
};

export type PassOutcome =
  | {
      readonly outcome: 'offered';
      readonly lead: LeadWithDetails;
      readonly to: string;
      readonly until: Date;
    }
  | { readonly outcome: 'offered-already'; readonly lead: LeadWithDetails }
  | {
      readonly outcome: 'cannot-take';
      readonly lead: LeadWithDetails;
      readonly to: string;
      readonly why: CannotTake;
    }
  | { readonly outcome: 'theirs-already'; readonly lead: LeadWithDetails; readonly to: string }
  | NotOwner
  | Gone
  | Refused
  | Repeated;

/** Of the colleague's working time. */
export const passWindow = { minutes: 60 } as const;

/**
 * Offers an open lead to a colleague, who has an hour of their working time to accept it. Until then
 * it is its owner's, and so are its due instants. Only the owner may.
 */
export async function passLead(
  ctx: Context,
  { leadId, by, to, note }: PassLead,
): Promise<PassOutcome> {
  const { db, workspaceId } = ctx;
  const now = ctx.clock.now();
  const { document, version } = await ctx.settings.current();
  const colleague = await meetPerson(ctx, to);
  const scene = await findLeadScene(db, workspaceId, leadId, by);
  if (!scene) return { outcome: 'gone', lead: null };
  const { lead, actor } = scene;
  const bar = barred(actor);
  if (bar) return { outcome: 'not-allowed', lead, why: bar };
  if (scene.seen) return { outcome: 'repeated', lead };
  if (isClosed(lead.status) || lead.status === 'held') return { outcome: 'gone', lead };
  const as = standingOn(lead, actor, { owner: scene.owner, settings: document, now });
  if (!may('pass', as)) return { outcome: 'not-owner', lead, ownerId: lead.ownerId };
  if (to === by.id) return { outcome: 'theirs-already', lead, to };
  const why = whyCannotTake(lead, colleague, document, now);
  const calendar = colleague && calendarOf(colleague, document);
  const until = calendar && addWorkingTime(now, passWindow, calendar);
  if (why || !calendar || !until) {
    return { outcome: 'cannot-take', lead, to, why: why ?? 'away' };
  }

  const body = cleanText(note ?? '');
  const outcome = await db.transaction().execute(async (trx) => {
    if (!(await noteInteraction(trx, workspaceId, by, now))) return 'repeated';
    const offer = { leadId, fromId: by.id, toId: to, offeredAt: now, expiresAt: until };
    const id = await insertPass(trx, workspaceId, offer);
    if (id === null) return 'offered-already';
    const event = { kind: 'offered', by, at: now, settingsVersion: version, data: { to } } as const;
    const eventId = await addEvent(trx, workspaceId, lead, event);
    if (body) {
      const kept = { kind: 'note', author_id: by.id, body, created_at: now } as const;
      await addNote(trx, workspaceId, { ...kept, lead_id: leadId, event_id: eventId });
    }
    await enqueueMessage(trx, {
      workspaceId,
      kind: 'pass',
      key: `pass:${id}`,
      leadId,
      personId: to,
      subject: { pass: id, ...(body && { event: eventId }) },
      destination: to,
      now,
      notBefore: nextWorkingTime(now, calendar) ?? now,
    });
    return 'offered';
  });
  if (outcome === 'repeated') return { outcome: 'repeated', lead };
  if (outcome === 'offered-already') return { outcome: 'offered-already', lead };
  ctx.wakeDelivery();
  return { outcome: 'offered', lead, to, until };
}
