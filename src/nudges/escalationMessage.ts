import type { Button, KnownBlock } from '@slack/types';
import type { Context } from '../context.ts';
import { type LeadWithDetails, leadNumber, leadTitle } from '../leads/lead.ts';
import {
  claimButton,
  detailsButton,
  moreTimeButton,
  reassignButton,
} from '../leads/leadButtons.ts';
import { findLeads } from '../leads/leadStore.ts';
import { money, titleLine, withoutContacts } from '../leads/leadWords.ts';
import { statuses } from '../leads/statuses.ts';
import { calendarOf } from '../people/calendar.ts';
import { awayAt, type Person } from '../people/person.ts';
import { findPeople } from '../people/peopleStore.ts';
import { barred, rolesIn } from '../people/roles.ts';
import { isWorkingTime } from '../people/workingTime.ts';
import { actions, button, context, divider, header } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import { type Drawing, type MessageKind, shownSince } from '../slack/message.ts';
import {
  channelLink,
  type Inline,
  joined,
  line,
  mention,
  moment,
  oneLine,
  plain,
  richText,
} from '../slack/richText.ts';
import { type Escalation, escalationsOf, replaceOlderEscalations } from './escalationStore.ts';

const shown = 10;

/**
 * The one message to a manager, or to the fallback of a channel, that lists what has been escalated to
 * them. It is judged once more before it is posted: nothing holds any more, or no longer their working
 * time, and it is not sent.
 */
export const escalationMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message, now) {
    if (message.subject['replaced_by']) return 'delete';
    const { db, workspaceId } = ctx;
    const all = await escalationsOf(db, workspaceId, message.destination, message.id);
    const open = all.filter(({ overAt }) => overAt === null);
    const reader = await readerOf(ctx, message.destination);
    if (
      !reader ||
      (!message.posted && (open.length === 0 || !(await isAtWork(ctx, reader, now))))
    ) {
      return null;
    }
    const since = shownSince(message, now);
    const over = all.filter(({ overAt }) => overAt !== null && overAt >= since);
    const lines = await readLines(ctx, [...open, ...over], reader, now);
    return drawEscalation(lines.toSorted(byUrgency));
  },
  async onPosted(ctx, trx, message) {
    await replaceOlderEscalations(trx, ctx.workspaceId, message.destination, message.id);
  },
};

async function readerOf({ db, workspaceId }: Context, id: string): Promise<Person | null> {
  const [reader] = await findPeople(db, workspaceId, [id]);
  return reader && !barred(reader) ? reader : null;
}

async function isAtWork({ settings }: Context, reader: Person, now: Date): Promise<boolean> {
  const { document } = await settings.current();
  return isWorkingTime(now, calendarOf(reader, document));
}

/** A lead that somebody is told of, and what they may do about it. */
export type EscalationLine = Escalation & {
  readonly lead: LeadWithDetails;
  readonly owner: 'works' | 'left' | { readonly awayUntil: Date };
  readonly mayDecide: boolean;
  readonly mayClaim: boolean;
};

async function readLines(
  { db, workspaceId, settings }: Context,
  escalations: readonly Escalation[],
  reader: Person,
  now: Date,
): Promise<EscalationLine[]> {
  const { document } = await settings.current();
  const leads = await findLeads(
    db,
    workspaceId,
    escalations.map(({ leadId }) => leadId),
  );
  const ownerIds = new Set(escalations.flatMap(({ ownerId }) => ownerId ?? []));
  const owners = await findPeople(db, workspaceId, [...ownerIds]);
  return escalations.flatMap((escalation): EscalationLine[] => {
    const lead = leads.find(({ id }) => id === escalation.leadId);
    if (!lead) return [];
    const roles = rolesIn(document, reader, lead.channelId);
    const owner = owners.find(({ id }) => id === escalation.ownerId);
    const away = owner && awayAt(owner, now);
    return [
      {
        ...escalation,
        lead,
        owner: owner?.isDeactivated ? 'left' : away ? { awayUntil: away.until } : 'works',
        mayDecide: roles.has('manager') || roles.has('admin'),
        mayClaim: roles.has('rep'),
      },
    ];
  });
}

/** Most urgent first: what nobody has, then what is worth more, then what waits longest. */
function byUrgency(a: EscalationLine, b: EscalationLine): number {
  const nobodys = Number(b.ownerId === null) - Number(a.ownerId === null);
  const value = (b.lead.value ?? 0) - (a.lead.value ?? 0);
  return nobodys || value || a.since.getTime() - b.since.getTime();
}

/** `lines` are sorted, most urgent first. */
export function drawEscalation(lines: readonly EscalationLine[]): Drawing {
  const open = lines.filter(({ overAt }) => overAt === null);
  const over = lines.filter(({ overAt }) => overAt !== null);
  const blocks: KnownBlock[] = [
    header(headline(open.length)),
    ...open
      .slice(0, shown)
      .flatMap((one, i) => [
        ...(i > 0 ? [divider()] : []),
        richText([
          line(...titleLine(one.lead, (text) => withoutContacts(text, one.lead.country))),
          line(...standing(one)),
        ]),
        ...actions(buttons(one)),
      ]),
  ];
  if (open.length > shown) {
    blocks.push(context(`And ${open.length - shown} more, shown here once these are dealt with.`));
  }
  if (over.length > 0) {
    blocks.push(
      richText([line(plain('Dealt with: '), ...joined(over.slice(0, shown).map(struck), ', '))]),
    );
  }
  return { text: fallbackText(blocks), blocks };
}

function headline(count: number): string {
  if (count === 0) return 'Nothing needs you. All of these are dealt with.';
  return count === 1 ? '1 lead needs you' : `${count} leads need you`;
}

function standing({ lead, owner, ownerId, about, since }: EscalationLine): Inline[] {
  const worth = lead.value === null ? [] : [plain(money(lead.value, lead.currency))];
  const lastTouch = lead.lastTouchAt
    ? [plain('last touch '), moment(lead.lastTouchAt)]
    : [plain('no touch yet')];
  if (ownerId === null) {
    const channel = channelLink(lead.channelId);
    const waits =
      about === 'unposted'
        ? [plain('Waits for '), channel, plain(', where nothing can be posted')]
        : [plain('Nobody in '), channel, plain(' has claimed it')];
    return joined([waits, [plain('came '), ...ago(lead.receivedAt)], worth]);
  }
  const whose =
    owner === 'left'
      ? [mention(ownerId), plain(' has left')]
      : owner === 'works'
        ? [mention(ownerId)]
        : [mention(ownerId), plain(' is away until '), moment(owner.awayUntil)];
  const due = about === 'left' ? [] : [plain('due '), ...ago(since)];
  return joined([whose, [plain(statuses[lead.status].label)], due, worth, lastTouch]);
}

const ago = (at: Date): Inline[] => [moment(at), plain(', '), moment(at, '{ago}')];

function buttons({ lead, ownerId, owner, mayDecide, mayClaim }: EscalationLine): Button[] {
  const claim = ownerId === null && mayClaim ? [claimButton(lead)] : [];
  if (!mayDecide) return [...claim, detailsButton(lead)];
  if (ownerId === null || owner === 'left') return [...claim, reassignButton(lead)];
  const nudge = button({
    text: 'Nudge',
    actionId: 'nudge:ask',
    value: ownerId,
    spoken: `Nudge the owner of ${leadNumber(lead.id)}`,
  });
  return [reassignButton(lead), ...(owner === 'works' ? [nudge] : []), moreTimeButton(lead)];
}

function struck({ lead }: EscalationLine): Inline[] {
  const called = oneLine(withoutContacts(leadTitle(lead), lead.country), 60);
  const number = leadNumber(lead.id);
  return [plain(called === number ? number : `${number} ${called}`, { strike: true })];
}
