import type { Context, PersonActor } from '../context.ts';
import { comeBack } from '../people/comeBack.ts';
import { goAway } from '../people/goAway.ts';
import { nextDate } from '../people/zone.ts';
import type { Drawing } from '../slack/message.ts';
import { plain } from '../slack/richText.ts';
import type { AwayCommand } from './awayCommand.ts';
import { drawFound } from './drawFound.ts';
import { drawScorecard } from '../digests/drawScorecard.ts';
import { openGoals } from '../digests/goalListeners.ts';
import { readOwnScorecard } from '../digests/readOwnScorecard.ts';
import { openReview } from '../digests/reviewListeners.ts';
import { findLeadsLike } from '../leads/findLeadsLike.ts';
import { drawHelp, drawSetUp, sentence } from './commandAnswers.ts';
import { explainLead } from '../leads/explainLead.ts';
import { openNewLead } from '../intake/openNewLead.ts';
import { drawOwn, drawTeamAlone, drawWayIn } from '../home/homeView.ts';
import { type LeadCommand } from './leadCommand.ts';
import { cameBack, goAwayFor, goneAway } from '../home/ownTimeAnswers.ts';
import { openAwayForm } from '../home/ownTimeListeners.ts';
import { notForGuests, whyNot } from '../leads/refusalWords.ts';
import { setUpChannel } from '../leads/setUpChannel.ts';
import { readHome } from '../home/readHome.ts';
import { openPayPeriod } from '../pay/openPayPeriod.ts';
import { viewLead } from '../leads/viewLead.ts';
import { drawWhy } from '../leads/whyMessage.ts';
import { reportByCommand } from './reportByCommand.ts';
import { changedLead, shownLead } from './changeByCommand.ts';

/** Who typed it, where. */
export type Asked = {
  readonly by: PersonActor;
  readonly channelId: string;
  readonly trigger: string;
  readonly homeUrl: string;
};

/** Null: what was asked for is on the screen already. */
export async function carryOutCommand(
  ctx: Context,
  asked: Asked,
  command: LeadCommand,
): Promise<Drawing | null> {
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
    case 'report':
    case 'export':
      return reportByCommand(ctx, by, command);
    case 'scorecard': {
      const card = await readOwnScorecard(ctx, by.id);
      return card ? drawScorecard(card, by.id) : sentence(plain(notForGuests));
    }
    case 'review':
      await openReview(ctx, { repId: command.repId, by: by.id, trigger });
      return null;
    case 'pay': {
      const view = await openPayPeriod(ctx, { readerId: by.id, personId: by.id });
      await ctx.slack.views.open({ trigger_id: trigger, view });
      return null;
    }
    case 'goals':
      await openGoals(ctx, by.id, trigger);
      return null;
    case 'show':
      return shownLead(ctx, by, command.lead);
    case 'why':
      return explained(ctx, asked, command.lead);
    default:
      return changedLead(ctx, by, command);
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

async function explained(ctx: Context, { by }: Asked, leadId: number): Promise<Drawing> {
  const seen = await viewLead(ctx, leadId, by.id);
  return seen.outcome === 'seen'
    ? drawWhy(await explainLead(ctx, seen.view))
    : sentence(...whyNot(seen));
}
