import type { FaultKind } from '../../sandbox/faultPlan.ts';
import { type Cluster, openCluster } from '../support/cluster.ts';
import { findViolations } from '../support/invariants.ts';
import { complaints, type FaultRun, type Given } from './faultRun.ts';
import { until } from './freeze.ts';

/** Slack has taken the message in each of these. */
const losses: readonly FaultKind[] = ['accept-then-reset', 'accept-then-500'];
const hour = 3_600_000;

export const lostReply: FaultRun = {
  about: 'Slack takes a message and its reply is lost',
  repeats: 1_000,
  async play(given) {
    return [...(await cards(given)), ...(await withoutHistory(given))];
  },
};

/** With the history scope: no card is lost, none stands twice. */
async function cards({ repeats, short, createDatabase, say }: Given): Promise<string[]> {
  const channels = Array.from({ length: short ? 2 : 20 }, (_, n) => `leads-${n + 1}`);
  const cluster = await openCluster({ database: await createDatabase(), channels });
  const { faults, calls } = cluster.sandbox;
  try {
    await cluster.beginAll({}, ...(short ? [] : [{}]));
    // Never so many in a row that Slack would be taken for gone.
    const planned = losses.map((fault) =>
      faults.add({ method: 'chat.postMessage', fault, times: Infinity, probability: 0.15 }),
    );
    const lost = () => planned.reduce((sum, { hits }) => sum + hits, 0);
    for (let n = 0; lost() < repeats; n += channels.length) {
      for (const [i, source] of channels.entries()) {
        await cluster.send({ name: `Jane Doe ${n + i}`, external_id: `${n + i}` }, { source });
      }
      await cluster.settled(120_000);
      say(`${Math.min(lost(), repeats)} of ${repeats}`);
    }
    faults.clear();
    const looked = calls.some(({ method }) => method === 'conversations.history');
    return [
      ...(looked ? [] : ['nothing was looked for']),
      ...(await findViolations(cluster)),
      ...complaints(cluster.instances),
    ];
  } finally {
    await cluster.end();
  }
}

/** Without the scope nobody can look: nudges and digests are sent at most once all the same. */
async function withoutHistory({ createDatabase }: Given): Promise<string[]> {
  // With the digest so few in a row that Slack is not taken for gone.
  const reps = 3;
  const cluster = await openCluster({ database: await createDatabase(), reps });
  try {
    await cluster.beginAll({});
    // On the day of the installation there is no digest.
    await cluster.forwardToNextDay();
    for (const [n, { id }] of repsOf(cluster).entries()) {
      const { card } = await cluster.lead({ name: `Jane Doe ${n}`, external_id: `${n}` });
      await cluster.sandbox.click(id, card, 'lead:claim');
    }
    await cluster.settled();
    cluster.sandbox.withdrawScopes('im:history', 'channels:history', 'groups:history');
    const [fault = 'accept-then-reset'] = losses;
    const planned = cluster.sandbox.faults.add({
      method: 'chat.postMessage',
      fault,
      times: Infinity,
    });
    await cluster.forward(2 * hour);
    await cluster.instance.job('send-nudges');
    await cluster.instance.job('send-digests');
    await until(() => planned.hits > reps, 'a nudge for each rep, and the digest');
    await cluster.settled(120_000);
    cluster.sandbox.faults.clear();
    // Whoever was told of a breach must not be told of it again.
    for (let minutes = 0; minutes < 180; minutes += 60) {
      await cluster.forward(hour);
      await cluster.instance.job('send-nudges');
      await cluster.instance.job('send-digests');
      await cluster.settled();
    }
    return twice(cluster);
  } finally {
    await cluster.end();
  }
}

const repsOf = ({ sandbox }: Cluster) => sandbox.users.filter(({ role }) => role !== 'manager');

function twice({ sandbox }: Cluster): string[] {
  return sandbox.users.flatMap(({ id, name }) => {
    const came = sandbox
      .callsTo('chat.postMessage')
      .filter(({ args, done }) => done && args['channel'] === id);
    return came.length === 1 ? [] : [`${name} got the same message ${came.length} times`];
  });
}
