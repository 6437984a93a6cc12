import type { StateOption, Surface, Act, ActAnswer } from '../contract.ts';
import type { Core } from '../core.ts';
import type { Ack } from '../delivery/delivery.ts';
import { click } from '../people/click.ts';
import { command, messageShortcut, shortcut } from '../people/command.ts';
import { openHome, say, suggest } from '../people/visit.ts';
import { closeModal, fill, submit } from '../people/submit.ts';
import { findById, look, type Shown } from '../people/surface.ts';
import type { User } from '../workspace.ts';

/** Does what a person did in the page. */
export async function pageAct(core: Core, act: Act): Promise<ActAnswer> {
  try {
    return await carryOut(core, core.workspace.user(act.as), act);
  } catch (error) {
    return {
      ok: false,
      problem: 'invalid',
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}

async function carryOut(core: Core, user: User, act: Act): Promise<ActAnswer> {
  const { workspace } = core;
  switch (act.kind) {
    case 'click': {
      const shown = find(core, user, act.surface);
      const found = findById(shown, act.blockId, act.actionId);
      if (shown.on !== 'message') fill(shown.view, act.state);
      return toAnswer(await click(core, user, shown, found, act.input, act.state));
    }
    case 'submit': {
      const { view } = modal(core, user, act.viewId);
      fill(view, act.state);
      const { errors, sent, ...ack } = await submit(core, user, view);
      return errors && (ack.acked || !sent) ? { ok: true, ms: ack.ms, errors } : toAnswer(ack);
    }
    case 'close':
      modal(core, user, act.viewId);
      return toAnswer(await closeModal(core, user, act.all));
    case 'command':
      return toAnswer(await command(core, user, workspace.channel(act.channel), act.text));
    case 'message': {
      const message = await say(core, user, workspace.channel(act.channel), act.text, act.threadTs);
      return { ok: true, ms: 0, ts: message.ts };
    }
    case 'shortcut':
      return toAnswer(await shortcut(core, user, act.callbackId));
    case 'messageShortcut':
      return toAnswer(
        await messageShortcut(core, user, workspace.channel(act.channel), act.ts, act.callbackId),
      );
    case 'openHome':
      return toAnswer(await openHome(core, user, act.tab));
    case 'suggest': {
      const shown = find(core, user, act.surface);
      const found = findById(shown, act.blockId, act.actionId);
      const { options, optionGroups, ...ack } = await suggest(core, user, shown, found, act.text);
      const answer = toAnswer(ack);
      // The page draws what the app gave; it is the app that is under test.
      return answer.ok
        ? {
            ...answer,
            options: options as unknown as StateOption[],
            optionGroups: optionGroups as [],
          }
        : answer;
    }
  }
}

function find(core: Core, user: User, surface: Surface): Shown {
  if (surface.on === 'message')
    return look(core, user.id, { channel: surface.channel, ts: surface.ts });
  return surface.on === 'home' ? look(core, user.id, 'home') : modal(core, user, surface.viewId);
}

function modal(core: Core, user: User, viewId: string) {
  const shown = look(core, user.id, 'modal');
  if (shown.on !== 'modal' || shown.view.id !== viewId)
    throw new Error(`the modal ${viewId} is not open any more`);
  return shown;
}

const toAnswer = (ack: Ack | undefined): ActAnswer =>
  !ack || ack.acked
    ? { ok: true, ms: ack?.ms ?? 0 }
    : { ok: false, problem: ack.problem ?? 'app_error', detail: ack.detail ?? ack.problem ?? '' };
