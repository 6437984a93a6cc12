import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context, PersonActor } from '../context.ts';
import { calendarOf, workspaceCalendar } from '../people/calendar.ts';
import { comeBack } from '../people/comeBack.ts';
import { goAway } from '../people/goAway.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { nextDate } from '../people/zone.ts';
import type { Drawing } from '../slack/message.ts';
import { bold, type Inline, moment, plain } from '../slack/richText.ts';
import { asMember } from './asMember.ts';
import type { AwayCommand } from './awayCommand.ts';
import { claimLead } from './claimLead.ts';
import { drawFound } from './drawFound.ts';
import { findLeadsLike } from './findLeadsLike.ts';
import { drawHelp, drawProblem, drawSetUp, sentence } from './commandAnswers.ts';
import { explainLead } from './explainLead.ts';
import { openNewLead } from './homeListeners.ts';
import { drawOwn, drawTeamAlone, drawWayIn, notForGuests } from './homeView.ts';
import type { LeadWithDetails } from './lead.ts';
import { type LeadCommand, readCommand } from './leadCommand.ts';
import { drawSummary } from './leadSummary.ts';
import { noteLead } from './noteLead.ts';
import { cameBack, goAwayFor, goneAway } from './ownTimeAnswers.ts';
import { openAwayForm } from './ownTimeListeners.ts';
import { passLead } from './passLead.ts';
import { postponeLead } from './postponeLead.ts';
import type { Changed, Invalid, Repeated } from './refusal.ts';
import { changedMeanwhile, type NotDone, whyNot } from './refusalWords.ts';
import { releaseLead } from './releaseLead.ts';
import { setUpChannel } from './setUpChannel.ts';
import { readHome } from './readHome.ts';
import { statuses } from './statuses.ts';
import { undoneWords } from './drawDone.ts';
import { undoLead } from './undoLead.ts';
import { touchOfOneClick } from './touch.ts';
import type { UpdateCommand } from './updateCommand.ts';
import { updateLead } from './updateLead.ts';
import { viewLead } from './viewLead.ts';
import { drawWhy } from './whyMessage.ts';
import { writtenDateReader } from './writtenDateReader.ts';

const typedCommand = z.object({
  text: z.string().default(''),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
  api_app_id: z.string().default(''),
});

type Asked = {
  readonly by: PersonActor;
  readonly channelId: string;
  readonly trigger: string;
  readonly homeUrl: string;
};

/** `/lead`: carried out, then acknowledged with the answer, which only the caller sees. */
export function registerCommandListeners(bolt: App, ctx: Context): void {
  bolt.command('/lead', async ({ ack, command }) => {
    const typed = typedCommand.parse(command);
    const { user_id: id, trigger_id: trigger, channel_id: channelId, api_app_id: app } = typed;
    const asked: Asked = {
      by: { kind: 'person', id, interaction: trigger },
      channelId,
      trigger,
      homeUrl: `https://slack.com/app_redirect?app=${app}&team=${ctx.workspaceId}&tab=home`,
    };
    const read = readCommand(unescaped(typed.text), await dateReader(ctx, id));
    const answer = 'problem' in read ? drawProblem(read) : await carryOut(ctx, asked, read);
    await (answer ? ack({ response_type: 'ephemeral', ...answer }) : ack());
  });
}

/** Slack's own escapes, as people typed them. */
const unescaped = (text: string): string =>
  text
    // A stand-in and a colleague are found by id.
    .replace(/^(\s*away\b|.*\bpass\b).*$/is, (typed) =>
      typed.replace(/<@([A-Z0-9]+)\|[^>]*>/g, '<@$1>'),
    )
    .replace(/<([@#])[A-Z0-9]+\|([^>]*)>/g, '$1$2')
    .replace(/<(?:mailto:|tel:|https?:)[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Dates as the caller means them; as the workspace does for whoever Slack does not know, who may do nothing anyway. */
async function dateReader(ctx: Context, personId: string) {
  const person = await meetPerson(ctx, personId);
  const { document } = await ctx.settings.current();
  return writtenDateReader(
    ctx.clock.now(),
    person ? calendarOf(person, document) : workspaceCalendar(document),
  );
}

/** Null: what was asked for is on the screen already. */
async function carryOut(ctx: Context, asked: Asked, command: LeadCommand): Promise<Drawing | null> {
  const { by, channelId, trigger } = asked;
  switch (command.verb) {
    case 'help':
      return drawHelp();
    case 'setup':
      return drawSetUp(await setUpChannel(ctx, { channelId, personId: by.id }));
    case 'new':
      await openNewLead(ctx, trigger, channelId, { name: command.name });
      return null;
    case 'find': {
      const found = await findLeadsLike(ctx, { text: command.text, personId: by.id, limit: 8 });
      return drawFound(found, ctx.clock.now());
    }
    case 'home':
    case 'mine':
    case 'team': {
      const home = await readHome(ctx, by.id);
      if (!home) return sentence(plain(notForGuests));
      if (command.verb === 'team') return drawTeamAlone(home);
      return command.verb === 'mine' ? drawOwn(home) : drawWayIn(home, asked.homeUrl);
    }
    case 'away':
      return goneAwayBy(ctx, asked, command);
    case 'back':
      return sentence(...cameBack(await comeBack(ctx, { by }), ctx.clock.now()));
    case 'show':
      return shown(ctx, asked, command.lead);
    case 'why':
      return explained(ctx, asked, command.lead);
    default:
      return answered(ctx, asked, await asMember(ctx, by, () => act(ctx, by, command)));
  }
}

/** Null: the form is on the screen. */
async function goneAwayBy(
  ctx: Context,
  { by, trigger }: Asked,
  { when, standInId }: AwayCommand,
): Promise<Drawing | null> {
  if (when === null) {
    await openAwayForm(ctx, by.id, trigger);
    return null;
  }
  const answer = await ('on' in when
    ? goAwayFor(ctx, by, standInId, { from: when.on, until: nextDate(when.on) })
    : goAway(ctx, { by, standInId, until: when.until, ...(when.from && { from: when.from }) }));
  return sentence(...goneAway(answer, ctx.clock.now()));
}

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

async function answered(ctx: Context, asked: Asked, answer: Answer): Promise<Drawing> {
  switch (answer.outcome) {
    case 'done':
      return shown(ctx, asked, answer.lead.id, answer.said);
    case 'repeated':
      return shown(ctx, asked, answer.lead.id);
    case 'changed':
      return sentence(...changedMeanwhile);
    case 'invalid':
      return sentence(plain(Object.values(answer.errors).join(' ')));
    default:
      return sentence(...whyNot(answer));
  }
}

async function explained(ctx: Context, { by }: Asked, leadId: number): Promise<Drawing> {
  const seen = await viewLead(ctx, leadId, by.id);
  return seen.outcome === 'seen'
    ? drawWhy(await explainLead(ctx, seen.view))
    : sentence(...whyNot(seen));
}

async function shown(
  ctx: Context,
  { by }: Asked,
  leadId: number,
  said?: readonly Inline[],
): Promise<Drawing> {
  const seen = await viewLead(ctx, leadId, by.id);
  if (seen.outcome !== 'seen') return sentence(...whyNot(seen));
  return drawSummary({ ...seen.view, ...(said ? { said } : {}) });
}
