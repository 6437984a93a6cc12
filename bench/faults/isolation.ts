import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, openCluster } from '../support/cluster.ts';
import { findViolations } from '../support/invariants.ts';
import { complaints, type FaultRun, type Given } from './faultRun.ts';
import { until } from './freeze.ts';

const limited = 'leads-1';
const mostTimesSlower = 2;
/** Between two leads: what two busy cores can do with ease. */
const everyMs = 25;
/** Longer than any round takes. */
const retryAfter = 300;

export const isolation: FaultRun = {
  about: 'Slack limits one channel; the p99 of the others stays below twice the usual',
  repeats: 50,
  async play(given) {
    const channels = Array.from({ length: given.short ? 4 : 20 }, (_, n) => `leads-${n + 1}`);
    const cluster = await openCluster({ database: await given.createDatabase(), channels });
    try {
      await cluster.beginAll({});
      return [
        ...(await inTurn(cluster, given)),
        ...(await findViolations(cluster)),
        ...complaints(cluster.instances),
      ];
    } finally {
      await cluster.end();
    }
  },
};

/** Rounds without and with the limit, in turn. */
async function inTurn(cluster: Cluster, { repeats, short, say }: Given): Promise<string[]> {
  const leadsEach = 3;
  const usual: number[] = [];
  const beside: number[] = [];
  const violations: string[] = [];
  await timeOthers(cluster, 1); // the first of everything is slow
  for (let n = 1; n <= repeats; n++) {
    usual.push(...(await timeOthers(cluster, leadsEach)));
    await cluster.settled();
    const limit = cluster.sandbox.faults.add({
      method: 'chat.postMessage',
      channel: cluster.sandbox.channel(limited).id,
      fault: '429',
      retryAfter,
      times: Infinity,
    });
    beside.push(...(await timeOthers(cluster, leadsEach)));
    if (limit.hits !== 1) violations.push(`the limited channel was tried ${limit.hits} times`);
    await endLimit(cluster, limit);
    if (n % 10 === 0) say(`${n} of ${repeats}`);
  }
  const [p99, p99Beside] = [percentile99(usual), percentile99(beside)];
  const figures = `p99 ${p99} ms, and ${p99Beside} ms beside a limited channel`;
  say(figures);
  // The clock is no judge where everything runs on two cores at once.
  return short || p99Beside < mostTimesSlower * p99 ? violations : [...violations, figures];
}

/** Some leads for each channel, evenly. Milliseconds from the door to Slack, the limited channel's left out. */
async function timeOthers(cluster: Cluster, leadsEach: number): Promise<number[]> {
  const { sandbox } = cluster;
  const since = sandbox.calls.length;
  const sentAt = new Map<string, number>();
  const answers: Promise<unknown>[] = [];
  for (let n = 0; n < leadsEach; n++) {
    for (const { name: source } of sandbox.channels) {
      const name = `Lead ${since}-${n} for ${source};`;
      if (source !== limited) sentAt.set(name, cluster.now().getTime());
      answers.push(cluster.send({ name, external_id: name }, { source }));
      await sleep(everyMs);
    }
  }
  await Promise.all(answers);
  const took = () =>
    sandbox.calls.slice(since).flatMap(({ method, done, args, at }) => {
      const [name = ''] = /^Lead .*?;/.exec(String(args['text'])) ?? [];
      const from = sentAt.get(name);
      return method === 'chat.postMessage' && done && from !== undefined ? [at - from] : [];
    });
  await until(
    () => took().length === sentAt.size,
    'the cards of the channels that are not limited',
  );
  return took();
}

/** What would take five minutes takes none. */
async function endLimit(
  cluster: Cluster,
  limit: ReturnType<Cluster['sandbox']['faults']['add']>,
): Promise<void> {
  cluster.sandbox.faults.remove(limit);
  await cluster.database.pool.query(
    `update destinations set next_at = now() where next_at > now()`,
  );
  await cluster.settled();
}

function percentile99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? NaN;
}
