// @ts-check
// What can be done with a message beside its own buttons.

/** @import { PageMessage } from '../contract.ts' */
/** @import { MenuItem } from './menu.js' */
import { el } from './dom.js';
import { failureSentence } from './failure.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { page } from './page.js';
import { sendAct } from './server.js';
import { spoken } from './text.js';
import { toast } from './toast.js';
import { goTo, refresh } from './travel.js';

/** @param {PageMessage} message */
export function openThread(message) {
  goTo({ tab: 'channel', channel: message.channel, thread: message.threadTs ?? message.ts });
}

/**
 * @param {PageMessage} message
 * @param {boolean} inThread
 */
export function drawTools(message, inThread) {
  const more = el(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': 'More actions',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'data-focus': `more/${message.ts}`,
      onclick: () => openMenu(more, 'More actions', actionsOn(message, inThread)),
    },
    icon('more'),
  );
  const reply = el(
    'button',
    {
      type: 'button',
      class: 'tool tool-reply',
      'aria-label': 'Reply in thread',
      'data-focus': `reply/${message.ts}`,
      onclick: () => openThread(message),
    },
    icon('reply'),
  );
  return el('div', { class: 'tools' }, inThread || message.ephemeral ? null : reply, more);
}

/**
 * @param {PageMessage} message
 * @param {boolean} inThread
 * @returns {MenuItem[]}
 */
function actionsOn(message, inThread) {
  const shortcuts = message.ephemeral
    ? []
    : page.state.shortcuts.filter((shortcut) => shortcut.type === 'message');
  /** @type {MenuItem[]} */
  const items = [
    { label: 'Copy text', run: () => void navigator.clipboard?.writeText(spoken(message.text)) },
  ];
  if (!inThread && !message.ephemeral)
    items.unshift({ label: 'Reply in thread', run: () => openThread(message) });
  const forApp = shortcuts.map((shortcut, index) => ({
    label: shortcut.name,
    note: shortcut.description,
    ...(index === 0 && { section: page.state.app.name }),
    run: () => void runMessageShortcut(shortcut.callbackId, message),
  }));
  return [...items, ...forApp];
}

/**
 * @param {string} callbackId
 * @param {PageMessage} message
 */
async function runMessageShortcut(callbackId, message) {
  const answer = await sendAct({
    as: page.state.me,
    kind: 'messageShortcut',
    callbackId,
    channel: message.channel,
    ts: message.ts,
  });
  if (!answer.ok) toast(failureSentence(answer.problem), { bad: true });
  await refresh();
}
