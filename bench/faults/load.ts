import type { SeenMessage } from '../../sandbox/sandbox.ts';
import type { Cluster } from '../support/cluster.ts';

const everyMs = 100;
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
  readonly #posted = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #looked = 0;
  #count = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  begin(): void {
    this.#timer = setInterval(() => {
      const channel = this.#channel();
      this.#run(this.send(channel));
      this.#run(this.#click(channel));
    }, everyMs);
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#running);
  }

  #channel(): string {
    const { channels } = this.#cluster.sandbox;
    return channels[this.#count % channels.length]?.name ?? '';
  }

  /** A lead for a channel comes in, at the processes in turn; null: it was not taken. */
  async send(channel: string): Promise<string | null> {
    const { alive } = this.#cluster;
    const to = alive[this.#count % alive.length];
    if (!to) return null;
    const external_id = `load-${++this.#count}`;
    const lead = { name: `Jane ${external_id}`, external_id };
    const answer = await this.#cluster.send(lead, { to, source: channel }).catch(String);
    if (typeof answer === 'string') this.#wrong.push(`a lead was not answered: ${answer}`);
    else if (answer.status === 201 || answer.status === 200) {
      this.#accepted.push(external_id);
      return external_id;
    } else if (answer.status !== 503) this.#wrong.push(`a lead was answered with ${answer.status}`);
    return null;
  }

  /** Whether Slack has taken the card of a lead. */
  hasCard(external_id: string): boolean {
    const { calls } = this.#cluster.sandbox;
    for (const { method, done, args } of calls.slice(this.#looked)) {
      const [, id] = /^Jane (load-\d+) /.exec(String(args['text'])) ?? [];
      if (method === 'chat.postMessage' && done && id) this.#posted.add(id);
    }
    this.#looked = calls.length;
    return this.#posted.has(external_id);
  }

  async #click(channel: string): Promise<void> {
    const { sandbox } = this.#cluster;
    const card = sandbox
      .messages(channel)
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
