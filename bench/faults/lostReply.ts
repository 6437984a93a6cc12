import type { FaultKind } from '../../sandbox/faultPlan.ts';
import { type Cluster, openCluster } from '../support/cluster.ts';
import { messageId } from '../support/evidence.ts';
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
    const channels = Array.from({ length: given.short ? 2 : 20 }, (_, n) => `leads-${n + 1}`);
    const cluster = await openCluster({
      database: await given.createDatabase(),
      channels,
      // With the digest so few in a row that Slack is not taken for gone.
      reps: 3,
    });
    try {
      await cluster.beginAll({}, ...(given.short ? [] : [{}]));
      return [
        ...(await cards(cluster, given)),
        ...(await findViolations(cluster)),
        ...(await withoutHistory(cluster)),
        ...complaints(cluster.instances),
      ];
    } finally {
      await cluster.end();
    }
  },
};

/** With the history scope: no card is lost, none stands twice. */
async function cards(cluster: Cluster, { repeats, short, say }: Given): Promise<string[]> {
  const { faults, channels } = cluster.sandbox;
  // Seldom so many in a row that Slack would be taken for gone.
  const often = short ? { times: 2 } : { times: Infinity, probability: 0.15 };
  const planned = losses.map((fault) =>
    faults.add({ method: 'chat.postMessage', fault, ...often }),
  );
  const lost = () => planned.reduce((sum, { hits }) => sum + hits, 0);
  for (let n = 0; lost() < repeats; n += channels.length) {
    for (const [i, { name: source }] of channels.entries()) {
      await cluster.send({ name: `Jane Doe ${n + i}`, external_id: `${n + i}` }, { source });
    }
    await cluster.settled(120_000);
    say(`${Math.min(lost(), repeats)} of ${repeats}`);
  }
  faults.clear();
  const looked = cluster.sandbox.countOf('conversations.history') >= repeats;
  return looked ? [] : ['not every lost message was looked for'];
}

/** Without the scope nobody can look: nudges and digests are sent at most once all the same. */
async function withoutHistory(cluster: Cluster): Promise<string[]> {
  const { sandbox } = cluster;
  // On the day of the installation there is no digest.
  await cluster.forwardToNextDay();
  const reps = repsOf(cluster);
  for (const [n, { id }] of reps.entries()) {
    const { card } = await cluster.lead({ name: `Joe Roe ${n}` }, { source: 'leads-1' });
    await sandbox.click(id, card, 'lead:claim');
  }
  await cluster.settled();
  sandbox.withdrawScopes('im:history', 'channels:history', 'groups:history');
  const [fault = 'accept-then-reset'] = losses;
  const planned = sandbox.faults.add({ method: 'chat.postMessage', fault, times: Infinity });
  await cluster.forward(2 * hour);
  await cluster.instance.job('follow-up');
  await cluster.instance.job('send-digests');
  await until(() => planned.hits > reps.length, 'a nudge for each rep, and the digest');
  await cluster.settled(120_000);
  sandbox.faults.clear();
  // Whoever was told of a breach must not be told of it again.
  for (let hours = 0; hours < 3; hours++) {
    await cluster.forward(hour);
    await cluster.instance.job('follow-up');
    await cluster.instance.job('send-digests');
    await cluster.settled();
  }
  return twice(cluster);
}

const repsOf = ({ sandbox }: Cluster) => sandbox.users.filter(({ role }) => role !== 'manager');

/** Everyone was told something, and nothing twice; of what is due now and then, each is another message. */
function twice({ sandbox }: Cluster): string[] {
  return sandbox.users.flatMap(({ id, name }) => {
    const came = sandbox
      .callsTo('chat.postMessage')
      .filter(({ args, done }) => done && args['channel'] === id);
    const each = Map.groupBy(came, ({ args }) => messageId(args['metadata']));
    return [
      ...(came.length === 0 ? [`${name} was told nothing`] : []),
      ...[...each].flatMap(([message, { length }]) =>
        length > 1 ? [`${name} got message ${message} ${length} times`] : [],
      ),
    ];
  });
}
