import { setTimeout as sleep } from 'node:timers/promises';
import { stallingNetwork, type StallingNetwork } from '../../test/support/stallingNetwork.ts';
import { askServer } from '../../test/support/template.ts';
import { type Cluster, openCluster } from '../support/cluster.ts';
import { type Databases, startDatabases } from '../support/databases.ts';
import { findViolations } from '../support/invariants.ts';
import type { FaultRun } from './faultRun.ts';
import { Load } from './load.ts';

type Scene = { readonly databases: Databases; readonly network: StallingNetwork };

/** What happens to the database; it is there again when it resolves. */
const accidents: { readonly [name: string]: (scene: Scene) => Promise<unknown> } = {
  'a crash': ({ databases }) => databases.postgres.restart('immediate'),
  'backends killed': ({ databases }) =>
    askServer(
      databases.postgres.url,
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'lead-nudge' and random() < 0.7`,
    ),
  'half-open connections': async ({ network }) => network.stall(),
  'a restart': ({ databases }) => databases.postgres.restart('fast'),
};
const inShort = ['a crash', 'backends killed'];

const channels = ['north', 'east', 'south', 'west'];
const everyMs = 10_000;
const mostMs = 5_000;

export const postgres: FaultRun = {
  about: 'Postgres restarts or crashes, backends are killed, connections half open, under load',
  repeats: 20,
  async play({ repeats, short, say }) {
    // What a crash must not lose has to be on the disk.
    const databases = await startDatabases({ fsync: true });
    const database = await databases.create();
    const network = await stallingNetwork(database.url);
    const cluster = await openCluster({ database, reps: 5, channels });
    try {
      const throughNetwork = { databaseUrl: network.url };
      await cluster.beginAll(throughNetwork, ...(short ? [] : [throughNetwork]));
      const load = new Load(cluster);
      load.begin();
      const violations: string[] = [];
      const names = short ? inShort : Object.keys(accidents);
      for (let n = 0; n < repeats; n++) {
        const name = names[n % names.length] ?? '';
        await sleep(short ? 300 : everyMs / 2);
        await accidents[name]?.({ databases, network });
        const ms = await recovery(cluster, load);
        say(`${n + 1} of ${repeats}: ${name}, recovered after ${Math.round(ms)} ms`);
        if (!short && ms > mostMs)
          violations.push(`recovered from ${name} after ${Math.round(ms)} ms`);
        if (!short) await sleep(everyMs / 2);
      }
      await load.end();
      await cluster.sandbox.settled(500);
      await cluster.endLeases();
      await cluster.settled();
      return [
        ...violations,
        ...cluster.instances
          .filter(({ alive }) => !alive)
          .map(({ log }) => `a process died: ${log.at(-1)}`),
        ...(await load.lost()),
        ...(await findViolations(cluster)),
      ];
    } finally {
      await cluster.end();
      network.close();
      await databases.stop();
    }
  },
};

/** Milliseconds until leads are taken again, and their cards come to every channel. */
async function recovery({ sandbox }: Cluster, load: Load): Promise<number> {
  const since = performance.now();
  await Promise.all(sandbox.channels.map(({ name }) => worksAgain(name, load)));
  return performance.now() - since;
}

async function worksAgain(channel: string, load: Load): Promise<void> {
  const taken: string[] = [];
  const end = performance.now() + 60_000;
  while (!taken.some((id) => load.hasCard(id)) && performance.now() < end) {
    void load.send(channel).then((id) => id !== null && taken.push(id));
    await sleep(250);
  }
}
