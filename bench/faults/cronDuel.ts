import { atLocalTime, localDate } from '../../src/people/zone.ts';
import { type Cluster, openCluster } from '../support/cluster.ts';
import { findViolations } from '../support/invariants.ts';
import { complaints, type FaultRun } from './faultRun.ts';

const minute = 60_000;
const managers = [
  { name: 'mia', tz: 'UTC' },
  { name: 'noa', tz: 'America/New_York' },
  { name: 'kai', tz: 'Asia/Kolkata' },
];
/** How far each instance's clock is off. */
const skews = [-10 * minute, 0, 10 * minute];
const setBack = -180 * minute;
/** When all instances look, around the time of the digest. */
const looks = [-11, -10, -1, 0, 1, 9, 10, 11].map((minutes) => minutes * minute);

export const cronDuel: FaultRun = {
  about: '3 instances with clocks 10 minutes apart, one of them set back, over many days',
  repeats: 500,
  async play({ repeats, short, createDatabase, say }) {
    const at = new Date('2026-10-19T10:00:00Z'); // the clocks change within two weeks
    const cluster = await openCluster({ database: await createDatabase(), managers, at });
    try {
      await cluster.beginAll(...(short ? [{}, {}] : [{}, {}, {}]));
      const violations: string[] = [];
      for (let n = 1; n <= repeats; n++) {
        violations.push(...(await playDay(cluster, n)));
        if (n % 50 === 0) say(`${n} of ${repeats} days`);
      }
      return [...violations, ...(await findViolations(cluster)), ...complaints(cluster.instances)];
    } finally {
      await cluster.end();
    }
  },
};

async function playDay(cluster: Cluster, n: number): Promise<string[]> {
  // On the day of the installation there is no digest.
  await cluster.forwardToNextDay();
  const date = localDate(cluster.now(), 'UTC');
  const moments = managers
    .flatMap(({ tz }) => looks.map((look) => atLocalTime(date, '08:30', tz).getTime() + look))
    .toSorted((a, b) => a - b);
  for (const [i, moment] of moments.entries()) {
    await cluster.forward(moment - cluster.now().getTime());
    await Promise.all(
      cluster.instances.map(async (instance, which) => {
        const back = (i + n) % 5 === which ? setBack : 0;
        await instance.setClock(cluster.offsetMs + (skews[which] ?? 0) + back);
      }),
    );
    // Sometimes as after a failover of the database: nobody remembers who ran.
    const forgetful = (i + n) % 7 === 0;
    await Promise.all(
      cluster.instances.map((instance) =>
        forgetful ? instance.job('send-digests') : instance.tick('send-digests'),
      ),
    );
  }
  await cluster.settled();
  return managers.flatMap(({ name, tz }) => {
    const { length } = digestsOf(cluster, name, date, tz);
    return length === 1 ? [] : [`${name} got ${length} digests on ${date}`];
  });
}

const digestsOf = ({ sandbox }: Cluster, name: string, date: string, tz: string) =>
  sandbox.callsTo('chat.postMessage').filter(({ args, done, at }) => {
    const theirs = args['channel'] === sandbox.user(name).id;
    return done && theirs && localDate(new Date(at), tz) === date;
  });
