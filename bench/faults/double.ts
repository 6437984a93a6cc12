import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { type Cluster, openCluster } from '../support/cluster.ts';
import { findViolations } from '../support/invariants.ts';
import { complaints, type FaultRun } from './faultRun.ts';

const copies = 5;

/** What somebody does with a lead, in an order in which all of it takes effect. */
type Deed = (sandbox: Cluster['sandbox'], id: number, card: SeenMessage) => Promise<unknown>;
const deeds: { readonly [name: string]: Deed } = {
  'a claim': (sandbox, _id, card) => sandbox.click('rep1', card, 'lead:claim'),
  'a quick update': (sandbox, _id, card) => sandbox.click('rep1', card, 'lead:quick-attempted'),
  'an update by command': (sandbox, id) =>
    sandbox.command('rep1', 'leads', `/lead L-${id} connected call`),
  'a postponement': (sandbox, id) =>
    sandbox.command('rep1', 'leads', `/lead postpone L-${id} in 3 days`),
  'a note': (sandbox, id) => sandbox.command('rep1', 'leads', `/lead note L-${id} "in spring"`),
  'an update by form': (sandbox) => sandbox.submit('rep1'),
  'a release': (sandbox, id) => sandbox.command('rep1', 'leads', `/lead release L-${id} "moved"`),
};

export const double: FaultRun = {
  about: 'the same interaction arrives 5 times at once, in 3 processes',
  repeats: 1_000,
  async play({ repeats, short, createDatabase, say }) {
    const cluster = await openCluster({ database: await createDatabase() });
    try {
      await cluster.beginAll({}, {}, ...(short ? [] : [{}]));
      const violations: string[] = [];
      const each = Object.entries(deeds);
      let lead = await cluster.lead({ name: 'Jane Doe' });
      for (let n = 0; n < repeats; n++) {
        const [name, deed] = each[n % each.length] ?? ['', async () => {}];
        if (name === 'a claim') lead = await cluster.lead({ name: `Jane Doe ${n}` });
        violations.push(...(await doFiveTimes(cluster, lead.leadId, name, deed)));
        if ((n + 1) % 100 === 0) say(`${n + 1} of ${repeats}`);
      }
      return [...violations, ...(await findViolations(cluster)), ...complaints(cluster.instances)];
    } finally {
      await cluster.end();
    }
  },
};

async function doFiveTimes(
  cluster: Cluster,
  leadId: number,
  name: string,
  deed: Deed,
): Promise<string[]> {
  const { sandbox } = cluster;
  const card = await cluster.card(leadId);
  if (name === 'an update by form') await sandbox.click('rep1', card, 'lead:update');
  const before = await traces(cluster, leadId);
  sandbox.faults.duplicateNextDelivery(copies - 1);
  await deed(sandbox, leadId, card);
  await cluster.settled();
  const after = await traces(cluster, leadId);
  return Object.entries(after).flatMap(([what, count]) => {
    const more = count - (before[what] ?? 0);
    const allowed = what === 'events' ? [1] : [0, 1];
    return allowed.includes(more) ? [] : [`${name} of L-${leadId} left ${more} ${what}`];
  });
}

async function traces({ database }: Cluster, leadId: number): Promise<{ [what: string]: number }> {
  const { rows } = await database.pool.query<{ [what: string]: number }>(
    `select (select count(*)::int from lead_events where lead_id = $1 and kind <> 'posted') as events,
      (select count(*)::int from touches where lead_id = $1) as touches,
      (select count(*)::int from notes where lead_id = $1) as notes,
      (select version from leads where id = $1) as versions`,
    [leadId],
  );
  return rows[0] ?? {};
}
