import { afterAll, expect, test } from 'vitest';
import { addUpDays } from '../../src/leads/addUpDays.ts';
import { answerPass } from '../../src/leads/answerPass.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { type Compliance, wholeOf } from '../../src/leads/compliance.ts';
import {
  complianceByDay,
  complianceByRep,
  complianceOver,
} from '../../src/leads/complianceStore.ts';
import { endLeases } from '../../src/leads/endLeases.ts';
import { endOverride } from '../../src/leads/endOverride.ts';
import { giveMoreTime } from '../../src/leads/giveMoreTime.ts';
import { mergeLeads } from '../../src/leads/mergeLeads.ts';
import { passLead } from '../../src/leads/passLead.ts';
import { pauseRep } from '../../src/leads/pauseRep.ts';
import { postponeLead } from '../../src/leads/postponeLead.ts';
import { reassignLead } from '../../src/leads/reassignLead.ts';
import { recalculateDue } from '../../src/leads/recalculateDue.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import { updateStatuses } from '../../src/leads/statuses.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { unmergeLead } from '../../src/leads/unmergeLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { waiveLead } from '../../src/leads/waiveLead.ts';
import { noticeBreaches } from '../../src/nudges/noticeBreaches.ts';
import { comeBack } from '../../src/people/comeBack.ts';
import { goAway } from '../../src/people/goAway.ts';
import { isoDate, dayNumber } from '../../src/people/zone.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { click, startKernel } from '../support/kernel.ts';
import { addUp, dateIn, type Decision, recount } from '../support/recount.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at } = kernel;
afterAll(kernel.drop);

const zones: Record<string, string> = { CLEADS: 'America/New_York', CFAR: 'Pacific/Kiritimati' };
const channels = Object.keys(zones);
const reps = ['UANA', 'UBEN'];
const hour = 3_600_000;

/** The same numbers in every run (mulberry32). */
function dice(seed: number) {
  let state = seed;
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(roll() * n);
  return {
    below,
    /** One in so many. */
    once: (n: number) => below(n) === 0,
    of: <T>(some: readonly T[]): T => {
      const one = some[below(some.length)];
      if (one === undefined) throw new Error('nothing to choose from');
      return one;
    },
  };
}

const change = (closures: readonly string[], timezones: Readonly<Record<string, string>>) =>
  ctx.settings.change(
    () =>
      settingsSchema.parse({
        closures,
        channels: Object.fromEntries(
          Object.entries(timezones).map(([id, timezone]) => [
            id,
            { roster: reps, managers: ['UMIA'], timezone },
          ]),
        ),
      }),
    { authorId: null, note: 'test', now: ctx.clock.now() },
  );

const reason = 'for the test';
const { below, once, of } = dice(20261123);
const now = () => ctx.clock.now();
const inHours = (hours: number) => new Date(now().getTime() + hours * hour);
const openLeads = () =>
  db
    .selectFrom('leads')
    .select(['id', 'owner_id'])
    .where('closed_at', 'is', null)
    .orderBy('id')
    .execute();

/** A lead comes in, and is before reps at once. */
async function arrive() {
  const channelId = of(channels);
  const due = inHours(1 + below(30));
  const id = await addLead({
    channelId,
    receivedAt: now(),
    postedAt: now(),
    followUpDueAt: due,
    dueOpenedAt: now(),
    dueRule: 'unclaimed',
  });
  const event = { workspace_id: 'T1', lead_id: id, channel_id: channelId, at: now() };
  await db
    .insertInto('lead_events')
    .values({ ...event, kind: 'received', due_to: due })
    .execute();
}

async function update(leadId: number, rep: string) {
  const status = of(updateStatuses);
  await updateLead(ctx, {
    ...{ leadId, by: click(rep), status },
    touch: once(3) ? null : { kind: 'call', outcome: of(['no-answer', 'reached']) },
    obstacle: 'money',
    evidence: reason,
    revisitOn: isoDate(dayNumber(now().toISOString().slice(0, 10)) + 2 + below(9)),
    nextStepAt: once(4) ? inHours(1 + below(200)) : null,
  });
}

const deeds: Readonly<Record<string, (leadId: number, rep: string) => Promise<unknown>>> = {
  claim: (leadId, rep) => claimLead(ctx, { leadId, by: click(rep) }),
  update,
  async postpone(leadId, rep) {
    const { due } = await db
      .selectFrom('leads')
      .select('follow_up_due_at as due')
      .where('id', '=', leadId)
      .executeTakeFirstOrThrow();
    const to = new Date((due ?? now()).getTime() + (1 + below(20)) * hour);
    await postponeLead(ctx, { leadId, by: click(rep), to });
  },
  release: (leadId, rep) => releaseLead(ctx, { leadId, by: click(rep), reason }),
  reassign: (leadId) => reassignLead(ctx, { leadId, by: click('UMIA'), to: of(reps), reason }),
  async pass(leadId, rep) {
    await passLead(ctx, { leadId, by: click(rep), to: rep === 'UANA' ? 'UBEN' : 'UANA' });
    const [pass] = await db
      .selectFrom('passes')
      .select(['id', 'to_id'])
      .where('outcome', 'is', null)
      .orderBy('id')
      .execute();
    if (pass) await answerPass(ctx, { passId: pass.id, accept: !once(3), by: click(pass.to_id) });
  },
  moreTime: (leadId) =>
    giveMoreTime(ctx, { leadId, by: click('UMIA'), until: inHours(1 + below(150)), reason }),
  waive: (leadId) =>
    waiveLead(ctx, { leadId, by: click('UMIA'), until: inHours(1 + below(150)), reason }),
  pause: (_, repId) =>
    pauseRep(ctx, {
      repId,
      by: click('UMIA'),
      until: inHours(24 * (1 + below(5)))
        .toISOString()
        .slice(0, 10),
      reason,
    }),
  async endException() {
    const overrides = await db
      .selectFrom('overrides')
      .select('id')
      .where('ended_at', 'is', null)
      .where('ends_at', '>', now())
      .orderBy('id')
      .execute();
    if (overrides.length > 0)
      await endOverride(ctx, { overrideId: of(overrides).id, by: click('UMIA') });
  },
  away: (_, rep) => goAway(ctx, { by: click(rep), until: inHours(2 + below(60)) }),
  back: (_, rep) => comeBack(ctx, { by: click(rep) }),
  async merge(leadId) {
    const others = (await openLeads()).filter(({ id }) => id !== leadId);
    if (others.length > 0)
      await mergeLeads(ctx, { leadId, otherId: of(others).id, by: click('UMIA') });
  },
  async unmerge() {
    const merged = await db
      .selectFrom('leads')
      .select('id')
      .where('status', '=', 'merged')
      .orderBy('id')
      .execute();
    if (merged.length > 0) await unmergeLead(ctx, { leadId: of(merged).id, by: click('UMIA') });
  },
};
/** How often somebody does what, of as many times as there are words. */
const habits =
  'claim claim claim claim update update update update update update update update update update postpone postpone postpone release reassign pass pass moreTime moreTime moreTime waive pause endException away away back merge unmerge'.split(
    ' ',
  );

/** A year of working with leads, in steps of a few minutes to half a day; downtimes of all lengths among them. */
async function live(from: string, until: string) {
  at(from);
  await change([], { ...zones, CFAR: 'Europe/Berlin' });
  const closures: string[] = [];
  for (let step = 0; now() < new Date(until); step++) {
    const minutes = once(2) ? below(9) : 20 + below(1400);
    at(new Date(now().getTime() + minutes * 60_000 + below(60_000)).toISOString());
    if (once(100)) {
      closures.push(isoDate(dayNumber(now().toISOString().slice(0, 10)) + 1 + below(3)));
      await change(closures, { ...zones, ...(step < 500 && { CFAR: 'Europe/Berlin' }) });
    }
    const open = await openLeads();
    if (open.length < 14) await arrive();
    else {
      const { id, owner_id } = of(open);
      const rep = owner_id ?? of(reps);
      await deeds[of(habits)]?.(id, rep);
      if (once(6)) {
        at(inHours(below(100) / 600).toISOString());
        await undoLead(ctx, { leadId: id, by: click(rep) });
      }
    }
    if (once(2)) {
      await recalculateDue(ctx);
      await noticeBreaches(ctx, now());
      await endLeases(ctx, now());
    }
    if (once(40)) await addUpDays(ctx);
  }
  // Why something that has just run out does not count is an event only once it has been noticed.
  await noticeBreaches(ctx, now());
}

const by = (decisions: readonly Decision[], key: (one: Decision) => string) =>
  [...Map.groupBy(decisions, key)]
    .map(([of_, some]): [string, Compliance] => [of_, addUp(some)])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

test(
  'a year of work gives the figures of its events alone, wherever its days were added up',
  { timeout: 180_000 },
  async () => {
    await live('2026-11-23T10:00:00Z', '2027-11-22T10:00:00Z');
    const events = await db.selectFrom('lead_events').selectAll().execute();
    const kinds = Map.groupBy(events, ({ kind }) => kind);
    const wanted = [
      'claimed',
      'updated',
      'postponed',
      'released',
      'reassigned',
      'passed',
      'undone',
      'more-time',
      'waived',
      'exception-ended',
      'recalculated',
      'breached',
      'lease-ended',
      'merged',
      'took-in',
      'unmerged',
    ];
    expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([]);

    const decisions = recount(events, now());
    const span = { channels, from: '2026-11-01', until: '2027-11-30' };
    const read = async () => ({
      whole: await complianceOver(ctx, span),
      days: (await complianceByDay(ctx, span)).map(({ date, compliance }) => [date, compliance]),
      reps: (await complianceByRep(ctx, span)).map(({ personId, compliance }) => [
        personId,
        compliance,
      ]),
    });
    const expected = {
      whole: addUp(decisions),
      days: by(decisions, ({ channelId, at: decidedAt }) =>
        dateIn(zones[channelId] ?? '', decidedAt),
      ),
      reps: by(decisions, ({ ownerId }) => ownerId),
    };
    const rare = Object.entries(expected.whole).filter(([, count]) => count === 0);
    expect(rare).toEqual([]);
    expect(await read()).toEqual(expected);

    // Some days are added up by now; then all of them; then none.
    const { count: some } = await db
      .selectFrom('added_up_days')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(some).toBeGreaterThan(300);
    await addUpDays(ctx);
    expect(await read()).toEqual(expected);
    await db.deleteFrom('added_up_days').execute();
    expect(await read()).toEqual(expected);
    await addUpDays(ctx);
    const again = await addUpDays(ctx);
    expect(again).toEqual({ days: 0 });
    expect(await read()).toEqual(expected);

    // The parts are the whole, however it is cut.
    const ofChannels = await Promise.all(
      channels.map((channel) => complianceOver(ctx, { ...span, channels: [channel] })),
    );
    expect(wholeOf(ofChannels)).toEqual(expected.whole);
    const ofPeople = await Promise.all(
      reps.map((personId) => complianceOver(ctx, { personId, from: span.from, until: span.until })),
    );
    expect(ofPeople).toEqual(expected.reps.map(([, compliance]) => compliance));
  },
);
