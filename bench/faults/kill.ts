import { openCluster } from '../support/cluster.ts';
import { findViolations } from '../support/invariants.ts';
import { complaints, type FaultRun } from './faultRun.ts';
import { prepareFreezing } from './freeze.ts';
import { killPoints } from './killPoints.ts';

/** Those that differ most. */
const inShort = [
  'lead committed, not answered',
  'card taken by Slack, no reply yet',
  'card posted, not recorded',
  'claim committed, not acknowledged',
];

export const kill: FaultRun = {
  about: `SIGKILL at each of ${Object.keys(killPoints).length} points around commit, post and record`,
  repeats: 20,
  async play({ repeats, short, createDatabase, say }) {
    const cluster = await openCluster({ database: await createDatabase(), transport: 'http' });
    try {
      await cluster.beginAll({});
      await prepareFreezing(cluster);
      const violations: string[] = [];
      for (let n = 1; n <= repeats; n++) {
        for (const [name, point] of Object.entries(killPoints)) {
          if (short && !inShort.includes(name)) continue;
          const found = [...(await point(cluster)), ...(await findViolations(cluster))];
          violations.push(...found.map((what) => `killed at ${name}: ${what}`));
          // What is wrong stays wrong; once is enough.
          if (found.length > 0) return violations;
        }
        say(`${n} of ${repeats}`);
      }
      return [...violations, ...complaints(cluster.instances)];
    } finally {
      await cluster.end();
    }
  },
};
