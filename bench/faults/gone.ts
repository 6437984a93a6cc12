import type { Call } from '../../sandbox/calls.ts';
import type { FaultKind } from '../../sandbox/faultPlan.ts';
import { unparkDestination } from '../../src/slack/unparkDestination.ts';
import { readEvidence } from '../support/evidence.ts';
import { findViolations } from '../support/invariants.ts';
import type { FaultRun } from './faultRun.ts';
import { departure } from './goneDeparture.ts';
import { openScene, type Scene, types } from './goneScene.ts';

/** Slack's codes, by what they mean for whoever sends. */
const errors = {
  channel: ['channel_not_found', 'is_archived', 'not_in_channel', 'restricted_action'],
  person: ['user_not_found', 'user_disabled', 'messages_tab_disabled'],
  message: ['invalid_blocks', 'msg_too_long', 'metadata_too_large'],
  installation: ['account_inactive', 'token_revoked'],
  redraw: ['message_not_found', 'cant_update_message', 'edit_window_closed'],
} as const;

type Case = { readonly meaning: keyof typeof errors; readonly code: string; readonly type: string };

export const gone: FaultRun = {
  about:
    'channels, people, messages and the installation itself are gone: 15 errors of Slack with each type of message',
  repeats: 1,
  async play({ repeats, short, createDatabase, say }) {
    const violations: string[] = [];
    const chosen = short ? cases.filter(inShort) : cases;
    for (let n = 1; n <= repeats; n++) {
      for (const [i, one] of chosen.entries()) {
        const scene = await openScene(await createDatabase(), one.type);
        try {
          const found =
            one.meaning === 'redraw' ? await redrawn(scene, one) : await sent(scene, one);
          violations.push(...found.map((what) => `${one.type}, ${one.code}: ${what}`));
        } finally {
          await scene.office.close();
        }
        if (i % 10 === 9) say(`${i + 1} of ${chosen.length}`);
      }
      violations.push(...(await departure(createDatabase)));
    }
    return violations;
  },
};

const cases: readonly Case[] = Object.entries(errors).flatMap(([meaning, codes]) =>
  codes.flatMap((code) =>
    Object.entries(types)
      .filter(([, { to, redraw }]) => {
        if (meaning === 'redraw') return redraw !== undefined;
        return (
          (meaning !== 'channel' && meaning !== 'person') ||
          to.startsWith(meaning === 'channel' ? 'C' : 'U')
        );
      })
      // Entries forget that the keys are those of errors.
      .map(([type]) => ({ meaning: meaning as Case['meaning'], code, type })),
  ),
);

/** One error of each meaning, with the types that differ most. */
const inShort = ({ code, type }: Case): boolean =>
  [
    ...[
      'is_archived card',
      'not_in_channel unclaimed',
      'user_disabled nudge',
      'user_not_found digest',
    ],
    ...['invalid_blocks escalation', 'account_inactive nudge'],
    ...['message_not_found card', 'message_not_found nudge'],
  ].includes(`${code} ${type}`);

/** It meets the error when it is sent. */
async function sent(scene: Scene, { meaning, code, type }: Case): Promise<string[]> {
  const { office, sandbox } = scene;
  const { to } = types[type] ?? { to: '' };
  const everywhere = meaning === 'installation';
  const fault: FaultKind = { error: code };
  const where = everywhere ? {} : { method: 'chat.postMessage', channel: to };
  sandbox.faults.add({ fault, times: Infinity, ...where });
  await scene.happen();
  await scene.goOn();
  const meanwhile = [
    ...(await endState(scene, { meaning, code, type })),
    ...(everywhere ? [] : await neighbours(scene)),
    ...(meaning === 'channel' ? await toldOnce(scene) : []),
  ];
  sandbox.faults.clear();
  office.courier.breaker.succeeded();
  await unparkDestination(office.ctx, to);
  await scene.goOn();
  const recovered = meaning === 'message' ? [] : await afterwards(scene, type);
  return [...meanwhile, ...recovered];
}

async function endState(scene: Scene, { meaning, code, type }: Case): Promise<string[]> {
  const { to } = types[type] ?? { to: '' };
  const rows = await scene.rows(type);
  const parked = await scene.parkedFor(to);
  const tried = scene.refused(code);
  // Whatever goes there: what one has found out, another need not.
  const tries = meaning === 'channel' || meaning === 'person' ? tried.length : mostOfOne(tried);
  const expected = meaning === 'message' ? 'dead' : 'waiting';
  const wrong = rows.filter(({ state }) => state !== expected);
  return [
    ...(rows.length === 0 ? ['there is none'] : []),
    ...(tries === 0 ? ['Slack was not asked'] : []),
    ...(tries > 2 ? [`Slack was asked ${tries} times`] : []),
    ...wrong.map(({ key, state }) => `${key} is ${state}, not ${expected}`),
    ...((meaning === 'channel' || meaning === 'person') !== (parked !== null)
      ? [`its destination is ${parked ?? 'not parked'}`]
      : []),
  ];
}

const mostOfOne = (calls: readonly Call[]): number =>
  Math.max(
    0,
    ...[...Map.groupBy(calls, ({ args: { metadata, ts } }) => JSON.stringify([metadata, ts]))].map(
      ([, { length }]) => length,
    ),
  );

/** Whatever goes elsewhere has gone. */
async function neighbours(scene: Scene): Promise<string[]> {
  const waiting = await scene.waitingFor('COTHER', 'ULIA');
  return waiting.map(({ key }) => `${key} waits, too`);
}

async function toldOnce({ office, sandbox }: Scene): Promise<string[]> {
  for (let n = 0; n < 3; n++) {
    await office.job('report-parked');
    await office.deliver();
  }
  const told = sandbox.dm('UADA').length;
  return told === 1 ? [] : [`the admin was told ${told} times`];
}

/** Once a person has acted, it arrives, judged anew, and once. */
async function afterwards(scene: Scene, type: string): Promise<string[]> {
  const { office, sandbox } = scene;
  const { ctx } = office;
  const { document } = await ctx.settings.current();
  const rows = await scene.rows(type);
  return [
    ...rows.filter(({ state }) => state === 'waiting').map(({ key }) => `${key} still waits`),
    ...(await findViolations({
      sandbox,
      db: ctx.db,
      workspaceId: ctx.workspaceId,
      settings: document,
    })),
  ];
}

/** It meets the error when it is redrawn: a card is posted again, once; anything else is forgotten. */
async function redrawn(scene: Scene, { code, type }: Case): Promise<string[]> {
  const { sandbox } = scene;
  await scene.happen();
  await scene.goOn(10);
  sandbox.faults.add({ fault: { error: code }, method: 'chat.update', times: Infinity });
  await types[type]?.redraw?.(scene);
  await scene.goOn(10);
  const { ctx } = scene.office;
  const { document } = await ctx.settings.current();
  const { sent: posted } = await readEvidence({
    sandbox,
    db: ctx.db,
    workspaceId: ctx.workspaceId,
    settings: document,
  });
  const [row] = await scene.rows(type);
  const times = posted.filter((one) => one.row.id === row?.id).length;
  const expected = type === 'card' ? 2 : 1;
  return [
    ...(scene.refused(code).length === 0 ? ['Slack was not asked'] : []),
    ...(times === expected ? [] : [`it was posted ${times} times, not ${expected}`]),
    ...(row?.live === (type === 'card') ? [] : [`it is ${row?.live ? '' : 'not '}live`]),
  ];
}
