import { tickCoordinator } from '../../src/db/ticks.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { theApp } from '../../src/context.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { findEveryone } from '../../src/people/peopleStore.ts';
import type { Person } from '../../src/people/person.ts';
import { isWorkingTime, workingDay } from '../../src/people/workingTime.ts';
import { atLocalTime, localDate } from '../../src/people/zone.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { Clockwork } from '../simulation/clockwork.ts';
import { changeSettings, type Office, openOffice } from '../simulation/office.ts';
import { Random } from '../simulation/random.ts';
import { type Evidence, readEvidence } from '../support/evidence.ts';
import { findViolations } from '../support/invariants.ts';
import type { FaultRun } from './faultRun.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Monday. */
const begins = Date.parse('2026-11-16T00:00:00Z');
const lengths = [minute, 3 * hour, 10 * minute, hour, 8 * hour, day, 2 * day, 3 * day];
const reps = { UANA: 'Europe/Berlin', UBEN: 'America/New_York', UKIM: 'Asia/Kolkata' };
const managers = { UMIA: 'Europe/Berlin', UNOA: 'America/New_York' };
const channel = 'CLEADS';

export const downtime: FaultRun = {
  about: 'the app is off for a minute to three days, over due instants, leases and digests',
  repeats: 50,
  async play({ repeats, createDatabase, say }) {
    const violations: string[] = [];
    for (let n = 1; n <= repeats; n++) {
      const office = await openOffice({
        database: await createDatabase(),
        world,
        at: new Date(begins),
      });
      try {
        const found = await playOne(office, n);
        violations.push(...found.map((what) => `${n}: ${what}`));
      } finally {
        await office.close();
      }
      if (n % 5 === 0) say(`${n} of ${repeats}`);
    }
    return violations;
  },
};

const world = {
  users: Object.entries({ ...reps, ...managers }).map(([id, tz]) => ({
    ...{ id, name: id.slice(1).toLowerCase(), tz },
    role: id in reps ? 'rep' : 'manager',
  })),
  channels: [{ id: channel, name: 'leads' }],
};

const settings = (before: Settings): Settings => ({
  ...before,
  timezone: 'Europe/Berlin',
  channels: {
    [channel]: {
      ...{ name: 'leads', mode: 'claim', holidays: [] },
      managers: Object.keys(managers),
      roster: Object.keys(reps),
    },
  },
  sources: { website: { channel } },
});

/** Off from one instant until another. */
type Gap = { readonly from: number; readonly until: number };

async function playOne(office: Office, n: number): Promise<string[]> {
  const random = new Random(n);
  const from =
    begins + day + Math.floor(random.between(6, 40)) * hour + random.whole(0, 59) * minute;
  const length = (lengths[n % lengths.length] ?? minute) * random.between(0.8, 1);
  const until = Math.ceil((from + length) / minute) * minute;
  const gap = { from, until };

  await changeSettings(office, settings);
  await runOn(office, gap, random);
  await comeBack(office, gap);
  const at = await read(office);
  // What it does later that day is as if nothing had been.
  await new Clockwork(office, { from: until + minute }).runUntil(until + day);
  const { ctx, sandbox } = office;
  const { document } = await ctx.settings.current();
  return [
    ...nudgedOnce(at, gap),
    ...nothingLeft(at, gap),
    ...digestsByTheirRule(await read(office), gap),
    ...outageNoted(await outagesOf(office), gap),
    ...(await findViolations({
      sandbox,
      db: ctx.db,
      workspaceId: ctx.workspaceId,
      settings: document,
    })),
  ];
}

/** Reps take leads in the days before, and work on none of them; the last one has just come in when it ends. */
async function runOn(office: Office, { from }: Gap, random: Random): Promise<void> {
  const { ctx } = office;
  const clockwork = new Clockwork(office, { from: begins });
  for (const [k, rep] of [...Object.keys(reps), ...Object.keys(reps), null].entries()) {
    await clockwork.runUntil(begins + Math.floor(((from - begins) * (k + random.next())) / 8));
    const leadId = await arrive(office, `lead-${k}`);
    await office.deliver();
    if (rep && leadId) await claimLead(ctx, { leadId, by: { kind: 'person', id: rep } });
    await office.deliver();
  }
  await clockwork.runUntil(from);
  await arrive(office, 'the last');
  await tickCoordinator(ctx.db).shouldRun(...slotOf(from));
}

async function arrive({ ctx }: Office, name: string): Promise<number | null> {
  const arrival = { name: `Jane Doe ${name}`, externalId: name };
  const received = await receiveLead(ctx, { source: 'website', arrival, by: theApp });
  return 'lead' in received ? received.lead.id : null;
}

/** One minute of the schedule. */
async function comeBack(office: Office, { until }: Gap): Promise<void> {
  office.setClock(until);
  await tickCoordinator(office.ctx.db).shouldRun(...slotOf(until));
  for (const job of ['note-outages', 'follow-up', 'send-digests']) await office.job(job);
  office.ctx.wakeDelivery();
  await office.deliver();
}

/** node-cron passes more than the key, which is all that it goes by. */
const slotOf = (at: number) =>
  [
    `note-outages:${new Date(Math.floor(at / minute) * minute).toISOString()}`,
    undefined as never,
  ] as const;

type Scene = Evidence & { readonly everyone: readonly Person[] };

async function read({ ctx, sandbox }: Office): Promise<Scene> {
  const { db, workspaceId } = ctx;
  const { document } = await ctx.settings.current();
  const everyone = await findEveryone(db, workspaceId);
  return { ...(await readEvidence({ db, workspaceId, sandbox, settings: document })), everyone };
}

/**
 * Whoever works gets one nudge about all that ran out meanwhile, unless they have just had one or have
 * had three that day. Whoever does not gets none.
 */
function nudgedOnce({ sent, breaches, leads, everyone, settings }: Scene, { from, until }: Gap) {
  return everyone.flatMap((person) => {
    const theirs = sent.filter(({ row }) => row.person_id === person.id && row.kind === 'nudge');
    const now = theirs.filter(({ at }) => at.getTime() >= until);
    const before = theirs.filter(({ at }) => at.getTime() < until).map(({ at }) => at);
    const works = isWorkingTime(new Date(until), calendarOf(person, settings));
    const today = before.filter((at) => dateOf(person, at) === dateOf(person, new Date(until)));
    const quiet = before.some((at) => at.getTime() > until - 45 * minute);
    const open = leads.filter(({ owner_id, follow_up_due_at: due }) => {
      return owner_id === person.id && due && due.getTime() <= until;
    });
    const news = breaches.some(
      ({ owner_id, due_at, dealt_with_at }) =>
        owner_id === person.id &&
        !dealt_with_at &&
        due_at.getTime() > from &&
        due_at.getTime() <= until,
    );
    const may = works && !quiet && today.length < 3;
    const text = String(now[0]?.call.args['text']);
    return [
      ...(now.length > 1 ? [`${person.id} got ${now.length} nudges at once`] : []),
      ...(now.length > 0 && !may ? [`${person.id} got a nudge at a wrong time`] : []),
      ...(news && may && now.length === 0 ? [`${person.id} got no nudge`] : []),
      ...(now.length === 1
        ? open
            .filter(({ id }) => !new RegExp(`L-${id}\\b`).test(text))
            .map(({ id }) => `L-${id} is not in the nudge`)
        : []),
    ];
  });
}

const dateOf = ({ timezone }: Person, at: Date) => localDate(at, timezone);

/** All that ran out is noticed, once; claims that ended have ended; what had come in stands in the channel. */
function nothingLeft({ leads, breaches, messages }: Scene, { from, until }: Gap): string[] {
  return [
    ...leads.flatMap(({ id, follow_up_due_at: due, breached_at, status, lease_ends_at }) => [
      ...(due && due.getTime() <= until && !breached_at ? [`L-${id} is due, unnoticed`] : []),
      ...(lease_ends_at && lease_ends_at.getTime() <= until && /claimed|attempted/.test(status)
        ? [`L-${id} is past its lease, and owned`]
        : []),
    ]),
    ...breaches
      .filter(
        ({ due_at, noticed_at }) =>
          due_at.getTime() > from + minute &&
          due_at.getTime() <= until - minute &&
          noticed_at.getTime() !== until,
      )
      .map(({ lead_id }) => `the breach of L-${lead_id} was noticed at another time`),
    ...messages
      .filter(({ kind, state }) => kind === 'card' && state !== 'posted')
      .map(({ key, state }) => `${key} is ${state}`),
  ];
}

/** One on the day of the return, where it is not too late or sent already; none for the days between. */
function digestsByTheirRule({ sent, settings }: Scene, { from, until }: Gap): string[] {
  return Object.entries(managers).flatMap(([id, timezone]) => {
    const calendar = calendarOf(
      { timezone, holidayRegion: null, ownHours: [], away: [] },
      settings,
    );
    const date = localDate(new Date(until), timezone);
    const [due, last] = [settings.digest.at, settings.digest.until].map((time) =>
      atLocalTime(date, time, timezone).getTime(),
    );
    const works = workingDay(date, calendar) !== null;
    const digests = sent.filter(({ row }) => row.kind === 'digest' && row.person_id === id);
    const expected = works && until <= (last ?? 0) ? 1 : 0;
    const wasSent = works && from > (due ?? 0) ? 1 : 0;
    const onDate = digests.filter(({ at }) => localDate(at, timezone) === date);
    const between = digests.filter(({ at }) => at.getTime() > from && at.getTime() < until);
    const late = until > (due ?? 0) + 15 * minute && expected === 1 && wasSent === 0;
    const labelled = /Sent late/.test(String(onDate[0]?.call.args['text']));
    return [
      ...(onDate.length === Math.max(expected, wasSent)
        ? []
        : [
            `${id} got ${onDate.length} digests on ${date}, off until ${new Date(until).toISOString()}`,
          ]),
      ...(between.length > 0 ? [`${id} got a digest while the app was off`] : []),
      ...(onDate.length === 1 && labelled !== late
        ? [`the digest of ${id} is ${labelled ? '' : 'not '}labelled late`]
        : []),
    ];
  });
}

const outagesOf = ({ ctx }: Office) => ctx.db.selectFrom('outages').selectAll().execute();

function outageNoted(
  outages: Awaited<ReturnType<typeof outagesOf>>,
  { from, until }: Gap,
): string[] {
  const expected = until - Math.floor(from / minute) * minute >= 5 * minute ? 1 : 0;
  return outages.length === expected
    ? []
    : [`${outages.length} outages are noted, not ${expected}`];
}
