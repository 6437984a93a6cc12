import type { FaultKind } from '../../sandbox/faultPlan.ts';
import type { Cluster } from '../support/cluster.ts';
import { holdCommit, holdLead, until } from './freeze.ts';

/** Has a process killed at a point, another take over, and says what is wrong then. */
type KillPoint = (cluster: Cluster) => Promise<string[]>;

/** In the order of a lead's life. */
export const killPoints: { readonly [name: string]: KillPoint } = {
  'lead before its commit': async (cluster) => {
    const { lead, ids } = await killedWhileStoring(cluster, { committed: false });
    const again = await cluster.send(lead);
    await cluster.settled();
    return ids.length === 0 && again.status === 201
      ? []
      : [`${ids.length} leads were stored; sent again, it was answered with ${again.status}`];
  },
  'lead committed, not answered': async (cluster) => {
    const { lead, ids } = await killedWhileStoring(cluster, { committed: true });
    const again = await cluster.send(lead);
    await cluster.settled();
    return again.status === 200 && again.leadId === ids[0]
      ? []
      : [`L-${ids.join()} was stored; sent again, it was answered with L-${again.leadId}`];
  },
  'card on its way to Slack': (cluster) => killedWhilePosting(cluster, 'hang'),
  'card taken by Slack, no reply yet': (cluster) => killedWhilePosting(cluster, 'accept-then-hang'),
  'card posted, not recorded': async (cluster) => {
    const hold = await holdCommit(cluster, 'posted');
    await cluster.send(aLead());
    await hold.reached();
    await cluster.killAll();
    await hold.abort();
    await cluster.takeOver();
    return [];
  },
  'claim waiting for its turn': async (cluster) => {
    const { leadId, card } = await cluster.lead(aLead());
    const hold = await holdLead(cluster, leadId);
    const click = cluster.sandbox.click('rep1', card, 'lead:claim');
    await hold.reached();
    await cluster.killAll();
    await hold.release();
    const { acked } = await click;
    await cluster.takeOver();
    if (acked) return ['a click was acknowledged by a dead process'];
    // It may have been carried out or not; the person sees which, and can go on.
    if ((await ownerOf(cluster, leadId)) === null) {
      await cluster.sandbox.click('rep1', await cluster.card(leadId), 'lead:claim');
      await cluster.settled();
    }
    return stillOwned(cluster, leadId);
  },
  'claim committed, not acknowledged': async (cluster) => {
    const { leadId, card } = await cluster.lead(aLead());
    const hold = await holdCommit(cluster, 'claimed');
    const click = cluster.sandbox.click('rep1', card, 'lead:claim');
    await hold.reached();
    cluster.instance.freeze();
    await hold.release();
    await until(async () => (await ownerOf(cluster, leadId)) !== null, 'the commit');
    await cluster.killAll();
    await click;
    await cluster.takeOver();
    return stillOwned(cluster, leadId);
  },
  'claim acknowledged, card not redrawn': async (cluster) => {
    const { leadId, card } = await cluster.lead(aLead());
    const fault = cluster.sandbox.faults.add({ method: 'response_url', fault: 'hang' });
    const { acked } = await cluster.sandbox.click('rep1', card, 'lead:claim');
    await until(() => fault.hits > 0, 'the redraw');
    await cluster.killAll();
    cluster.sandbox.faults.clear();
    await cluster.takeOver();
    return acked ? stillOwned(cluster, leadId) : ['the click was not acknowledged'];
  },
};

let count = 0;
const aLead = () => {
  count += 1;
  return { name: `Jane Doe ${count}`, external_id: `kill-${count}` };
};
type Lead = ReturnType<typeof aLead>;

/** Killed while a lead's commit is held, before or after `then`. Gives back what is stored afterwards. */
async function killedWhileStoring(
  cluster: Cluster,
  { committed }: { committed: boolean },
): Promise<{ lead: Lead; ids: number[] }> {
  const lead = aLead();
  const hold = await holdCommit(cluster, 'received');
  const answer = cluster.send(lead).catch(() => null);
  await hold.reached();
  if (committed) {
    cluster.instance.freeze();
    await hold.release();
    await until(async () => (await leadsLike(cluster, lead)).length > 0, 'the commit');
  }
  await cluster.killAll();
  if (!committed) await hold.abort();
  await answer;
  await cluster.takeOver();
  return { lead, ids: await leadsLike(cluster, lead) };
}

/** Killed while a card, a nudge and a digest are on their way, and Slack does not answer. */
async function killedWhilePosting(cluster: Cluster, fault: FaultKind): Promise<string[]> {
  await cluster.forwardToNextDay();
  const { card } = await cluster.lead(aLead());
  await cluster.sandbox.click('rep1', card, 'lead:claim');
  await cluster.settled();
  await cluster.forward(2 * hour);
  const planned = cluster.sandbox.faults.add({ method: 'chat.postMessage', fault, times: 3 });
  const { nudged } = await cluster.instance.job('follow-up');
  const { sent } = await cluster.instance.job('send-digests');
  await cluster.send(aLead());
  await until(() => planned.hits === 3, 'a card, a nudge and a digest');
  await cluster.killAll();
  cluster.sandbox.faults.clear();
  await cluster.takeOver();
  return nudged === 1 && sent === 1 ? [] : [`${nudged} nudges and ${sent} digests were due`];
}

const hour = 3_600_000;

async function leadsLike({ db }: Cluster, { external_id }: Lead): Promise<number[]> {
  const rows = await db
    .selectFrom('lead_details')
    .where('external_id', '=', external_id)
    .select('lead_id')
    .execute();
  return rows.map(({ lead_id }) => lead_id);
}

async function ownerOf({ db }: Cluster, leadId: number): Promise<string | null> {
  const { owner_id } = await db
    .selectFrom('leads')
    .where('id', '=', leadId)
    .select('owner_id')
    .executeTakeFirstOrThrow();
  return owner_id;
}

async function stillOwned(cluster: Cluster, leadId: number): Promise<string[]> {
  const owner = await ownerOf(cluster, leadId);
  return owner === cluster.sandbox.user('rep1').id ? [] : [`the claim is lost: ${owner} has it`];
}
