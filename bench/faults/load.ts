import type { SeenMessage } from '../../sandbox/sandbox.ts';
import type { Cluster } from '../support/cluster.ts';
import type { Instance } from '../support/instance.ts';

const everyMs = 50;
const apology = /cannot reach its database|went wrong/;

/** Leads that come in and reps who claim them, all the time; it remembers what they were promised. */
export class Load {
  readonly #cluster: Cluster;
  readonly #running = new Set<Promise<unknown>>();
  readonly #clicked = new Set<string>();
  /** External ids that were answered with 2xx. */
  readonly #accepted: string[] = [];
  /** What was answered although nobody should be answered so. */
  readonly #wrong: string[] = [];
  /** Claims that were acknowledged: the rep and the card. */
  readonly #acknowledged: { rep: string; card: SeenMessage }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  begin(): void {
    this.#timer = setInterval(() => {
      const { alive } = this.#cluster;
      const instance = alive[this.#count % alive.length];
      if (instance) this.#run(this.send(instance));
      this.#run(this.#click());
    }, everyMs);
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#running);
  }

  /** Sends a lead to a process; its answer's status, 0 where there was none. */
  async send(to: Instance): Promise<number> {
    const external_id = `load-${++this.#count}`;
    try {
      const { status } = await this.#cluster.send({ name: 'Jane Doe', external_id }, { to });
      if (status === 201 || status === 200) this.#accepted.push(external_id);
      else if (status !== 503) this.#wrong.push(`a lead was answered with ${status}`);
      return status;
    } catch (error) {
      this.#wrong.push(`a lead was not answered: ${String(error)}`);
      return 0;
    }
  }

  async #click(): Promise<void> {
    const { sandbox } = this.#cluster;
    const card = sandbox
      .messages('leads')
      .find(
        ({ ts, blocks }) => !this.#clicked.has(ts) && JSON.stringify(blocks).includes('lead:claim'),
      );
    if (!card) return;
    this.#clicked.add(card.ts);
    const rep = sandbox.user(`rep${1 + (this.#clicked.size % 5)}`).id;
    const { acked } = await sandbox.click(rep, card, 'lead:claim');
    if (acked) this.#acknowledged.push({ rep, card });
  }

  #run(work: Promise<unknown>): void {
    const done = work.finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  /** Promises that were not kept, as sentences. */
  async lost(): Promise<string[]> {
    const { db, sandbox } = this.#cluster;
    const known = await db.selectFrom('lead_details').select('external_id').execute();
    const ids = new Set(known.map(({ external_id }) => external_id));
    const owned = await db
      .selectFrom('leads')
      .innerJoin('messages', 'messages.lead_id', 'leads.id')
      .where('owner_id', 'is not', null)
      .select(['messages.ts', 'leads.owner_id'])
      .execute();
    const owners = new Map(owned.map(({ ts, owner_id }) => [ts, owner_id]));
    const sorry = new Set(
      sandbox
        .callsTo('response_url')
        .filter(({ args }) => apology.test(String(args['text'])))
        .map(({ args }) => `${String(args['user'])} ${String(args['ts'])}`),
    );
    return [
      ...this.#wrong,
      ...(this.#accepted.length === 0 ? ['no lead was accepted'] : []),
      ...this.#accepted.filter((id) => !ids.has(id)).map((id) => `${id} was accepted, and is lost`),
      ...this.#acknowledged
        .filter(({ rep, card }) => owners.get(card.ts) !== rep && !sorry.has(`${rep} ${card.ts}`))
        .map(({ rep, card }) => `${rep}'s claim of ${card.ts} was acknowledged, and is lost`),
    ];
  }
}
