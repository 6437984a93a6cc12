import type { Person } from '../../src/people/person.ts';
import { findEveryone } from '../../src/people/peopleStore.ts';
import type { Selectable } from 'kysely';
import { isObject } from '../../sandbox/blockKit/rules.ts';
import type { Call } from '../../sandbox/calls.ts';
import type { Sandbox, SeenMessage } from '../../sandbox/sandbox.ts';
import type { Db } from '../../src/db/openDatabase.ts';
import type { DB } from '../../src/db/schema.ts';
import type { Settings } from '../../src/settings/settings.ts';

/** Where to look: at what Slack saw, and at what the database says. */
export type Scene = {
  readonly sandbox: Sandbox;
  readonly db: Db;
  readonly workspaceId: string;
  readonly settings: Settings;
};

type Row<Table extends keyof DB> = Selectable<DB[Table]>;

/** A message that Slack took, whether or not the app was told so. */
export type Sent = { readonly call: Call; readonly at: Date; readonly row: Row<'messages'> };

/** Both sides, read once. Without what no row of `messages` stands behind, such as whispers. */
export type Evidence = Scene & {
  readonly leads: readonly Row<'leads'>[];
  /** As they happened. */
  readonly events: readonly Row<'lead_events'>[];
  readonly messages: readonly Row<'messages'>[];
  readonly breaches: readonly Row<'breaches'>[];
  /** By lead. */
  readonly externalIds: ReadonlyMap<number, string>;
  readonly people: ReadonlyMap<string, Person>;
  readonly sent: readonly Sent[];
  /** What stands in Slack now, by the id of its row. */
  readonly standing: ReadonlyMap<number, readonly SeenMessage[]>;
};

export async function readEvidence(scene: Scene): Promise<Evidence> {
  const { sandbox } = scene;
  const { leads, events, messages, breaches, people, externalIds } = await readTables(scene);
  const rows = new Map(messages.map((row) => [row.id, row]));
  const sent = sandbox.callsTo('chat.postMessage').flatMap((call) => {
    const row = rows.get(messageId(call.args['metadata']) ?? 0);
    return call.done && row ? [{ call, at: new Date(call.at), row }] : [];
  });
  const everywhere = [
    ...sandbox.channels.flatMap(({ id }) => sandbox.messages(id)),
    ...sandbox.users.flatMap(({ id }) => sandbox.dm(id)),
  ];
  const standing = Map.groupBy(everywhere, ({ metadata }) => messageId(metadata) ?? 0);
  standing.delete(0);
  return {
    ...scene,
    leads,
    events,
    messages,
    breaches,
    externalIds: new Map(externalIds.map((row) => [row.lead_id, row.external_id ?? ''])),
    people: new Map(people.map((person) => [person.id, person])),
    sent,
    standing,
  };
}

async function readTables({ db, workspaceId }: Scene) {
  // One after the other: the embedded database has one connection.
  return {
    leads: await db
      .selectFrom('leads')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .execute(),
    events: await db
      .selectFrom('lead_events')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('id')
      .execute(),
    messages: await db
      .selectFrom('messages')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('id')
      .execute(),
    breaches: await db
      .selectFrom('breaches')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .execute(),
    people: await findEveryone(db, workspaceId),
    externalIds: await db
      .selectFrom('lead_details')
      .select(['lead_id', 'external_id'])
      .where('workspace_id', '=', workspaceId)
      .where('external_id', 'is not', null)
      .execute(),
  };
}

/** The id of the row behind a message, as its metadata carries it. */
export function messageId(metadata: unknown): number | undefined {
  if (!isObject(metadata) || !isObject(metadata.event_payload)) return undefined;
  return Number(metadata.event_payload.message_id) || undefined;
}
