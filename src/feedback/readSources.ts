import type { Context } from '../context.ts';
import type { Grade } from '../leads/grade.ts';
import { lostTimeOf } from '../leads/lostTimeOf.ts';
import { type Settings, sourceName } from '../settings/settings.ts';
import { answerRates } from './feedbackStore.ts';
import { arrivalsOf, nothingArrived, type SourceFigures } from './sourceFigures.ts';
import {
  compareStages,
  countArrived,
  countGrades,
  countObstacles,
  countSuppressedOf,
  sumWorth,
} from './sourceFigureStore.ts';

/**
 * What the leads came to that these sources brought in whole weeks, the last of which begins on
 * `monday`; of the present one, so far. In the order in which they are asked for; definitions are in
 * docs/metrics.md.
 */
export async function readSources(
  ctx: Context,
  keys: readonly string[],
  period: { readonly monday: string; readonly weeks: number },
): Promise<SourceFigures[]> {
  const { db, workspaceId } = ctx;
  const { document } = await ctx.settings.current();
  const asked = keys.map((key) => arrivalsOf(document, key, period));
  const [counts, worth, obstacles, grades, stages, suppressed] = await Promise.all([
    countArrived(db, workspaceId, asked),
    sumWorth(db, workspaceId, asked),
    countObstacles(db, workspaceId, asked),
    countGrades(db, workspaceId, asked),
    compareStages(db, workspaceId, asked),
    countSuppressedOf(db, workspaceId, asked),
  ]);
  return Promise.all(
    asked.map(async ({ key, from, until }) => {
      const of = <Row extends { readonly key: string }>(rows: readonly Row[]) =>
        rows.filter((row) => row.key === key).map(({ key: _, ...row }) => row);
      const [stage] = of(stages);
      const span = { sourceKeys: [key], from, until };
      return {
        ...about(document, key),
        ...(of(counts)[0] ?? nothingArrived),
        worth: of(worth),
        obstacles: of(obstacles),
        grades: gradesOf(of(grades)),
        stage: stage ?? { confirmed: 0, differs: 0 },
        suppressed: of(suppressed)[0]?.count ?? 0,
        answers: await answerRates(db, workspaceId, { ...span, now: ctx.clock.now() }),
        lost: await lostTimeOf(ctx, span),
      };
    }),
  );
}

function about(document: Settings, key: string) {
  const { mustHave = [], cost, currency = document.currency } = document.sources[key] ?? {};
  return {
    key,
    name: sourceName(document, key),
    isGated: mustHave.length > 0,
    cost: cost === undefined ? null : { each: cost, currency },
  };
}

function gradesOf(rows: readonly { grade: Grade; count: number }[]): SourceFigures['grades'] {
  const count = (grade: Grade) => rows.find((row) => row.grade === grade)?.count ?? 0;
  return { good: count('good'), fair: count('fair'), poor: count('poor') };
}
