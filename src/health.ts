import { askDatabase } from './db/askDatabase.ts';
import type { Db } from './db/openDatabase.ts';
import { answerJson, type Route } from './server.ts';
import type { Delivery } from './slack/delivery.ts';

/** `/healthz`: the process runs. */
export const healthRoute: Route = (_request, response) => answerJson(response, 200, { ok: true });

const patienceMs = 2_000;
/** Messages that wait longer than this mean that delivery is behind. */
const longestLagMs = 60_000;

/**
 * `/readyz`: 200 where the database answers, Slack can reach this process and messages leave in time
 * or are paused on purpose; else 503, with the same answer saying what is wrong.
 */
export function readyRoute(parts: {
  db: Db;
  delivery: Pick<Delivery, 'health' | 'stopped'>;
  slackConnected: () => boolean;
}): Route {
  return async (_request, response) => {
    const [database, delivery] = await Promise.all([
      inTime(askDatabase(parts.db)).then(
        () => true,
        () => false,
      ),
      inTime(parts.delivery.health()).catch(() => null),
    ]);
    const stopped = parts.delivery.stopped();
    const slack = parts.slackConnected() && !stopped ? 'ok' : (stopped?.dead ?? 'away');
    const inTimeToo = delivery !== null && (delivery.paused || delivery.lagMs <= longestLagMs);
    answerJson(response, database && slack === 'ok' && inTimeToo ? 200 : 503, {
      database: database ? 'ok' : 'away',
      slack,
      delivery: delivery && {
        lagMs: Math.round(delivery.lagMs),
        parkedDestinations: delivery.parked,
        ...(delivery.paused ? { paused: true } : {}),
      },
    });
  };
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), patienceMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
