import type { Context, PersonActor } from '../context.ts';
import { complianceByRep, complianceOver } from '../leads/complianceStore.ts';
import type { Compliance } from '../leads/compliance.ts';
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
import { funnel } from './reports/funnel.ts';
import { lostTimes } from './reports/lostTimes.ts';
import { localDays, type Reported } from './reports/reported.ts';
import { responseTimes } from './reports/responseTimes.ts';
import { touchesByStep } from './reports/touchesByStep.ts';

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
  const [counts, touches, lost, compliance, ofReps] = await Promise.all([
    funnel(db, reported, by),
    touchesByStep(db, reported),
    lostTimes(db, reported),
    complianceOf(ctx, reach, period),
    by === 'rep' && reach.of === 'channels'
      ? complianceByRep(ctx, { channels: reach.channels, ...period })
      : [],
  ]);
  const complianceOfRep = new Map(ofReps.map((one) => [one.personId, one.compliance]));
  const keys = by === null ? [] : largestFirst(counts, complianceOfRep.keys());
  const shown = keys.slice(0, shownParts);
  const times = await timesOf(ctx, reported, by, shown.length < keys.length ? shown : null);
  const complianceOfPart = async (key: string | null): Promise<Compliance | null> => {
    if (by === 'rep') return (key && complianceOfRep.get(key)) || null;
    if (by !== 'channel' || key === null || reach.of === 'sources') return null;
    const person = reach.of === 'person' ? { personId: reach.personId } : {};
    return complianceOver(ctx, { channels: [key], ...person, ...period });
  };
  const parts = await Promise.all(
    shown.map(async (key): Promise<Part> => ({
      key,
      ...standing(counts.filter((one) => one.key === key)),
      times: times.parts.get(key) ?? noTimes,
      compliance: await complianceOfPart(key),
    })),
  );
  return {
    ...{ period, by, reach, touches, lost, parts },
    whole: { ...standing(counts), times: times.whole, compliance },
    moreParts: keys.length - shown.length,
  };
}

/** Of the whole and its parts; of a few parts among many, apart from the whole. */
async function timesOf(
  { db }: Context,
  reported: Reported,
  by: Breakdown | null,
  few: readonly (string | null)[] | null,
) {
  if (few === null) return responseTimes(db, reported, { by, only: null });
  const [{ whole }, { parts }] = await Promise.all([
    responseTimes(db, reported, { by: null, only: null }),
    responseTimes(db, reported, { by, only: few }),
  ]);
  return { whole, parts };
}

/** A source owes no updates: whoever has its leads does. */
async function complianceOf(
  ctx: Context,
  reach: Reach,
  period: Period,
): Promise<Compliance | null> {
  if (reach.of === 'sources') return null;
  const whose =
    reach.of === 'channels' ? { channels: reach.channels } : { personId: reach.personId };
  return complianceOver(ctx, { ...whose, ...period });
}

/** Everybody and everything that leads came to, or who owed an update; nobody and none come last. */
function largestFirst(counts: readonly StatusCount[], others: Iterable<string>): (string | null)[] {
  const leads = new Map<string | null, number>();
  for (const { key, leads: n } of counts) leads.set(key, (leads.get(key) ?? 0) + n);
  for (const key of others) leads.set(key, leads.get(key) ?? 0);
  const size = (key: string | null) => (key === null ? -1 : (leads.get(key) ?? 0));
  return [...leads.keys()].toSorted(
    (a, b) => size(b) - size(a) || String(a).localeCompare(String(b), 'en'),
  );
}
