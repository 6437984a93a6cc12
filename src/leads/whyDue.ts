import type { Calendar } from '../people/calendar.ts';
import { formatWindow, parseWindow } from '../people/window.ts';
import { nextWorkingTime } from '../people/workingTime.ts';
import { type Settings, sourceName } from '../settings/settings.ts';
import { type Inline, moment, oneLine, plain } from '../slack/richText.ts';
import { windowFor, type WindowStatus } from './due.ts';
import { isOverdue, type Lead, leadNumber } from './lead.ts';
import { missingInWords } from './missingWords.ts';
import { isClosed, statuses } from './statuses.ts';
import type { Reasons } from './why.ts';

/** When something is due on it; where nothing is, why not. */
export function whatIsDue({ lead, calendar, now }: Reasons): Inline[] {
  const { followUpDueAt: at, status } = lead;
  if (!at) return [plain(nothingDue(lead, calendar, now))];
  const be = isOverdue(lead, now) ? 'was' : 'is';
  const what: Record<string, string> = {
    unclaimed: `${leadNumber(lead.id)} ${be} to be claimed by`,
    appointment: `The appointment with the customer ${be}`,
    revisit: `It ${be} to be taken up again`,
  };
  const usual = status === 'claimed' ? `The first touch ${be} due` : `The next update ${be} due`;
  return [plain(`${what[lead.dueRule ?? ''] ?? usual} `), moment(at), plain('.')];
}

function nothingDue(lead: Lead, calendar: Calendar, now: Date): string {
  const { status } = lead;
  const { missing, heldUntil } = lead;
  if (status === 'held') {
    const since = missing.length > 0 ? `, since it lacks ${missingInWords(missing)}` : '';
    return `It is held back until it is complete${since}, so no window runs.`;
  }
  if (heldUntil)
    return `It was sent back, since it lacks ${missingInWords(missing)}, so no window runs.`;
  if (status === 'merged' && lead.mergedIntoId !== null) {
    return `It is the same as ${leadNumber(lead.mergedIntoId)}, where the work goes on.`;
  }
  if (isClosed(status)) return `It is closed (${statuses[status].label}), so no window runs.`;
  if (status === 'nurture') return 'No day is set to come back to it, so nothing is due.';
  if (!nextWorkingTime(now, calendar)) {
    return 'Nothing is due, because the calendar that counts has no working time.';
  }
  return status === 'new'
    ? 'Its window opens when its card is shown in the channel.'
    : 'Nothing is due on it.';
}

/** The rule that set the due instant, and when. */
export function whichWindow({ lead, settings }: Reasons): Inline[] {
  const { dueRule: rule, dueOpenedAt, followUpDueAt } = lead;
  if (!followUpDueAt || !rule) return [];
  const since = dueOpenedAt ? [moment(dueOpenedAt)] : [];
  switch (rule) {
    case 'own-date':
      return chosen('Its owner chose that date', since);
    case 'postponed': {
      const times = `${lead.postponeCount} of ${settings.limits.postponesInRow} in a row`;
      return chosen(`Its owner postponed it, ${times}`, since);
    }
    case 'more-time':
      return chosen('A manager chose that', since);
    case 'made-up':
      return [plain('A bad lead cost its owner time that day, so it is due as much later.')];
    case 'appointment':
      return [plain('It is the first thing due after the claim.')];
    case 'revisit':
      return [plain(`It is the beginning of work on ${lead.revisitOn}, the day that was set.`)];
  }
  const name = rule === 'unclaimed' ? rule : rule.replace('status:', '');
  if (!Object.hasOwn(settings.windows, name)) return [];
  const status = name as WindowStatus; // hasOwn has looked
  const found = windowFor(lead, status, settings);
  const length = formatWindow(parseWindow(found.window));
  const what = status === 'unclaimed' ? 'an unclaimed lead' : statuses[status].label;
  const from = whereFrom(status, found, settings);
  return [
    plain(`The window of ${what} is ${length} of working time (${from})`),
    ...(since.length > 0 ? [plain('; it opened '), ...since] : []),
    plain('.'),
  ];
}

const chosen = (how: string, since: Inline[]): Inline[] => [
  plain(since.length > 0 ? `${how}, on ` : how),
  ...since,
  plain('.'),
];

/** Which setting says how long it is. */
function whereFrom(
  name: WindowStatus,
  { rule: at }: ReturnType<typeof windowFor>,
  settings: Settings,
): string {
  const rule = at === null ? undefined : settings.windowRules[at];
  if (at === null || !rule) return `windows.${name}`;
  const { source, segment, channel } = rule.when;
  const asked = [
    ...(source === undefined ? [] : [`source ${oneLine(sourceName(settings, source), 40)}`]),
    ...(segment === undefined ? [] : [`segment ${oneLine(segment, 40)}`]),
    ...(channel === undefined ? [] : ['this channel']),
  ];
  return `window rule ${at + 1}: ${asked.join(', ') || 'every lead'}`;
}
