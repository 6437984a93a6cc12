import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { noteInteraction } from '../db/interactionStore.ts';
import { barred } from '../people/roles.ts';
import type { LeadWithDetails } from './lead.ts';
import { addEvent, addNote } from './leadEventStore.ts';
import { type LeadScene, findLeadScene } from './leadStore.ts';
import { may, standingOn } from './permissions.ts';
import type { Gone, Invalid, NotAllowed, Refused, Repeated } from './refusal.ts';
import type { Settings } from '../settings/settings.ts';

export type NoteLead = { readonly leadId: number; readonly by: PersonActor; readonly text: string };

export type NoteOutcome =
  | { readonly outcome: 'noted'; readonly lead: LeadWithDetails }
  | Invalid<'text'>
  | Gone
  | Refused
  | Repeated;

/**
 * Keeps a note with the lead, closed ones too; moves no due instant, and leaves the lead's version
 * as it is. The owner may and their stand-in, managers and reps of the channel.
 */
export async function noteLead(ctx: Context, { leadId, by, text }: NoteLead): Promise<NoteOutcome> {
  const now = ctx.clock.now();
  const { document, version } = await ctx.settings.current();
  const scene = await findLeadScene(ctx.db, ctx.workspaceId, leadId, by);
  if (!scene || scene.lead.status === 'merged') {
    return { outcome: 'gone', lead: scene?.lead ?? null };
  }
  const { lead } = scene;
  const why = whyNot(scene, document, now);
  if (why) return { outcome: 'not-allowed', lead, why };
  const body = cleanText(text);
  if (!body) return { outcome: 'invalid', lead, errors: { text: 'Write the note.' } };

  const isNew = await ctx.db.transaction().execute(async (trx) => {
    if (!(await noteInteraction(trx, ctx.workspaceId, by, now))) return false;
    const event = { kind: 'noted', by, at: now, settingsVersion: version } as const;
    const eventId = await addEvent(trx, ctx.workspaceId, lead, event);
    await addNote(trx, ctx.workspaceId, {
      lead_id: lead.id,
      event_id: eventId,
      kind: 'note',
      author_id: by.id,
      body,
      created_at: now,
    });
    return true;
  });
  if (!isNew) return { outcome: 'repeated', lead };
  ctx.wakeDelivery();
  return { outcome: 'noted', lead };
}

function whyNot(
  { actor, owner, lead }: LeadScene,
  settings: Settings,
  now: Date,
): NotAllowed | null {
  const as = standingOn(lead, actor, { owner, settings, now });
  return barred(actor) ?? (may('note', as) ? null : 'role');
}
