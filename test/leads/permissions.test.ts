import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportOn } from '../../src/digests/reportOn.ts';
import { recordReview } from '../../src/digests/recordReview.ts';
import { setGoals } from '../../src/digests/setGoals.ts';
import { fixLead } from '../../src/intake/fixLead.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { ownSource } from '../../src/intake/source.ts';
import { answerPass } from '../../src/leads/answerPass.ts';
import { explainLead } from '../../src/leads/explainLead.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { leadNumber } from '../../src/leads/lead.ts';
import { insertPass } from '../../src/leads/passStore.ts';
import { explain } from '../../src/leads/why.ts';
import { followUp } from '../../src/nudges/followUp.ts';
import { giveMoreTime } from '../../src/leads/giveMoreTime.ts';
import { payChannels } from '../../src/pay/payAccess.ts';
import { liftDoNotContact } from '../../src/leads/liftDoNotContact.ts';
import { recordDoNotContact } from '../../src/leads/recordDoNotContact.ts';
import { endOverride } from '../../src/leads/endOverride.ts';
import { pauseRep } from '../../src/leads/pauseRep.ts';
import { waiveLead } from '../../src/leads/waiveLead.ts';
import { mergeLeads } from '../../src/leads/mergeLeads.ts';
import { gradeLead } from '../../src/leads/gradeLead.ts';
import { noteLead } from '../../src/leads/noteLead.ts';
import { passLead } from '../../src/leads/passLead.ts';
import { type Action, may, permissions, type Standing } from '../../src/leads/permissions.ts';
import { postponeLead } from '../../src/leads/postponeLead.ts';
import { readRepLeads } from '../../src/home/readRepLeads.ts';
import { reassignLead } from '../../src/leads/reassignLead.ts';
import { releaseLead } from '../../src/leads/releaseLead.ts';
import { sendBack } from '../../src/leads/sendBack.ts';
import { setUpChannel } from '../../src/leads/setUpChannel.ts';
import { undoLead } from '../../src/leads/undoLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import { viewLead } from '../../src/leads/viewLead.ts';
import { askForUpdate } from '../../src/nudges/askForUpdate.ts';
import { findPerson } from '../../src/people/peopleStore.ts';
import { readSlackUser } from '../../src/people/slackUser.ts';
import { settingsSchema } from '../../src/settings/settings.ts';
import { click, monday, startKernel } from '../support/kernel.ts';

/** Whoever there is, and what they are to a lead in CLEADS; nothing: they are barred. */
const people = {
  owner: { id: 'UANA', is: ['member', 'rep', 'owner'] },
  'owner who is on no roster any more': { id: 'UOLD', is: ['member', 'owner'] },
  'stand-in of an owner who is away': { id: 'USTAND', is: ['member', 'stand-in'] },
  'other rep': { id: 'UBEN', is: ['member', 'rep'] },
  'full member who is on no roster': { id: 'UEVE', is: ['member'] },
  manager: { id: 'UMIA', is: ['member', 'manager'] },
  'manager of another channel': { id: 'UOTHER', is: ['member'] },
  marketer: { id: 'UMAX', is: ['member', 'marketer', 'source-owner'] },
  admin: { id: 'UZOE', is: ['member', 'admin'] },
  guest: { id: 'UGUEST', is: [] },
  'member of another workspace': { id: 'USTRANGER', is: [] },
  'deactivated person': { id: 'UGONE', is: [] },
  bot: { id: 'UBOT', is: [] },
} as const satisfies Record<string, { id: string; is: readonly Standing[] }>;
type Name = keyof typeof people;
const names = Object.keys(people) as Name[]; // its own keys
const actions = Object.keys(permissions) as Action[]; // its own keys

const stranger = readSlackUser({ id: 'USTRANGER', team_id: 'T2', is_stranger: true }, 'T1');
const inAnHour = new Date(monday.getTime() + 3_600_000);
const anHourAgo = new Date(monday.getTime() - 3_600_000);
const tomorrow = new Date(monday.getTime() + 86_400_000);
const due = {
  dueRule: 'status:claimed',
  dueTimezone: 'UTC',
  dueOpenedAt: monday,
  followUpDueAt: inAnHour,
} as const;

const awayPeriod = { from: anHourAgo, until: tomorrow, standInId: 'USTAND', origin: 'said' };

let kernel: Awaited<ReturnType<typeof startKernel>>;
beforeAll(async () => {
  kernel = await startKernel();
  const { db, ctx } = kernel;
  const more = {
    UOLD: {},
    UREP: {},
    UFULL: {},
    UAWAY: { away: JSON.stringify([awayPeriod]) },
    USTAND: {},
    UOTHER: {},
    UMAX: {},
    UZOE: {},
    USTRANGER: { is_guest: stranger.isGuest },
  };
  const rows = Object.entries(more).map(([id, extra]) => ({
    ...{ workspace_id: 'T1', id, name: id, timezone: 'UTC', refreshed_at: monday },
    ...extra,
  }));
  await db.insertInto('people').values(rows).execute();
  const document = settingsSchema.parse({
    admins: ['UZOE', 'UGUEST', 'USTRANGER', 'UGONE', 'UBOT'],
    channels: {
      // The barred are named everywhere, and it helps them nothing.
      CLEADS: {
        roster: ['UANA', 'UBEN', 'UREP', 'UAWAY', 'UGUEST', 'USTRANGER', 'UGONE', 'UBOT'],
        managers: ['UMIA', 'UGUEST', 'USTRANGER', 'UGONE', 'UBOT'],
      },
      COTHER: { roster: ['UOTHER'], managers: ['UOTHER'] },
    },
    sources: { form: { channel: 'CLEADS', owner: 'UMAX' } },
  });
  await ctx.settings.change(() => document, { authorId: null, note: 'test', now: monday });
});
afterAll(() => kernel.drop());

let channels = 0;
/** Of each action: what it needs to be there, and the try of somebody to do it; true: they were let. */
const tries: Record<Action, (who: { id: string; ownerId: string }) => Promise<Try>> = {
  see: async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    return async () => (await viewLead(kernel.ctx, leadId, id)).outcome === 'seen';
  },
  'see contacts': async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    return () => seesContacts(leadId, id);
  },
  claim: async ({ id }) => {
    const leadId = await kernel.addLead();
    return is('claimed', () => claimLead(kernel.ctx, { leadId, by: click(id) }));
  },
  update: async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    const update = { leadId, by: click(id), status: 'connected' } as const;
    return is('updated', () => updateLead(kernel.ctx, update));
  },
  postpone: async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    return is('postponed', () => postponeLead(kernel.ctx, { leadId, by: click(id), to: tomorrow }));
  },
  grade: async ({ id, ownerId }) => {
    const leadId = await kernel.addLead({
      ...{ ownerId, status: 'won', closedAt: monday, claimedAt: monday },
    });
    const grade = { leadId, by: click(id), grade: 'good', reasons: [] } as const;
    return is('graded', () => gradeLead(kernel.ctx, grade));
  },
  release: async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    return is('released', () =>
      releaseLead(kernel.ctx, { leadId, by: click(id), reason: 'not my region' }),
    );
  },
  note: async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    return is('noted', () => noteLead(kernel.ctx, { leadId, by: click(id), text: 'after four' }));
  },
  pass: async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    return is('offered', () => passLead(kernel.ctx, { leadId, by: click(id), to: 'UBEN' }));
  },
  'accept a pass': async ({ id }) => {
    const fromId = id === 'UANA' ? 'UBEN' : 'UANA';
    const leadId = await owned(fromId);
    const offer = { leadId, fromId, toId: id, offeredAt: monday, expiresAt: inAnHour };
    const passId = await kernel.db
      .transaction()
      .execute((trx) => insertPass(trx, kernel.ctx.workspaceId, offer));
    return is('accepted', () =>
      answerPass(kernel.ctx, { passId: passId ?? 0, accept: true, by: click(id) }),
    );
  },
  reassign: async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    return is('reassigned', () => reassignLead(kernel.ctx, { leadId, by: click(id), to: 'UBEN' }));
  },
  merge: async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    const otherId = await kernel.addLead();
    return is('merged', () => mergeLeads(kernel.ctx, { leadId, otherId, by: click(id) }));
  },
  'give more time': async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    const more = { leadId, by: click(id), until: tomorrow, reason: 'they are away' };
    return is('given', () => giveMoreTime(kernel.ctx, more));
  },
  'waive a lead': async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    const waived = { leadId, by: click(id), until: tomorrow, reason: 'a dispute' };
    return is('waived', () => waiveLead(kernel.ctx, waived));
  },
  'end an exception': async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    const { id: overrideId } = await kernel.db
      .insertInto('overrides')
      .values({
        ...{ workspace_id: 'T1', kind: 'waived-lead', lead_id: leadId, person_id: ownerId },
        ...{ given_by: 'USOMEBODY', reason: 'a dispute', starts_at: monday, ends_at: tomorrow },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return is('ended', () => endOverride(kernel.ctx, { overrideId, by: click(id) }));
  },
  'pause a rep': async ({ id }) => {
    const pause = { repId: 'UFULL', by: click(id), until: '2026-11-27', reason: 'a course' };
    await kernel.addLead({ ownerId: 'UFULL', status: 'claimed', ...due });
    return is('paused', () => pauseRep(kernel.ctx, pause));
  },
  'ask for an update': async ({ id }) => {
    await kernel.addLead({ ownerId: 'UBEN', ...due, status: 'claimed', followUpDueAt: anHourAgo });
    await followUp(kernel.ctx);
    const ask = () => askForUpdate(kernel.ctx, { repId: 'UBEN', by: click(id) });
    // Of more than one of them, the rep gets so many nudges a day.
    return async () => ['asked', 'nudged-enough'].includes((await ask()).outcome);
  },
  'record do not contact': async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    return is('recorded', () => recordDoNotContact(kernel.ctx, { leadId, by: click(id) }));
  },
  'lift do not contact': async ({ id }) => {
    const leadId = await kernel.addLead({
      ...{ status: 'disqualified', closedAt: monday, doNotContactAt: monday },
      details: { email: 'jane@example.org' },
    });
    return is('lifted', () => liftDoNotContact(kernel.ctx, { leadId, by: click(id) }));
  },
  'send back': async ({ id, ownerId }) => {
    const leadId = ownerId === 'UREP' ? await kernel.addLead() : await owned(ownerId);
    const demand = { fields: ['phone'], reason: 'they asked to be called' };
    return is('sent-back', () => sendBack(kernel.ctx, { leadId, by: click(id), ...demand }));
  },
  'complete a held lead': async ({ id }) => {
    const leadId = await kernel.addLead({
      ...{ status: 'held', sourceKey: 'form', missing: ['phone'] },
      ...{ heldAt: monday, heldUntil: inAnHour },
      // Not the same lead as another one's try.
      details: { name: `For ${id}` },
    });
    const typed = { phone: '+49 30 901820' };
    return is('complete', () => fixLead(kernel.ctx, { leadId, by: click(id), typed }));
  },
  undo: async ({ id }) => {
    const leadId = await owned('UANA');
    await updateLead(kernel.ctx, { leadId, by: click('UANA'), status: 'connected' });
    await kernel.db
      .updateTable('undos')
      .set({ actor_id: id })
      .where('lead_id', '=', leadId)
      .execute();
    return is('undone', () => undoLead(kernel.ctx, { leadId, by: click(id) }));
  },
  why: async ({ id, ownerId }) => {
    const leadId = await owned(ownerId);
    return async () => {
      const seen = await viewLead(kernel.ctx, leadId, id);
      return (
        seen.outcome === 'seen' && explain(await explainLead(kernel.ctx, seen.view)).length > 0
      );
    };
  },
  "see a rep's leads": async ({ id }) => {
    const leadId = await owned('UFULL');
    return async () => {
      const view = await readRepLeads(kernel.ctx, { repId: 'UFULL', by: id });
      return JSON.stringify(view).includes(leadNumber(leadId));
    };
  },
  'see a pay period':
    async ({ id }) =>
    async () => {
      const person = await findPerson(kernel.db, kernel.ctx.workspaceId, id);
      const { document } = await kernel.ctx.settings.current();
      return person !== null && payChannels(document, person).includes('CLEADS');
    },
  "see a team's report": async ({ id }) => {
    const words = { period: 'week', by: 'source' } as const;
    return async () => {
      const answer = await reportOn(kernel.ctx, { by: click(id), words });
      const reach = answer.outcome === 'reported' ? answer.report.reach : null;
      return reach?.of === 'channels' && reach.channels.includes('CLEADS');
    };
  },
  'review a rep': async ({ id }) => {
    const review = { repId: 'UREP', agreed: 'Call before ten', leadIds: [] };
    return is('recorded', () => recordReview(kernel.ctx, { by: click(id), ...review }));
  },
  'set a goal': async ({ id }) => {
    const more = { share: '95', within: '', from: 'this-week' } as const;
    const wanted = { channelId: 'CLEADS', of: 'on-time', ...more } as const;
    return is('set', () => setGoals(kernel.ctx, { by: click(id), wanted }));
  },
  'enter a lead': async ({ id }) => {
    const arrival = { name: 'Jane Doe', email: `${id.toLowerCase()}@example.org` };
    const entered = { source: ownSource, arrival, by: click(id), channel: 'CLEADS' };
    return is('created', () => receiveLead(kernel.ctx, entered));
  },
  'set up a channel': async ({ id }) => {
    const info = async () => ({ ok: true, channel: { name: 'more-leads' } });
    // It asks Slack nothing else.
    const ctx = { ...kernel.ctx, slack: { conversations: { info } } as never };
    const channelId = `CNEW${++channels}`;
    return is('set-up', () => setUpChannel(ctx, { channelId, personId: id }));
  },
};
type Try = () => Promise<boolean>;

const is = (wanted: string, verb: () => Promise<{ outcome: string }>) => async () =>
  (await verb()).outcome === wanted;
const owned = (ownerId: string) =>
  kernel.addLead({
    ...{ ownerId, status: 'claimed', claimedAt: monday, ...due },
    details: { email: 'jane@example.org' },
  });
async function seesContacts(leadId: number, id: string): Promise<boolean> {
  const seen = await viewLead(kernel.ctx, leadId, id);
  return seen.outcome === 'seen' && seen.view.seesContacts;
}

/** What a refusal must leave as it is. */
async function onRecord(): Promise<unknown> {
  const { rows } = await kernel.pool.query(`
    select (select count(*) from lead_events), (select sum(version) from leads),
      (select count(*) from notes), (select count(*) from messages), (select count(*) from passes),
      (select count(*) from settings_versions), (select count(*) from seen_deliveries)`);
  return rows;
}

test.each(actions)(
  '%s: whoever may, can; nobody else, and then nothing is kept',
  async (action) => {
    const could: Partial<Record<Name, boolean>> = {};
    const leftTraces: Name[] = [];
    for (const name of names) {
      const { id, is: standings } = people[name];
      const owns = standings.some((standing) => standing === 'owner');
      const ownerId = owns ? id : id === 'USTAND' ? 'UAWAY' : 'UREP';
      const attempt = await tries[action]({ id, ownerId });
      const before = await onRecord();
      could[name] = await attempt();
      const after = await onRecord();
      if (!could[name] && !isDeepStrictEqual(after, before)) leftTraces.push(name);
    }
    const allowed = names.map((name) => [name, may(action, new Set(people[name].is))]);
    expect(could).toEqual(Object.fromEntries(allowed));
    expect(leftTraces).toEqual([]);
  },
);

test('a channel can open contact details to those who may claim, before a claim', async () => {
  const { ctx } = kernel;
  const open = (contacts: 'owner' | 'roster') =>
    ctx.settings.change(
      ({ channels: { CLEADS, ...others }, ...rest }) =>
        settingsSchema.parse({ ...rest, channels: { ...others, CLEADS: { ...CLEADS, contacts } } }),
      { authorId: null, note: 'test', now: monday },
    );
  const unclaimed = await kernel.addLead({ details: { email: 'jane@example.org' } });
  const who = (leadId: number) =>
    Promise.all(['UBEN', 'UEVE', 'UMIA', 'UGUEST'].map((id) => seesContacts(leadId, id)));
  expect(await who(unclaimed)).toEqual([false, false, true, false]);
  await open('roster');
  expect(await who(unclaimed)).toEqual([true, false, true, false]);
  expect(await who(await owned('UANA'))).toEqual([false, false, true, false]);
  await open('owner');
  expect(await who(unclaimed)).toEqual([false, false, true, false]);
});

test('the table in the documents is this one', () => {
  const columns = [
    'owner',
    'stand-in',
    'rep',
    'manager',
    'admin',
    'source-owner',
    'member',
  ] as const;
  const rows = actions.map((action) => [
    action,
    ...columns.map((standing) => (may(action, new Set([standing, 'member'])) ? 'yes' : 'no')),
    'no',
  ]);
  const security = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
  const printed = security
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.includes('---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(printed.slice(1)).toEqual(rows);
});
