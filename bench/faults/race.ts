import type { SeenMessage } from '../../sandbox/sandbox.ts';
import { type Cluster, openCluster } from '../support/cluster.ts';
import { findViolations } from '../support/invariants.ts';
import { complaints, type FaultRun, type Given } from './faultRun.ts';

/** Clicked on at the same time; more would only wait in the sandbox. */
const leadsAtOnce = 4;

export const race: FaultRun = {
  about: '50 people click Claim on each of 200 leads at once, in 3 processes',
  repeats: 20,
  async play(given) {
    const violations: string[] = [];
    for (let n = 1; n <= given.repeats; n++) {
      violations.push(...(await raceOnce(given)));
      given.say(`${n} of ${given.repeats}`);
    }
    return violations;
  },
};

type Raced = { readonly id: number; readonly card: SeenMessage };

async function raceOnce({ short, createDatabase, say }: Given): Promise<string[]> {
  const size = short ? { reps: 8, leads: 6, instances: 2 } : { reps: 50, leads: 200, instances: 3 };
  const cluster = await openCluster({ database: await createDatabase(), reps: size.reps });
  try {
    await cluster.beginAll(...Array.from({ length: size.instances }, () => ({})));
    const leads: Raced[] = [];
    for (let n = 0; n < size.leads; n++) {
      const { leadId, card } = await cluster.lead({ name: `Lead ${n}`, external_id: `${n}` });
      leads.push({ id: leadId, card });
    }
    const unanswered: string[] = [];
    for (let from = 0; from < leads.length; from += leadsAtOnce) {
      const clicks = leads
        .slice(from, from + leadsAtOnce)
        .flatMap((lead) => reps(cluster).map((rep) => ({ lead, rep })));
      await Promise.all(
        clicks.map(async ({ lead, rep }) => {
          const { acked, problem } = await cluster.sandbox.click(rep, lead.card, 'lead:claim');
          if (!acked) unanswered.push(`${rep}'s click on L-${lead.id} was not taken: ${problem}`);
        }),
      );
      if (!short && from % 40 === 0) say(`${from} of ${leads.length} leads`);
    }
    await cluster.settled();
    return [
      ...unanswered,
      ...(await outcome(cluster, leads)),
      ...(await findViolations(cluster)),
      ...complaints(cluster.instances),
    ];
  } finally {
    await cluster.end();
  }
}

const reps = ({ sandbox }: Cluster): string[] =>
  sandbox.users.filter(({ role }) => role !== 'manager').map(({ id }) => id);

/** One owner and one claim event a lead; everybody else was told, once, who has it. */
async function outcome(cluster: Cluster, leads: readonly Raced[]): Promise<string[]> {
  const { db, sandbox } = cluster;
  const rows = await db.selectFrom('leads').select(['id', 'owner_id']).execute();
  const claims = await db
    .selectFrom('lead_events')
    .where('kind', '=', 'claimed')
    .select(['lead_id'])
    .execute();
  const owners = new Map(rows.map(({ id, owner_id }) => [id, owner_id]));
  const whispers = Map.groupBy(
    sandbox
      .callsTo('response_url')
      .filter(({ args, done }) => done && args['response_type'] === 'ephemeral'),
    ({ args }) => `${String(args['user'])} ${String(args['ts'])}`,
  );
  return leads.flatMap(({ id, card }) => {
    const owner = owners.get(id);
    const times = claims.filter(({ lead_id }) => lead_id === id).length;
    if (!owner || times !== 1) return [`L-${id} belongs to ${owner} after ${times} claims`];
    return reps(cluster).flatMap((rep) => {
      const heard = (whispers.get(`${rep} ${card.ts}`) ?? []).map(({ args }) =>
        String(args['text']),
      );
      const told = rep === owner ? heard.length === 1 : heard.join().includes(`<@${owner}>`);
      return told && heard.length === 1 ? [] : [`${rep} was told of L-${id}: ${heard.join(' | ')}`];
    });
  });
}
