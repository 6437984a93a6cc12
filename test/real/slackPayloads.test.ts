import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Delivery } from '../../sandbox/delivery/delivery.ts';
import { lane } from '../support/lane.ts';
import { useWorld } from '../support/world.ts';

// The story fails, as each does, with a line of the log that is an error's. A warning is calm; and
// some of the payloads say that the app was removed.
const here = useWorld({ expectErrors: ['"level":40', 'sending has stopped'] });
const folder = join(lane.realDataDir ?? '', 'slack');

const object = z.record(z.string(), z.unknown());
const row = z.object({ id: z.string(), payload: object.optional(), fields: object.optional() });
type Payload = z.infer<typeof object>;
type Recorded = { readonly id: string; readonly payload: Payload };

const rowsOf = (file: string): Recorded[] =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => row.parse(JSON.parse(line)))
    .map(({ id, payload, fields }) => ({ id, payload: payload ?? fields ?? {} }));

const filesIn = (name: string): Recorded[] =>
  readdirSync(join(folder, name)).map((file) => ({
    id: basename(file, '.json'),
    payload: object.parse(JSON.parse(readFileSync(join(folder, name, file), 'utf8'))),
  }));

const samples = 'java_sdk_samples/app-backend';

/** Every payload of the collection: whole ones as they are, parts of one in an envelope. */
function recorded(): Recorded[] {
  const all = [
    ...rowsOf('bolt_python_payloads.jsonl'),
    ...rowsOf('java_sdk_test_payloads.jsonl'),
    ...readdirSync(join(folder, samples)).flatMap((kind) => filesIn(`${samples}/${kind}`)),
    ...filesIn('java_sdk_samples/events'),
    ...filesIn('python_sdk_fixtures').filter(({ id }) => !id.startsWith('web_response')),
  ];
  return all.map(({ id, payload }) => ({ id, payload: whole(payload) }));
}

const sent =
  /^(event_callback|url_verification|shortcut|\w+_(actions?|message|submission|closed|suggestion|cancellation|edit))$/;

function whole(payload: Payload): Payload {
  const { type, payload: enveloped, event } = payload;
  if (event) return { ...payload, type: 'event_callback' };
  if (typeof enveloped === 'object') return object.parse(enveloped);
  if (type === 'modal' || type === 'home') {
    const view = { id: 'V111', state: { values: {} }, ...payload };
    return {
      type: 'view_submission',
      team: { id: 'T111' },
      user: { id: 'U111' },
      trigger_id: '1.2',
      view,
    };
  }
  const isEvent = typeof type === 'string' && type !== '' && !sent.test(type);
  return isEvent
    ? { type: 'event_callback', team_id: 'T111', event_id: 'Ev1', event: payload }
    : payload;
}

/** How Slack would send it. */
function deliveryOf(payload: Payload): Delivery {
  if (payload['event']) return { kind: 'events_api', payload, acceptsResponse: false };
  if ('command' in payload) return { kind: 'slash_commands', payload, acceptsResponse: true };
  return { kind: 'interactive', payload, acceptsResponse: true };
}

/** The same as if it came from this workspace, by somebody in it, from a channel that takes leads. */
function ours(value: unknown, key = ''): unknown {
  const { sandbox, ids } = here.world;
  if (typeof value === 'string') {
    const kind = /^([TUWC])[-_A-Z0-9]{2,}$/.exec(value)?.[1] ?? kindOf(key, value);
    if (kind === 'T') return sandbox.teamId;
    if (kind === 'C') return ids.leads;
    if (kind) return ids.people('ana');
    if (key === 'command') return '/lead';
    return key === 'name' ? value || 'leads' : value;
  }
  if (Array.isArray(value)) return value.map((each) => ours(each, key));
  if (typeof value !== 'object' || value === null) return value;
  // Recorded before Slack sent it with commands.
  const app = 'command' in value ? { api_app_id: sandbox.appId } : {};
  const own = Object.entries(value).map(([name, each]) => [
    name,
    ours(each, name === 'id' ? key : name),
  ]);
  return { ...app, ...Object.fromEntries(own) };
}

/** In some samples of which only the shape is given, ids and names are left empty or out. */
const kindOf = (key: string, value: string): string | undefined =>
  /^(|RETRACTED|T-auth)$/.test(value)
    ? /^(team|user|channel)/.exec(key)?.[1]?.[0]?.toUpperCase()
    : undefined;

async function answersTo(payloads: readonly Recorded[]): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  for (const { id, payload } of payloads) {
    const { acked, status } = await here.world.sandbox.deliver(deliveryOf(payload));
    // Without one, the app broke off or said nothing in three seconds.
    answers.set(id, status ?? (acked ? 200 : 599));
  }
  return answers;
}
const where = (answers: Map<string, number>, isBad: (status: number) => boolean) =>
  Object.fromEntries([...answers].filter(([, status]) => isBad(status)));

describe.skipIf(!lane.realDataDir)('payloads that Slack has sent to other apps', () => {
  test('those of other workspaces are refused, calmly', { timeout: 60_000 }, async () => {
    const { sandbox } = here.world;
    const answers = await answersTo(recorded());
    expect(answers.size).toBeGreaterThan(300);
    expect(where(answers, (status) => status >= 500)).toEqual({});
    expect(sandbox.callsTo('views.open')).toEqual([]);
  });

  test('those of this workspace are taken', { timeout: 60_000 }, async () => {
    const { ctx } = here.world;
    const payloads = recorded().map(({ id, payload }) => ({
      id,
      payload: object.parse(ours(payload)),
    }));
    const answers = await answersTo(payloads);
    // A few are for a whole organisation and name no workspace.
    const refused = where(answers, (status) => status !== 200);
    expect(Object.values(refused).filter((status) => status !== 401)).toEqual([]);
    expect(Object.keys(refused).length).toBeLessThan(10);
    expect(await ctx.db.selectFrom('leads').select('id').execute()).toEqual([]);
  });
});
