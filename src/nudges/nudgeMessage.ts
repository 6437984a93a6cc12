import type { KnownBlock } from '@slack/types';
import type { Context } from '../context.ts';
import { leadNumber } from '../leads/lead.ts';
import { quickButtons, updateButton } from '../leads/leadButtons.ts';
import { contacts, money } from '../leads/leadWords.ts';
import { statuses } from '../leads/statuses.ts';
import { calendarOf } from '../people/calendar.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { isWorkingTime } from '../people/workingTime.ts';
import { actions, context, header, markup, person } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, Message, MessageKind } from '../slack/message.ts';
import {
  bold,
  type Inline,
  joined,
  line,
  moment,
  oneLine,
  plain,
  richText,
} from '../slack/richText.ts';
import { nudgeLines, type NudgeLine, replaceOlderNudges } from './breachStore.ts';
import { byUrgency } from './nudgePolicy.ts';

const shown = 10;

/**
 * The one message to a rep that lists what is past its follow-up window. It is judged once more
 * before it is posted: nothing due any more, or no longer their working time, and it is not sent.
 */
export const nudgeMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message, now) {
    const posted = message.posted !== null;
    if (message.subject['replaced_by']) return 'delete';
    if (!posted && !(await mayBeNudged(ctx, message, now))) return null;
    const lines = await nudgeLines(ctx.db, ctx.workspaceId, message.destination, message.id);
    const due = lines.filter(({ dealtWithAt }) => dealtWithAt === null).toSorted(byUrgency);
    if (!posted && due.length === 0) return null;
    const askedBy = message.subject['asked_by'];
    return drawNudge(
      due,
      lines.filter(({ dealtWithAt }) => dealtWithAt !== null),
      typeof askedBy === 'string' ? askedBy : null,
    );
  },
  async onPosted(ctx, trx, message) {
    await replaceOlderNudges(trx, ctx.workspaceId, message.destination, message.id);
  },
};

async function mayBeNudged(ctx: Context, message: Message, now: Date): Promise<boolean> {
  const rep = await findPerson(ctx.db, ctx.workspaceId, message.destination);
  if (!rep || barred(rep)) return false;
  const { document } = await ctx.settings.current();
  return isWorkingTime(now, calendarOf(rep, document));
}

/** `due` is sorted, most urgent first. `askedBy`: the manager who asked for an update. */
export function drawNudge(
  due: readonly NudgeLine[],
  dealtWith: readonly NudgeLine[],
  askedBy: string | null,
): Drawing {
  const blocks: KnownBlock[] = [header(headline(due.length))];
  if (askedBy && due.length > 0)
    blocks.push(context(markup`${person(askedBy)} asks how these stand.`));
  for (const lead of due.slice(0, shown)) {
    blocks.push(richText([line(...name(lead)), line(...standing(lead))]), ...buttons(lead));
  }
  if (due.length > shown) {
    blocks.push(context(`And ${due.length - shown} more. Type /lead mine to see them all.`));
  }
  if (dealtWith.length > 0) {
    blocks.push(
      richText([
        line(plain('Dealt with: '), ...joined(dealtWith.slice(0, shown).map(struck), ', ')),
      ]),
    );
  }
  return { text: fallbackText(blocks), blocks };
}

function headline(count: number): string {
  if (count === 0) return 'Nothing is due. All of these are dealt with.';
  return count === 1
    ? '1 lead is past its follow-up window'
    : `${count} leads are past their follow-up window`;
}

const called = (lead: NudgeLine): string =>
  joinWords([lead.name, lead.company]) || leadNumber(lead.leadId);

const joinWords = (texts: (string | null)[]): string =>
  texts.flatMap((text) => (text ? oneLine(text, 60) : [])).join(', ');

function name(lead: NudgeLine): Inline[] {
  return joined([[bold(`${leadNumber(lead.leadId)} ${called(lead)}`)], contacts(lead)]);
}

function standing(lead: NudgeLine): Inline[] {
  return joined([
    [plain(statuses[lead.status].label)],
    [plain('due '), moment(lead.dueAt)],
    lead.value === null ? [] : [plain(money(lead.value, lead.currency))],
  ]);
}

function struck(lead: NudgeLine): Inline[] {
  return [plain(`${leadNumber(lead.leadId)} ${called(lead)}`, { strike: true })];
}

function buttons({ leadId: id, status }: NudgeLine): KnownBlock[] {
  return actions([...quickButtons({ id, status }), updateButton({ id, status })]);
}
