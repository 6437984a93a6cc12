import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Cluster, openCluster } from '../support/cluster.ts';
import { complaints, type FaultRun } from './faultRun.ts';

const hour = 3_600_000;
const writing = ['chat.postMessage', 'chat.update', 'chat.delete'];

export const restore: FaultRun = {
  about: 'a backup is restored after work has gone on, started with SENDING=paused and resumed',
  repeats: 20,
  async play({ repeats, createDatabase, say }) {
    const cluster = await openCluster({ database: await createDatabase() });
    try {
      await cluster.beginAll({});
      for (let n = 1; n <= repeats; n++) {
        const found = await playOnce(cluster, n);
        if (found.length > 0) return found;
        say(`${n} of ${repeats}`);
      }
      return complaints(cluster.instances);
    } finally {
      await cluster.end();
    }
  },
};

async function playOnce(cluster: Cluster, n: number): Promise<string[]> {
  const { sandbox } = cluster;
  const [rep1 = '', rep2 = ''] = sandbox.users.map(({ id }) => id);
  // On the day of the installation there is no digest.
  await cluster.forwardToNextDay();
  const before = await cluster.lead({ name: 'Jane Doe', external_id: `before ${n}` });
  const taken = await cluster.lead({ name: 'Joe Roe', external_id: `taken ${n}` });
  await sandbox.click(rep1, before.card, 'lead:claim');
  await cluster.settled();
  // Every second backup is of a database in full swing.
  if (n % 2 === 0) await cluster.send({ name: 'Ann Poe', external_id: `at once ${n}` });
  const copy = await cluster.backUp();

  await cluster.begin();
  await cluster.endLeases();
  await sandbox.click(rep2, await cluster.card(taken.leadId), 'lead:claim');
  const lost = await cluster.lead({ name: 'Max Moe', external_id: `after ${n}` });
  await cluster.forward(1.1 * hour);
  await work(cluster);

  await cluster.restore(copy);
  const calls = () => writing.reduce((sum, method) => sum + sandbox.countOf(method), 0);
  const called = calls();
  const restored = await cluster.begin(cluster.load({ sending: 'paused' }));
  await cluster.endLeases();
  const meanwhile = await cluster.send({ name: 'Eve Noe', external_id: `meanwhile ${n}` });
  await sleep(1_500);
  const early = calls() - called;
  await restored.resume();
  await work(cluster);
  // What depends on cards that were found.
  await cluster.forward(60_000);
  await work(cluster);

  await sandbox.click(rep1, await cluster.card(taken.leadId), 'lead:claim');
  await cluster.settled();
  const again = await cluster.card(taken.leadId);
  return [
    ...(early > 0 ? [`${early} calls that write, while sending was paused`] : []),
    ...(meanwhile.status === 201 ? [] : [`a lead was answered with ${meanwhile.status}`]),
    ...((meanwhile.leadId ?? 0) > lost.leadId ? [] : [`L-${meanwhile.leadId} was given out twice`]),
    ...(again.text.includes(rep1) ? [] : ['a card does not show who claimed it after the restore']),
    ...(await oneCardEach(cluster)),
    ...postedTwice(cluster),
  ];
}

async function work(cluster: Cluster): Promise<void> {
  await cluster.instance.job('follow-up');
  await cluster.instance.job('send-digests');
  await cluster.settled();
}

/** Waits for each; `card` says where one is missing. */
async function oneCardEach(cluster: Cluster): Promise<string[]> {
  const leads = await cluster.db.selectFrom('leads').select('id').execute();
  const missing = await Promise.all(
    leads.map(({ id }) =>
      cluster.card(id).then(
        () => [],
        (error: unknown) => [String(error)],
      ),
    ),
  );
  return missing.flat();
}

const ours = z.object({ event_payload: z.object({ key: z.string() }) });

function postedTwice({ sandbox }: Cluster): string[] {
  const keys = sandbox.callsTo('chat.postMessage').flatMap(({ args, done }) => {
    const { metadata } = args;
    const read = ours.safeParse(typeof metadata === 'string' ? JSON.parse(metadata) : metadata);
    return done && read.success ? [read.data.event_payload.key] : [];
  });
  return [...Map.groupBy(keys, (key) => key)].flatMap(([key, { length }]) =>
    length > 1 ? [`${key} was posted ${length} times`] : [],
  );
}
