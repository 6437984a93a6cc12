import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { movableClock } from '../../src/clock.ts';
import type { Context } from '../../src/context.ts';
import { inspectCsv } from '../../src/intake/csvFile.ts';
import { importCsv } from '../../src/intake/importCsv.ts';
import { openContext } from '../../src/openContext.ts';
import { type Cluster, openCluster } from '../support/cluster.ts';
import { findViolations } from '../support/invariants.ts';
import { complaints, type FaultRun } from './faultRun.ts';

type Sent = {
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly phone: string;
};

/** By what three arrivals are known to be one: how the form, the file and the person write it. */
const kinds: readonly ((n: number) => readonly [Sent, Sent, Sent])[] = [
  (n) => {
    const email = `jane${n}@example.org`;
    return [
      { name: `Jane Doe ${n}`, company: '', email, phone: '' },
      { name: '', company: 'Acme', email: email.toUpperCase(), phone: '' },
      { name: `J. Doe ${n}`, company: '', email, phone: '' },
    ];
  },
  (n) => {
    const phone = `+4930${2_000_000 + n}`;
    return [
      { name: `Müller${letters(n)}, Jürgen`, company: '', email: '', phone },
      { name: `juergen mueller${letters(n)}`, company: '', email: '', phone },
      { name: `Dr. Jürgen MÜLLER${letters(n)}`, company: '', email: '', phone },
    ];
  },
  (n) => {
    const phone = `+4930${4_000_000 + n}`;
    const company = `Example Werke ${n}`;
    return [
      { name: '', company: `${company} GmbH`, email: `a${n}@example.net`, phone },
      { name: '', company, email: `b${n}@example.net`, phone },
      { name: 'Front desk', company: `${company} Ltd.`, email: `c${n}@example.net`, phone },
    ];
  },
  (n) => {
    const email = `info@acme${n}.example.com`;
    return [
      { name: `Ann Smith ${letters(n)}`, company: '', email, phone: '' },
      { name: `Smith ${letters(n)}, Ann`, company: '', email, phone: '' },
      { name: `ann smith ${letters(n)}`, company: '', email, phone: `+4930${6_000_000 + n}` },
    ];
  },
];

const letters = (n: number): string =>
  String(n).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));

export const sameLead: FaultRun = {
  about: 'a person arrives by webhook, file and form at once, in 3 processes',
  repeats: 1_000,
  async play({ repeats, short, createDatabase, say }) {
    const database = await createDatabase();
    const cluster = await openCluster({ database });
    const folder = mkdtempSync(join(tmpdir(), 'lead-nudge-same-'));
    const office = await openOffice(cluster, database.url);
    try {
      await cluster.beginAll({}, {}, ...(short ? [] : [{}]));
      const violations: string[] = [];
      for (let n = 1; n <= repeats; n++) {
        violations.push(...(await arriveAtOnce(cluster, office.ctx, folder, n)));
        if (n % 50 === 0) say(`${n} of ${repeats}`);
      }
      return [...violations, ...(await findViolations(cluster)), ...complaints(cluster.instances)];
    } finally {
      await office.close();
      await cluster.end();
      rmSync(folder, { recursive: true });
    }
  },
};

/** Whoever runs `npm run import`: a process beside those that serve. */
const openOffice = ({ sandbox, offsetMs }: Cluster, databaseUrl: string) =>
  openContext(
    {
      ...{ botToken: sandbox.botToken, slackApiUrl: sandbox.apiUrl, databaseUrl },
      transport: { mode: 'http', signingSecret: sandbox.signingSecret },
      ...{ dataDir: 'unused', host: '127.0.0.1', port: 0, logLevel: 'silent', sending: 'on' },
      key: Buffer.from('07'.repeat(32), 'hex'),
    },
    { log: pino({ level: 'silent' }), clock: movableClock(offsetMs) },
  );

async function arriveAtOnce(
  cluster: Cluster,
  office: Context,
  folder: string,
  n: number,
): Promise<string[]> {
  const { sandbox, db } = cluster;
  const kind = n % kinds.length;
  const [form, row, typed] = kinds[kind]?.(n) ?? [];
  if (!form || !row || !typed) throw new Error('no such kind');
  const path = join(folder, 'leads.csv');
  writeFileSync(path, `name,company,email,phone\n${Object.values(row).map(quoted).join(',')}\n`);
  const file = await inspectCsv(path);
  const before = await newest(cluster);
  await sandbox.command('rep1', 'leads', '/lead new');
  const channel = sandbox.channel('leads').id;
  const to = cluster.alive[n % cluster.alive.length];
  const [sent] = await Promise.all([
    cluster.send({ ...form, message: `from the form ${n}` }, { to }),
    importCsv(office, { source: 'leads', file, onRefused: async () => {} }),
    sandbox.submit('rep1', {
      ...{ Name: typed.name || typed.company, Email: typed.email, Phone: typed.phone },
      ...{ Company: typed.company, to: channel },
    }),
  ]);
  await cluster.settled();
  if (sandbox.modal('rep1')) await sandbox.closeModal('rep1');
  const leads = await db.selectFrom('leads').select('id').where('id', '>', before).execute();
  const cards = await db
    .selectFrom('messages')
    .select('ts')
    .where('kind', '=', 'card')
    .where('lead_id', '>', before)
    .execute();
  const shown = sandbox
    .messages('leads')
    .filter(({ ts }) => cards.some((card) => card.ts === ts)).length;
  const what = `arrival ${n}, kind ${kind}`;
  return [
    ...(sent.status < 300 ? [] : [`${what}: the form was answered with ${sent.status}`]),
    ...(leads.length === 1 ? [] : [`${what}: ${leads.length} leads`]),
    ...(cards.length === 1 && shown === 1
      ? []
      : [`${what}: ${cards.length} cards, ${shown} shown`]),
  ];
}

const quoted = (text: string): string => `"${text}"`;

async function newest({ db }: Cluster): Promise<number> {
  const row = await db.selectFrom('leads').select('id').orderBy('id', 'desc').executeTakeFirst();
  return row?.id ?? 0;
}
