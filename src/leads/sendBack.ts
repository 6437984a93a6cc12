import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import type { Settings } from '../settings/settings.ts';
import { type Plan, type Situation, changeLead } from './changeLead.ts';
import { askableOf, notWorking } from './completeness.ts';
import { noLease } from './due.ts';
import { wrongField } from './fieldNews.ts';
import { holdEnd } from './hold.ts';
import type { LeadDetails, LeadWithDetails } from './lead.ts';
import type { LeadChange } from './leadChangeStore.ts';
import { may } from './permissions.ts';
import type { Changed, Gone, Invalid, NotOwner, Refused, Repeated } from './refusal.ts';
import { isClosed } from './statuses.ts';
import { tellHeld } from './tellHeld.ts';

export type SendBack = {
  readonly leadId: number;
  readonly by: PersonActor;
  /** What they cannot work it without, of `askableOf`. */
  readonly fields: readonly string[];
  /** In their words. */
  readonly reason: string;
  readonly expectedVersion?: number | undefined;
};

export type SentBackAlready = {
  readonly outcome: 'sent-back-already';
  readonly lead: LeadWithDetails;
};
export type SendBackOutcome =
  | { readonly outcome: 'sent-back'; readonly lead: LeadWithDetails }
  | Invalid<'fields' | 'reason'>
  | SentBackAlready
  | NotOwner
  | Changed
  | Gone
  | Refused
  | Repeated;

const longestReason = 500;

/**
 * Sends an open lead back to its source's owner, once, for what nobody can work it without: what it
 * lacks, or a contact that does not work, which counts as missing until another one comes. Whoever has
 * it keeps it: nothing is due on it, and no claim runs out, until it has what it lacks, somebody goes
 * on with it, or the source's hold limit is over; then the clock starts anew. What was overdue stays
 * late. The owner may, their stand-in while they are away and managers; of one that nobody has, reps.
 */
export async function sendBack(ctx: Context, input: SendBack): Promise<SendBackOutcome> {
  const answer = await changeLead(ctx, input, (situation) => decide(situation, input));
  if (answer.outcome === 'sent-back') await tellHeld(ctx);
  return answer;
}

function decide(
  { lead, actor, roles, settings: { document }, now }: Situation,
  { fields, reason, expectedVersion }: SendBack,
): Plan<SendBackOutcome> | SendBackOutcome {
  const { ownerId, status } = lead;
  if (!may('send back', roles)) return { outcome: 'not-allowed', lead, why: 'role' };
  if (isClosed(status) || status === 'held') return { outcome: 'gone', lead };
  if (ownerId !== null && !may('update', roles)) return { outcome: 'not-owner', lead, ownerId };
  if (lead.sentBackAt) return { outcome: 'sent-back-already', lead };
  if (expectedVersion !== undefined && expectedVersion !== lead.version) {
    return { outcome: 'changed', lead };
  }
  const body = cleanText(reason);
  const wrong = {
    fields: fieldsError(lead, fields, document),
    reason: reasonError(body),
  };
  const errors = Object.entries(wrong).filter(([, error]) => error !== null);
  if (errors.length > 0) return { outcome: 'invalid', lead, errors: Object.fromEntries(errors) };

  const wrongOnes = notWorking(fields);
  return {
    change: {
      kind: 'sent-back',
      ...(wrongOnes.length > 0 && withoutThese(lead.details, wrongOnes)),
      set: {
        missing: [...new Set([...lead.missing, ...fields])],
        sentBackBy: actor?.id ?? null,
        sentBackAt: now,
        heldUntil: holdEnd(lead, now, document) ?? now,
        ...noLease,
      },
      due: { outcome: 'cancelled', next: null },
      data: { missing: [...fields] },
      notes: [{ kind: 'reason', body }],
    },
    answer: (sent) => ({ outcome: 'sent-back', lead: sent }),
  };
}

/** They are kept beside the lead, and how they came, for whoever puts them right. */
function withoutThese(
  { email, emailAsGiven, phone, phoneAsGiven }: LeadDetails,
  wrongOnes: ReturnType<typeof notWorking>,
): Pick<LeadChange, 'details' | 'before'> {
  const given = { email, phone };
  return {
    details: {
      ...(wrongOnes.includes('email') && { email: null, emailAsGiven: emailAsGiven ?? email }),
      ...(wrongOnes.includes('phone') && { phone: null, phoneAsGiven: phoneAsGiven ?? phone }),
    },
    before: wrongOnes.map((field) => ({ field: wrongField(field), value: given[field] ?? '' })),
  };
}

function reasonError(body: string): string | null {
  if (!body) return 'Say in a line why you need it.';
  return body.length > longestReason ? `Say it in at most ${longestReason} characters.` : null;
}

function fieldsError(
  lead: LeadWithDetails,
  fields: readonly string[],
  settings: Settings,
): string | null {
  if (fields.length === 0) return 'Choose what you cannot work without.';
  const askable = askableOf(lead, settings);
  return fields.every((field) => askable.includes(field))
    ? null
    : 'It has one of these by now. Choose again.';
}
