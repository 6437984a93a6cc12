import { nextWorkingTime } from '../people/workingTime.ts';
import { type Inline, joined, mention, moment, plain } from '../slack/richText.ts';
import { isHot, stepsAfter } from './ladder.ts';
import { isOverdue } from './lead.ts';
import { hasExpiringLease, isClosed, statuses } from './statuses.ts';
import type { BreachSoFar, Reasons } from './why.ts';

/** Who is told of it, and when. */
export function whoIsTold(of: Reasons): Inline[] {
  const { lead, now, settings, calendar } = of;
  if (!lead.followUpDueAt) return [];
  if (!nextWorkingTime(now, calendar)) {
    return [plain('Nobody is told of it, because that clock has no working time.')];
  }
  const hot = isHot(lead, settings) ? [plain('It is hot, so this goes faster. ')] : [];
  return [...hot, ...(lead.ownerId === null ? nextOfUnclaimed(of) : nextOfOwned(of))];
}

function nextOfUnclaimed(of: Reasons): Inline[] {
  const { channels } = of.settings;
  const { fallback, managers = [] } = channels[of.lead.channelId] ?? {};
  const { escalateAt, escalated } = escalationOf(of);
  if (escalated.length > 0) return escalated;
  const whom = fallback ?? managers[0];
  const later =
    whom && escalateAt
      ? [plain(whom === fallback ? ', then the fallback: ' : ', then the manager: '), mention(whom)]
      : [];
  const when = later.length > 0 && escalateAt ? [plain(' '), moment(escalateAt)] : [];
  return [
    plain('If nobody claims it by then, those on shift are told once under its card'),
    ...later,
    ...when,
    plain('.'),
  ];
}

function nextOfOwned(of: Reasons): Inline[] {
  const { lead, breach, calendar, now, settings } = of;
  const ownerId = lead.ownerId ?? '';
  const { warnAt, escalateAt, escalated } = escalationOf(of);
  if (escalated.length > 0) return escalated;
  const overdue = isOverdue(lead, now);
  const work = nextWorkingTime(now, calendar);
  const nudge: Inline[] = !overdue
    ? [plain('When it has passed, '), mention(ownerId), plain(' gets a nudge')]
    : breach?.told
      ? [mention(ownerId), plain(' has been nudged')]
      : work && work > now
        ? [plain('The nudge waits until '), mention(ownerId), plain(' works again, '), moment(work)]
        : [mention(ownerId), plain(' gets a nudge')];
  const managers = settings.channels[lead.channelId]?.managers ?? [];
  const told =
    managers.length > 0
      ? joined(
          managers.map((id) => [mention(id)]),
          ', ',
        )
      : [];
  const warning =
    told.length > 0 && warnAt && warnAt > now ? [plain(', and a warning '), moment(warnAt)] : [];
  const escalation =
    told.length > 0 && escalateAt
      ? [plain('; it goes to '), ...told, plain(' '), moment(escalateAt)]
      : [];
  return [...nudge, ...warning, ...escalation, plain('.')];
}

/** What was planned at the breach; before it, what would be. */
function escalationOf({ lead, breach, settings, calendar }: Reasons): {
  warnAt: Date | null;
  escalateAt: Date | null;
  escalated: Inline[];
} {
  const steps =
    breach?.escalateAt || !lead.followUpDueAt
      ? breach
      : stepsAfter(lead, lead.followUpDueAt, settings, calendar);
  return {
    warnAt: steps?.warnAt ?? null,
    escalateAt: steps?.escalateAt ?? null,
    escalated: breach ? escalated(breach) : [],
  };
}

function escalated({ escalatedAt, escalatedTo, escalationTold }: BreachSoFar): Inline[] {
  if (!escalatedAt) return [];
  if (!escalatedTo) return [plain('It should go to a manager, but there is none to tell.')];
  return escalationTold
    ? [mention(escalatedTo), plain(' was told '), moment(escalatedAt), plain('.')]
    : [mention(escalatedTo), plain(' is told as soon as they are at work.')];
}

/** When the claim ends by itself. */
export function whenTheClaimEnds({ lead }: Reasons): Inline[] {
  if (lead.ownerId === null || isClosed(lead.status)) return [];
  if (!hasExpiringLease(lead.status)) {
    return [
      plain(`In ${statuses[lead.status].label} a claim does not end by itself: a manager decides.`),
    ];
  }
  return lead.leaseEndsAt
    ? [
        plain('Without a touch the claim ends '),
        moment(lead.leaseEndsAt),
        plain(', and it goes back to the pool.'),
      ]
    : [];
}
