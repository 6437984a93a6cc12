import type { Context } from '../../src/context.ts';
import { calendarOf } from '../../src/people/calendar.ts';
import { findPerson } from '../../src/people/peopleStore.ts';
import { isWorkingTime } from '../../src/people/workingTime.ts';
import { localDate } from '../../src/people/zone.ts';
import type { HeardCall } from './slackInProcess.ts';

/** A message that Slack took, as it notified one person. */
export type Notified = {
  readonly person: string;
  readonly kind: string;
  readonly key: string;
  readonly at: Date;
  /** The person's. */
  readonly localDate: string;
  readonly inWorkingTime: boolean;
};

/** What nobody counts: it goes by the clock, or tells good news once. */
const exempt = ['digest', 'digest-picture', 'scorecard', 'assigned'];
export const isUnsolicited = ({ kind }: Notified): boolean => !exempt.includes(kind);
export const isNudge = ({ kind }: Notified): boolean => kind === 'nudge';

/** By `PERSON on DATE`. */
export function countByDay(notified: readonly Notified[]): Map<string, number> {
  const days = Map.groupBy(notified, (one) => `${one.person} on ${one.localDate}`);
  return new Map([...days].map(([day, { length }]) => [day, length]));
}

/** Keeps what the app does to people, and whether it keeps its word on leases. */
export class Watch {
  readonly notified: Notified[] = [];
  /** Leads that were owned after a tick although their lease had ended: each once a tick. */
  readonly pastLease: string[] = [];
  #heard: HeardCall[] = [];

  readonly hear = (call: HeardCall): void => {
    if (call.method === 'chat.postMessage' && call.ok) this.#heard.push(call);
  };

  /** Judges what was heard since the last time, by how things are now. Answers who was notified. */
  async judge(ctx: Context): Promise<Notified[]> {
    const heard = this.#heard;
    this.#heard = [];
    const news: Notified[] = [];
    for (const { args } of heard) {
      const people = notifies(args);
      if (people.length === 0) continue;
      const message = await messageOf(ctx, args);
      for (const person of people) news.push(await toNotified(ctx, person, message));
    }
    this.notified.push(...news);
    return news;
  }

  async checkLeases({ db, workspaceId, clock }: Context): Promise<void> {
    const now = clock.now();
    const owned = await db
      .selectFrom('leads')
      .where('workspace_id', '=', workspaceId)
      .where('lease_ends_at', '<=', now)
      .where('status', 'in', ['claimed', 'attempted'])
      .where('owner_id', 'is not', null)
      .select(['id', 'owner_id'])
      .execute();
    for (const { id, owner_id } of owned) {
      this.pastLease.push(`L-${id} was still ${owner_id}'s at ${now.toISOString()}`);
    }
  }
}

/** Whose DM it is, or whom it mentions. */
function notifies(args: URLSearchParams): string[] {
  const channel = args.get('channel') ?? '';
  if (/^[UW]/.test(channel)) return [channel];
  const written = `${args.get('text')} ${args.get('blocks')}`;
  const mentions = /<@([UW]\w+)|"user_id":"([UW]\w+)"/g;
  return [...new Set([...written.matchAll(mentions)].map(([, one, other]) => one ?? other ?? ''))];
}

type Row = { readonly kind: string; readonly key: string; readonly owner: string | null };

async function messageOf({ db, workspaceId }: Context, args: URLSearchParams): Promise<Row> {
  const metadata = JSON.parse(args.get('metadata') ?? '{}') as {
    event_payload?: { message_id?: number }; // as sendMessage posts it
  };
  const id = metadata.event_payload?.message_id ?? 0;
  const row = await db
    .selectFrom('messages as m')
    .leftJoin('leads as l', (join) =>
      join.onRef('l.workspace_id', '=', 'm.workspace_id').onRef('l.id', '=', 'm.lead_id'),
    )
    .where('m.workspace_id', '=', workspaceId)
    .where('m.id', '=', id)
    .select(['m.kind', 'm.key', 'l.owner_id as owner'])
    .executeTakeFirst();
  return row ?? { kind: 'unknown', key: `unknown to ${args.get('channel')}`, owner: null };
}

async function toNotified(ctx: Context, id: string, { kind, key, owner }: Row): Promise<Notified> {
  const at = ctx.clock.now();
  const { document } = await ctx.settings.current();
  const person = await findPerson(ctx.db, ctx.workspaceId, id);
  return {
    // A card that names the one who has just got the lead says no more than the message that tells them.
    kind: kind === 'card' && owner === id ? 'assigned' : kind,
    key,
    person: id,
    at,
    localDate: localDate(at, person?.timezone ?? 'UTC'),
    inWorkingTime: person !== null && isWorkingTime(at, calendarOf(person, document)),
  };
}
