import type { Context, PersonActor } from '../context.ts';
import type { Db } from '../db/openDatabase.ts';
import { type Compliance, wholeOf } from '../leads/compliance.ts';
import { complianceByChannel, complianceByRep, complianceOver } from '../leads/complianceStore.ts';
import type { Period } from './period.ts';
import {
  type Breakdown,
  noTimes,
  type Part,
  type Reach,
  type Report,
  type ReportWords,
  standing,
  type StatusCount,
} from './report.ts';
import { askedOf, type NotReported } from './reportAsked.ts';
import { divisions } from './reportReach.ts';
import { arrivals } from './reports/arrivals.ts';
import { lostTimes } from './reports/lostTimes.ts';
import { localDays, type Reported } from './reports/reported.ts';
import { timesOf } from './reports/spreads.ts';
import { updateTimes } from './reports/updateTimes.ts';

export type ReportOutcome =
  | { readonly outcome: 'reported'; readonly report: Report }
  /** Not divided so for them; what they may have instead. */
  | { readonly outcome: 'not-theirs'; readonly instead: Breakdown | null }
  | NotReported;

export const shownParts = 12;

/**
 * What somebody asks to know of the leads that are theirs to see: see reachOf. Days are those of each
 * channel's clock; `today` is the asker's.
 */
export async function reportOn(
  ctx: Context,
  { by, words }: { by: PersonActor; words: ReportWords },
): Promise<ReportOutcome> {
  const asked = await askedOf(ctx, by, words.period);
  if (asked.outcome !== 'theirs') return asked;
  const { reach, period } = asked;
  const [usual, ...others]: readonly (Breakdown | null)[] = divisions[reach.of];
  const division = words.by ?? usual ?? null;
  // One's own line is all that a rep sees by rep.
  const own = reach.of === 'person' && division === 'rep';
  if (!own && division !== usual && !others.includes(division))
    return { outcome: 'not-theirs', instead: usual ?? null };
  return { outcome: 'reported', report: await gather(ctx, reach, period, own ? null : division) };
}

async function gather(
  ctx: Context,
  reach: Reach,
  period: Period,
  by: Breakdown | null,
): Promise<Report> {
  const { db, workspaceId } = ctx;
  const { document } = await ctx.settings.current();
  const reported = { workspaceId, reach, days: localDays(document, period) };
  // Reps are many: the times of those that are shown are read apart.
  const apart = by === 'rep';
  const [{ counts, touches, times }, updates, lost, compliance] = await Promise.all([
    arrivals(db, reported, { by, timed: by !== null && !apart }),
    updateTimes(db, reported, { by, timed: by !== null && !apart }),
    lostTimes(db, reported),
    complianceOf(ctx, reach, period, by),
  ]);
  const keys = by === null ? [] : largestFirst(counts, compliance.parts.keys());
  const shown = keys.slice(0, shownParts);
  const whole = timesOf([...times, ...updates]);
  const ofParts = apart ? await timesOfReps(db, reported, shown) : whole;
  const parts = shown.map((key): Part => ({
    key,
    ...standing(counts.filter((one) => one.key === key)),
    times: ofParts.parts.get(key) ?? noTimes,
    compliance: compliance.parts.get(key) ?? null,
  }));
  return {
    ...{ period, by, reach, touches, lost, parts },
    whole: { ...standing(counts), times: whole.whole, compliance: compliance.whole },
    moreParts: keys.length - shown.length,
  };
}

async function timesOfReps(db: Db, reported: Reported, only: readonly (string | null)[]) {
  const parts = { by: 'rep', timed: true, only } as const;
  const [{ times }, updates] = await Promise.all([
    arrivals(db, reported, parts),
    updateTimes(db, reported, parts),
  ]);
  return timesOf([...times, ...updates]);
}

type ComplianceOfParts = {
  readonly whole: Compliance | null;
  readonly parts: ReadonlyMap<string | null, Compliance>;
};

/** A source owes no updates, nor does a segment: whoever has its leads does. */
async function complianceOf(
  ctx: Context,
  reach: Reach,
  period: Period,
  by: Breakdown | null,
): Promise<ComplianceOfParts> {
  if (reach.of === 'sources') return { whole: null, parts: new Map() };
  const whose =
    reach.of === 'channels' ? { channels: reach.channels } : { personId: reach.personId };
  const span = { ...whose, ...period };
  if (by !== 'rep' && by !== 'channel')
    return { whole: await complianceOver(ctx, span), parts: new Map() };
  const parts = new Map(
    by === 'rep'
      ? (await complianceByRep(ctx, span)).map((one) => [one.personId, one.compliance])
      : (await complianceByChannel(ctx, span)).map((one) => [one.channelId, one.compliance]),
  );
  return { whole: wholeOf([...parts.values()]), parts };
}

/** Everybody and everything that leads came to, or who owed an update; nobody and none come last. */
function largestFirst(
  counts: readonly StatusCount[],
  others: Iterable<string | null>,
): (string | null)[] {
  const leads = new Map<string | null, number>();
  for (const { key, leads: n } of counts) leads.set(key, (leads.get(key) ?? 0) + n);
  for (const key of others) leads.set(key, leads.get(key) ?? 0);
  const size = (key: string | null) => (key === null ? -1 : (leads.get(key) ?? 0));
  return [...leads.keys()].toSorted(
    (a, b) => size(b) - size(a) || String(a).localeCompare(String(b), 'en'),
  );
}
