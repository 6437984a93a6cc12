import type { Context, PersonActor } from '../context.ts';
import type { LeadWithDetails } from './lead.ts';
import type { Gone, Invalid, Refused, Repeated } from './refusal.ts';

export type NoteLead = { readonly leadId: number; readonly by: PersonActor; readonly text: string };

export type NoteOutcome =
  | { readonly outcome: 'noted'; readonly lead: LeadWithDetails }
  | Invalid<'text'>
  | Gone
  | Refused
  | Repeated;

/**
 * Keeps a note with the lead, closed ones too; moves no due instant. The owner may, managers and
 * reps of the channel.
 */
export async function noteLead(_ctx: Context, _input: NoteLead): Promise<NoteOutcome> {
  throw new Error('not written yet');
}
