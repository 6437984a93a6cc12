import type { Context, PersonActor } from '../context.ts';
import type { Drawing } from '../slack/message.ts';
import { bold, type Inline, moment, plain } from '../slack/richText.ts';
import { asMember } from '../leads/asMember.ts';
import { claimLead } from '../leads/claimLead.ts';
import { sentence } from './commandAnswers.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import { type LeadCommand } from './leadCommand.ts';
import { drawSummary } from '../leads/leadSummary.ts';
import { noteLead } from '../leads/noteLead.ts';
import { passLead } from '../leads/passLead.ts';
import { postponeLead } from '../leads/postponeLead.ts';
import type { Changed, Invalid, Repeated } from '../leads/refusal.ts';
import { changedMeanwhile, type NotDone, whyNot } from '../leads/refusalWords.ts';
import { releaseLead } from '../leads/releaseLead.ts';
import { statuses } from '../leads/statuses.ts';
import { undoneWords } from '../leads/drawDone.ts';
import { undoLead } from '../leads/undoLead.ts';
import { touchOfOneClick } from '../leads/touch.ts';
import type { UpdateCommand } from './updateCommand.ts';
import { updateLead } from '../leads/updateLead.ts';
import { viewLead } from '../leads/viewLead.ts';

/** Does to a lead what was typed, and shows it as it is then; else says why not. */
export const changedLead = async (
  ctx: Context,
  by: PersonActor,
  command: Action,
): Promise<Drawing> => answered(ctx, by, await asMember(ctx, by, () => act(ctx, by, command)));

type Action = Extract<
  LeadCommand,
  { verb: 'claim' | 'undo' | 'pass' | 'release' | 'note' | 'postpone' | 'update' }
>;

/** What the verbs answer, with the sentence for success. */
type Answer =
  | NotDone
  | Changed
  | Repeated
  | Invalid<string>
  | { readonly outcome: 'done'; readonly lead: LeadWithDetails; readonly said: readonly Inline[] };

async function act(ctx: Context, by: PersonActor, command: Action): Promise<Answer> {
  if (command.verb === 'undo') {
    const answer = await undoLead(ctx, { leadId: command.lead, by });
    if (answer.outcome !== 'undone') return answer;
    const said = undoneWords(answer.lead, ctx.clock.now());
    return { outcome: 'done', lead: answer.lead, said };
  }
  const leadId = command.lead;
  const done = (lead: LeadWithDetails, ...said: Inline[]) =>
    ({ outcome: 'done', lead, said }) as const;
  switch (command.verb) {
    case 'claim': {
      const answer = await claimLead(ctx, { leadId, by });
      const { outcome } = answer;
      if (outcome === 'claimed') return done(answer.lead, bold('It is yours.'));
      return outcome === 'yours-already' ? done(answer.lead, bold('It is yours already.')) : answer;
    }
    case 'release': {
      const answer = await releaseLead(ctx, { leadId, by, reason: command.text });
      return answer.outcome === 'released'
        ? done(answer.lead, bold('Given back to the pool.'))
        : answer;
    }
    case 'pass': {
      const answer = await passLead(ctx, { leadId, by, to: command.to, note: command.text });
      return answer.outcome === 'offered'
        ? done(answer.lead, bold('Offered.'), plain(' It is yours until it is accepted.'))
        : answer;
    }
    case 'note': {
      const answer = await noteLead(ctx, { leadId, by, text: command.text });
      return answer.outcome === 'noted' ? done(answer.lead, bold('Note saved.')) : answer;
    }
    case 'postpone': {
      const answer = await postponeLead(ctx, { leadId, by, to: command.to });
      return answer.outcome === 'postponed'
        ? done(answer.lead, bold('Postponed to '), moment(command.to), plain('.'))
        : answer;
    }
    case 'update': {
      const answer = await updateLead(ctx, { leadId, by, ...updateOf(command) });
      return answer.outcome === 'updated'
        ? done(answer.lead, bold(`Saved: ${statuses[answer.lead.status].label}.`))
        : answer;
    }
  }
}

function updateOf({ status, touch, outcome, obstacle, text, value, next }: UpdateCommand) {
  const usual = touchOfOneClick(status);
  const named = touch || outcome;
  const reached = outcome ?? (status === 'attempted' ? 'no-answer' : 'reached');
  const needsEvidence = status === 'disqualified';
  return {
    status,
    touch: named ? { kind: touch ?? 'call', outcome: reached } : usual,
    obstacle,
    evidence: needsEvidence ? text : null,
    note: needsEvidence ? null : text,
    value: value?.value,
    currency: value?.currency,
    revisitOn: status === 'nurture' ? next?.on : null,
    nextStepAt: status === 'nurture' ? null : next?.at,
  } as const;
}

async function answered(ctx: Context, by: PersonActor, answer: Answer): Promise<Drawing> {
  switch (answer.outcome) {
    case 'done':
      return shownLead(ctx, by, answer.lead.id, answer.said);
    case 'repeated':
      return shownLead(ctx, by, answer.lead.id);
    case 'changed':
      return sentence(...changedMeanwhile);
    case 'invalid':
      return sentence(plain(Object.values(answer.errors).join(' ')));
    default:
      return sentence(...whyNot(answer));
  }
}

/** A lead in short, with what was done. */
export async function shownLead(
  ctx: Context,
  by: PersonActor,
  leadId: number,
  said?: readonly Inline[],
): Promise<Drawing> {
  const seen = await viewLead(ctx, leadId, by.id);
  if (seen.outcome !== 'seen') return sentence(...whyNot(seen));
  return drawSummary({ ...seen.view, ...(said ? { said } : {}) });
}
