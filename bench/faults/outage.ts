import { pino } from 'pino';
import { type Context, theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { jobs } from '../../src/schedule.ts';
import { type Delivery, slacksPace, startDelivery } from '../../src/slack/delivery.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { changeSettings, type Office, openOffice } from '../simulation/office.ts';
import { Random } from '../simulation/random.ts';
import { slackInProcess } from '../simulation/slackInProcess.ts';
import { VirtualTime } from '../simulation/virtualTime.ts';
import type { FreshDatabase } from '../support/databases.ts';
import { type Evidence, readEvidence } from '../support/evidence.ts';
import { findViolations } from '../support/invariants.ts';
import type { FaultRun } from './faultRun.ts';
import { putDueLeads } from './outageLeads.ts';

const minute = 60_000;
/** Monday, 10:00, where everybody is. */
const begins = Date.parse('2026-11-23T10:00:00Z');
/** Between two probes while Slack is away, at the most; and how long one may hang. */
const longestPauseMs = 30_000 + 10_000;
/** What Slack takes in a conversation: one message in so many milliseconds. */
const paceMs = 1_000;
const mostOfMinimum = 1.1;

type Size = {
  /** How long Slack is away. */
  readonly minutes: number;
  readonly reps: number;
  readonly due: number;
  readonly channels: number;
  /** New leads a minute for each channel meanwhile. */
  readonly arrivals: number;
};

export const outage: FaultRun = {
  about:
    'Slack is away for an hour, by 503, 429 and hanging; 2,000 reps, 5,000 leads due, on a virtual clock',
  repeats: 20,
  async play({ repeats, short, createDatabase, say }) {
    const size = short
      ? { minutes: 12, reps: 40, due: 100, channels: 2, arrivals: 4 }
      : { minutes: 60, reps: 2_000, due: 5_000, channels: 5, arrivals: 5 };
    const violations: string[] = [];
    for (let n = 1; n <= repeats; n++) {
      const found = await playOne(await createDatabase(), size, new Random(n));
      violations.push(...found.map((what) => `${n}: ${what}`));
      say(`${n} of ${repeats}`);
    }
    return violations;
  },
};

async function playOne(database: FreshDatabase, size: Size, random: Random): Promise<string[]> {
  const time = await VirtualTime.prepare(database.url, new Date(begins));
  const office = await openOffice({ database, world: worldOf(size), at: new Date(begins) });
  try {
    await changeSettings(office, (before) => settingsOf(size, before));
    await putDueLeads(office, { ...size, from: begins, until: endOf(size) - 5 * minute, random });
    time.begin(office.database.pool, office.setClock);
    const app = await startApp(office, time, endOf(size));
    await beAway(office, { size, random, time });
    const idle = await app.drain();
    return [...idle, ...(await judge(office, size))];
  } finally {
    await time.end();
    await office.close();
  }
}

const endOf = ({ minutes }: Size): number => begins + minutes * minute;
const ids = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${letter}${String(n + 1).padStart(4, '0')}`);
const repsOf = ({ reps }: Size) => ids('UREP', reps);
const channelsOf = ({ channels }: Size) => ids('CLEADS', channels);

const worldOf = (size: Size) => ({
  users: [...repsOf(size), 'UMIA'].map((id) => ({ id, name: id.toLowerCase(), tz: 'UTC' })),
  channels: channelsOf(size).map((id) => ({ id, name: id.toLowerCase() })),
});

const settingsOf = (size: Size, before: Settings): Settings => ({
  ...before,
  channels: Object.fromEntries(
    channelsOf(size).map((id) => [
      id,
      { name: id.toLowerCase(), mode: 'claim', managers: ['UMIA'], roster: [], holidays: [] },
    ]),
  ),
  sources: Object.fromEntries(channelsOf(size).map((id) => [id.toLowerCase(), { channel: id }])),
});

/** The app's own delivery at Slack's pace, and its schedule, on the virtual clock. */
async function startApp(office: Office, time: VirtualTime, ends: number) {
  let delivery: Delivery | undefined;
  const ctx: Context = { ...office.ctx, wakeDelivery: (what) => delivery?.wake(what) };
  const client = slackInProcess(office.sandbox, pino({ level: 'silent' }), {
    // As long as the app's client waits.
    never: () => time.sleep(10_000),
  });
  const { botId } = office.courier;
  delivery = await startDelivery(ctx, { client, botId, pacing: slacksPace });
  let stopped = false;
  const schedule = async () => {
    if (stopped) return;
    setTimeout(() => void schedule(), minute);
    for (const name of ['follow-up', 'send-digests']) await jobs[name]?.run(ctx);
  };
  void schedule();
  return {
    /** Until nothing of the outage waits. Answers what waits all the same. */
    async drain(): Promise<string[]> {
      await time.runUntil(ends + 60 * minute, async () => (await waitingOf(ctx, ends)) === 0);
      stopped = true;
      const left = await waitingOf(ctx, ends);
      const ended = delivery.stop();
      await time.runUntil(time.now + minute);
      await ended;
      return left === 0 ? [] : [`${left} messages wait an hour after the outage`];
    },
  };
}

async function waitingOf({ db, clock }: Context, ends: number): Promise<number> {
  if (clock.now().getTime() < ends) return Infinity;
  const { count } = await db
    .selectFrom('messages')
    .where('state', '=', 'waiting')
    .where('created_at', '<=', new Date(ends))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Leads come in all the time; some of what is due is dealt with. */
async function beAway(
  office: Office,
  { size, random, time }: { size: Size; random: Random; time: VirtualTime },
): Promise<void> {
  const { faults } = office.sandbox;
  const phases = [{ fault: '503' }, { fault: '429', retryAfter: 30 }, { fault: 'hang' }] as const;
  const third = size.minutes / phases.length;
  for (const [n, phase] of phases.entries()) {
    faults.clear();
    faults.add({ ...phase, times: Infinity });
    for (let k = 0; k < third; k++) {
      await time.runUntil(begins + (n * third + k) * minute);
      await arrive(office, size, n * third + k);
    }
  }
  await time.runUntil(endOf(size) - minute);
  await dealWithSome(office, size, random);
  await time.runUntil(endOf(size));
  faults.clear();
}

async function arrive({ ctx }: Office, size: Size, at: number): Promise<void> {
  for (const channel of channelsOf(size)) {
    for (let n = 0; n < size.arrivals; n++) {
      const externalId = `${channel}-${at}-${n}`;
      const arrival = { name: `Jane Doe ${externalId}`, externalId };
      await receiveLead(ctx, { source: channel.toLowerCase(), arrival, by: theApp });
    }
  }
}

/** Of the reps, one in ten deals with all that they have. */
async function dealWithSome({ ctx }: Office, size: Size, random: Random): Promise<void> {
  const { db } = ctx;
  const busy = repsOf(size).filter(() => random.chance(0.1));
  const leads = await db
    .selectFrom('leads')
    .where('owner_id', 'in', [...busy, 'UNOBODY'])
    .orderBy('id')
    .select(['id', 'owner_id'])
    .execute();
  for (const { id: leadId, owner_id } of leads) {
    if (!owner_id) continue;
    const by = { kind: 'person', id: owner_id } as const;
    const touch = { kind: 'call', outcome: 'no-answer' } as const;
    await updateLead(ctx, { leadId, by, status: 'attempted', touch });
  }
}

async function judge({ ctx, sandbox }: Office, size: Size): Promise<string[]> {
  const { db, workspaceId } = ctx;
  const { document: settings } = await ctx.settings.current();
  const scene = { sandbox, db, workspaceId, settings };
  const evidence = await readEvidence(scene);
  return [
    ...toldOnce(evidence, size),
    ...paced(evidence),
    ...drainedInTime(evidence, endOf(size)),
    ...(await findViolations(scene)),
  ];
}

/** Whoever had something due when Slack was back got one nudge; whoever had dealt with it got none. */
function toldOnce({ sent, events }: Evidence, size: Size): string[] {
  const nudges = Map.groupBy(
    sent.filter(({ row }) => row.kind === 'nudge'),
    ({ row }) => row.person_id,
  );
  const dealt = new Set(
    events.flatMap(({ kind, actor_id }) => (kind === 'updated' ? [actor_id] : [])),
  );
  return repsOf(size).flatMap((id) => {
    const { length } = nudges.get(id) ?? [];
    const expected = dealt.has(id) ? 0 : 1;
    return length === expected ? [] : [`${id} got ${length} nudges, not ${expected}`];
  });
}

/** One message a second in a conversation, whatever Slack made of it. */
function paced({ sandbox }: Evidence): string[] {
  const posts = sandbox.callsTo('chat.postMessage').filter(({ done }) => done);
  const places = Map.groupBy(posts, ({ args }) => String(args['channel']));
  return [...places].flatMap(([place, calls]) => {
    const gaps = calls.slice(1).map(({ at }, i) => at - (calls[i]?.at ?? 0));
    const shortest = Math.min(...gaps);
    return shortest < paceMs ? [`${place} got two messages within ${shortest} ms`] : [];
  });
}

function drainedInTime({ sent }: Evidence, ends: number): string[] {
  const waited = sent.filter(({ row }) => row.created_at.getTime() <= ends);
  const [first, last] = [waited[0]?.at.getTime() ?? Infinity, waited.at(-1)?.at.getTime() ?? 0];
  const longest = Math.max(...countsByPlace(waited).values());
  const minimum = (longest - 1) * paceMs;
  return [
    ...(first - ends > longestPauseMs
      ? [`the first message went ${first - ends} ms after the outage`]
      : []),
    ...(last - first > minimum * mostOfMinimum
      ? [`drained in ${last - first} ms, although ${minimum} would do`]
      : []),
  ];
}

function countsByPlace(sent: Evidence['sent']): Map<string, number> {
  const places = Map.groupBy(sent, ({ row }) => row.destination);
  return new Map([...places].map(([place, { length }]) => [place, length]));
}
