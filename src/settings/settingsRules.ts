import type { LeadCondition, Settings, WorkingTimeSettings } from './settings.ts';

/** What is wrong with a document whose every part is well formed, and where. */
export type Fault = { readonly path: readonly (string | number)[]; readonly message: string };

/**
 * The rules that parts of a document have to keep with each other. Documents that an older version
 * stored may break newer ones: they are in force all the same.
 */
export const brokenRules = (document: Settings): Fault[] => [
  ...workingTimes(document),
  ...windows(document),
  ...steps(document),
  ...conditions(document),
  ...routes(document),
  ...payPeriods(document),
  ...mustHaves(document),
];

function workingTimes({ workingTime, channels }: Settings): Fault[] {
  const all = [
    { path: ['workingTime', 'to'], of: workingTime },
    ...Object.entries(channels).map(([id, channel]) => ({
      path: ['channels', id, 'workingTime', 'to'],
      of: channel.workingTime,
    })),
  ];
  return all.flatMap(({ path, of }) => faultAt(path, (of && workingTimeFault(of)) ?? null));
}

function workingTimeFault({ from, to, nightShift }: WorkingTimeSettings): string | null {
  if (!nightShift && to <= from) {
    return 'is not after `from`; a night shift needs nightShift: true';
  }
  return nightShift && to > from
    ? 'is after `from`; a night shift ends on the next day, before the time it began'
    : null;
}

const longest = 59 * 480;

function windows({ windows: everyones, windowRules, ladder, hotLadder, lease }: Settings): Fault[] {
  return [
    ...tooLong(['windows'], everyones),
    ...windowRules.flatMap((rule, n) => tooLong(['windowRules', n, 'windows'], rule.windows)),
    ...Object.entries({ ladder, hotLadder }).flatMap(([name, { firstTouch, later, unclaimed }]) => [
      ...tooLong([name, 'firstTouch'], firstTouch),
      ...tooLong([name, 'later'], later),
      ...tooLong([name], { unclaimed }),
    ]),
    ...tooLong([], { lease }),
  ];
}

const tooLong = (path: Fault['path'], of: Readonly<Record<string, string | undefined>>): Fault[] =>
  Object.entries(of).flatMap(([name, window]) =>
    faultAt(
      [...path, name],
      window !== undefined && roughMinutes(window) > longest
        ? 'is longer than 59 working days'
        : null,
    ),
  );

/** Nudge, then manager, then the end of the claim. */
function steps({ ladder, hotLadder, lease }: Settings): Fault[] {
  return Object.entries({ ladder, hotLadder }).flatMap(([name, { firstTouch, later }]) =>
    Object.entries({ firstTouch, later }).flatMap(([step, { warn, escalate }]) => {
      const path = [name, step, 'escalate'];
      if (roughMinutes(escalate) <= roughMinutes(warn)) {
        return faultAt(path, 'is not after `warn`: the rep is told before the manager');
      }
      return faultAt(
        path,
        roughMinutes(lease) <= roughMinutes(escalate)
          ? `is not before the claim ends, after a \`lease\` of ${lease}`
          : null,
      );
    }),
  );
}

function conditions({ windowRules, hot, routing, segments, channels, sources }: Settings): Fault[] {
  const all = [
    ...windowRules.map(({ when }, n) => ({ path: ['windowRules', n, 'when'], when })),
    ...hot.map((when, n) => ({ path: ['hot', n], when })),
    ...routing.map(({ when }, n) => ({ path: ['routing', n, 'when'], when })),
    ...segments.map(({ when }, n) => ({ path: ['segments', n, 'when'], when })),
  ];
  return all.flatMap(({ path, when }: { path: Fault['path']; when: LeadCondition }) => [
    ...faultAt([...path, 'channel'], isMissing(when.channel, channels) ? noChannel : null),
    ...faultAt(
      [...path, 'source'],
      // What people enter by hand needs no entry.
      when.source !== 'self' && isMissing(when.source, sources)
        ? 'is not one of the sources in `sources`'
        : null,
    ),
  ]);
}

function routes({ routing, channels }: Settings): Fault[] {
  return routing.flatMap(({ channel, mode, to }, n) => [
    ...faultAt(['routing', n, 'channel'], isMissing(channel, channels) ? noChannel : null),
    ...faultAt(
      ['routing', n, 'to'],
      (mode === 'direct') === (to !== undefined) ? null : 'belongs to mode: direct, which needs it',
    ),
  ]);
}

/** What a source can ask of its leads, besides custom fields. */
export const askableFields = [
  'name',
  'company',
  'email',
  'phone',
  'website',
  'message',
  'value',
  'country',
  'language',
  'stage',
  'segment',
  'appointmentAt',
  'preferredContact',
  'externalId',
] as const;

/** A lead that waits longer is lost before anyone hears of it. */
const longestHold = 5 * 480;

function mustHaves({ sources }: Settings): Fault[] {
  return Object.entries(sources).flatMap(([key, { mustHave = [], holdLimit }]) => [
    ...mustHave.flatMap((one, n) =>
      [one].flat().flatMap((field) => faultAt(['sources', key, 'mustHave', n], fieldFault(field))),
    ),
    ...faultAt(
      ['sources', key, 'holdLimit'],
      holdLimit !== undefined && roughMinutes(holdLimit) > longestHold
        ? 'is longer than 5 working days'
        : null,
    ),
  ]);
}

function fieldFault(field: string): string | null {
  const own = field.replace(/^custom\./, '');
  const known = askableFields.find((one) => one.toLowerCase() === own.trim().toLowerCase());
  if (own === field) {
    return known === field
      ? null
      : `names no field: there are ${askableFields.join(', ')}, and custom ones such as custom.Budget`;
  }
  return known
    ? `names no custom field: ${known} is a field of its own, without \`custom.\` before it`
    : null;
}

/** Months need nothing; what another choice needs has no place with it. A gap belongs to no period. */
function payPeriods({ pay }: Settings): Fault[] {
  if (!pay) return [];
  const { every, from, periods } = pay;
  return [
    ...faultAt(
      ['pay', 'from'],
      every === 'fortnight' && from === undefined
        ? 'is missing: a fortnight needs the first day of one of them'
        : every !== 'fortnight' && from !== undefined
          ? 'belongs to every: fortnight'
          : null,
    ),
    ...faultAt(
      ['pay', 'periods'],
      every === 'own' && periods.length === 0
        ? 'is empty: every: own needs the first and last day of each period'
        : every !== 'own' && periods.length > 0
          ? 'belongs to every: own'
          : null,
    ),
    ...periods.flatMap((period, n) => [
      ...faultAt(
        ['pay', 'periods', n, 'until'],
        period.until < period.from ? `is before its first day, ${period.from}` : null,
      ),
      ...faultAt(
        ['pay', 'periods', n, 'until'],
        daysBetween(period.from, period.until) > longestPeriod
          ? `is more than ${longestPeriod} days after its first day`
          : null,
      ),
      ...faultAt(['pay', 'periods', n, 'from'], overlapFault(period, periods[n - 1])),
    ]),
  ];
}

const longestPeriod = 400;

const daysBetween = (from: string, until: string): number =>
  (Date.parse(until) - Date.parse(from)) / 86_400_000;

const overlapFault = (
  { from }: { readonly from: string },
  before: { readonly until: string } | undefined,
): string | null =>
  before && from <= before.until
    ? `is not after ${before.until}, the last day of the period before it`
    : null;

const noChannel = 'is not one of the channels in `channels`';

const isMissing = (key: string | undefined, known: object): boolean =>
  key !== undefined && !Object.hasOwn(known, key);

const faultAt = (path: Fault['path'], message: string | null): Fault[] =>
  message === null ? [] : [{ path, message }];

/** To compare windows that are written in different units; a working day counts as eight hours. */
function roughMinutes(window: string): number {
  const minutes = { m: 1, h: 60, d: 480 };
  // The schema has seen to its shape.
  return parseInt(window, 10) * minutes[window.at(-1) as keyof typeof minutes];
}
