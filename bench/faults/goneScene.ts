import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call } from '../../sandbox/calls.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { theApp } from '../../src/context.ts';
import { inspectCsv } from '../../src/intake/csvFile.ts';
import { importCsv } from '../../src/intake/importCsv.ts';
import { receiveLead } from '../../src/intake/receiveLead.ts';
import { claimLead } from '../../src/leads/claimLead.ts';
import { reassignLead } from '../../src/leads/reassignLead.ts';
import { updateLead } from '../../src/leads/updateLead.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { Clockwork } from '../simulation/clockwork.ts';
import { changeSettings, type Office, openOffice } from '../simulation/office.ts';
import type { FreshDatabase } from '../support/databases.ts';

const minute = 60_000;
/** Monday, 10:00, where everybody is. */
const begins = Date.parse('2026-11-23T10:00:00Z');

/** Where a type of message goes, and what makes it go. */
type MessageType = {
  readonly to: string;
  /** Minutes after the scene begins: just before it is sent. */
  readonly at: number;
  /** Left out: the schedule sends it. */
  readonly cause?: (scene: Scene) => Promise<unknown>;
  /** What changes what it shows. Left out: nothing does. */
  readonly redraw?: (scene: Scene) => Promise<unknown>;
};

/** Every type that is sent by itself. */
export const types: Readonly<Record<string, MessageType>> = {
  card: {
    ...{ to: 'CLEADS', at: 5 },
    cause: (scene) => scene.lead('of the card'),
    redraw: async (scene) => scene.claim(await scene.newestLead(), 'UANA'),
  },
  'import-summary': { to: 'CLEADS', at: 5, cause: (scene) => scene.importFile() },
  unclaimed: {
    ...{ to: 'CLEADS', at: 12 },
    redraw: (scene) => scene.claim(scene.leads.unclaimed, 'UBEN'),
  },
  assigned: { to: 'UBEN', at: 5, cause: (scene) => scene.reassign(scene.leads.other, 'UBEN') },
  nudge: { to: 'UANA', at: 55, redraw: (scene) => scene.work(scene.leads.overdue, 'UANA') },
  escalation: {
    ...{ to: 'UMIA', at: 295 },
    redraw: (scene) => scene.reassign(scene.leads.overdue, 'UBEN'),
  },
  digest: { to: 'UMIA', at: 22 * 60 + 25 },
};

const world = {
  users: [
    ...['ana', 'ben', 'lia'].map((name) => ({ id: `U${name.toUpperCase()}`, name, tz: 'UTC' })),
    { id: 'UMIA', name: 'mia', tz: 'UTC', role: 'manager' },
    { id: 'UADA', name: 'ada', tz: 'UTC', isAdmin: true },
  ],
  channels: [
    { id: 'CLEADS', name: 'leads' },
    { id: 'COTHER', name: 'other' },
  ],
};

const channel = (name: string, roster: string[]) => ({
  ...{ name, mode: 'claim' as const, managers: ['UMIA'], roster, holidays: [] },
});

const settings = (before: Settings): Settings => ({
  ...before,
  limits: { ...before.limits, importCards: 1 },
  channels: {
    CLEADS: channel('leads', ['UANA', 'UBEN']),
    COTHER: { ...channel('other', ['ULIA']), managers: [] },
  },
  sources: { leads: { channel: 'CLEADS' }, other: { channel: 'COTHER' } },
});

/** A team at work, until just before a message is sent. */
export async function openScene(database: FreshDatabase, type: string): Promise<Scene> {
  const office = await openOffice({ database, world, at: new Date(begins) });
  await changeSettings(office, settings);
  const scene = new Scene(office, types[type] ?? { to: '', at: 0 });
  await scene.begin();
  return scene;
}

export class Scene {
  readonly office: Office;
  /** Ana's, whose first touch is due at 11:00; another one of hers; one that nobody has claimed. */
  leads = { overdue: 0, other: 0, unclaimed: 0 };
  readonly #type: MessageType;
  readonly #clockwork: Clockwork;

  constructor(office: Office, type: MessageType) {
    this.office = office;
    this.#type = type;
    this.#clockwork = new Clockwork(office, { from: begins });
  }

  get sandbox(): Sandbox {
    return this.office.sandbox;
  }

  async begin(): Promise<void> {
    const other = await this.lead('other', 'other');
    const [overdue, second] = [await this.lead('overdue'), await this.lead('second')];
    const unclaimed = await this.lead('unclaimed');
    await this.office.deliver();
    await this.claim(other, 'ULIA');
    await this.claim(overdue, 'UANA');
    await this.claim(second, 'UANA');
    this.leads = { overdue, other: second, unclaimed };
    await this.#clockwork.runUntil(begins + this.#type.at * minute);
  }

  /** What makes the message go. */
  async happen(): Promise<void> {
    await this.#type.cause?.(this);
  }

  /** Minutes go by; messages go. */
  async goOn(minutes = 120): Promise<void> {
    const { ctx, deliver } = this.office;
    await deliver();
    await this.#clockwork.runUntil(ctx.clock.now().getTime() + minutes * minute);
    // It looks by itself, too, once a second.
    ctx.wakeDelivery();
    await deliver();
  }

  async lead(name: string, source = 'leads'): Promise<number> {
    const arrival = { name: `Jane Doe ${name}`, externalId: name };
    const received = await receiveLead(this.office.ctx, { source, arrival, by: theApp });
    return 'lead' in received ? received.lead.id : 0;
  }

  claim = (leadId: number, id: string) =>
    claimLead(this.office.ctx, { leadId, by: { kind: 'person', id } });

  reassign = (leadId: number, to: string) =>
    reassignLead(this.office.ctx, { leadId, to, by: { kind: 'person', id: 'UMIA' } });

  work = (leadId: number, id: string, status: 'attempted' | 'connected' = 'attempted') =>
    updateLead(this.office.ctx, {
      ...{ leadId, by: { kind: 'person', id }, status },
      touch: { kind: 'call', outcome: 'no-answer' },
    });

  async importFile(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'lead-nudge-gone-'));
    const path = join(folder, 'leads.csv');
    const rows = ['one', 'two', 'three'].map((name) => `Jane ${name},${name}@example.org`);
    writeFileSync(path, ['name,email', ...rows, ''].join('\n'));
    const file = await inspectCsv(path);
    await importCsv(this.office.ctx, { source: 'leads', file, onRefused: async () => {} });
    rmSync(folder, { recursive: true });
    this.office.ctx.wakeDelivery();
  }

  async newestLead(): Promise<number> {
    const { id } = await this.office.ctx.db
      .selectFrom('leads')
      .orderBy('id', 'desc')
      .select('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  /** The messages of a type to where the scene's goes, the last first. */
  async rows(kind: string) {
    return this.office.ctx.db
      .selectFrom('messages')
      .selectAll()
      .where('kind', '=', kind)
      .where('destination', '=', this.#type.to)
      .where('created_at', '>=', new Date(begins + this.#type.at * minute))
      .orderBy('id', 'desc')
      .execute();
  }

  async waitingFor(...destinations: string[]) {
    return this.office.ctx.db
      .selectFrom('messages')
      .where('state', '=', 'waiting')
      .where('destination', 'in', destinations)
      .select('key')
      .execute();
  }

  /** Slack's code, where nothing is sent there any more. */
  async parkedFor(id: string): Promise<string | null> {
    const row = await this.office.ctx.db
      .selectFrom('destinations')
      .where('id', '=', id)
      .where('parked_at', 'is not', null)
      .select('parked_reason')
      .executeTakeFirst();
    return row?.parked_reason ?? null;
  }

  /** The messages and redraws that Slack has answered so. */
  refused(code: string): readonly Call[] {
    return this.sandbox.calls.filter(({ error }) => error === code);
  }
}
