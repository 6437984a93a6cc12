// @ts-check
// Where messages and slash commands are typed.

import { Completion } from './completion.js';
import { el, freshId } from './dom.js';
import { failureSentence } from './failure.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { page } from './page.js';
import { sendAct } from './server.js';
import { toast } from './toast.js';
import { refresh } from './travel.js';

/** What was typed and not sent, by person, conversation and thread. @type {Map<string, string>} */
const drafts = new Map();

/**
 * @typedef {object} ComposerOptions
 * @property {string} channel
 * @property {string} [threadTs]
 * @property {string} placeholder
 * @property {() => void} onSent
 */

/** @param {ComposerOptions} options */
export function drawComposer(options) {
  const draftKey = `${page.state.me} ${options.channel} ${options.threadTs ?? ''}`;
  const noteId = freshId();
  const note = el('div', { class: 'composer-note', id: noteId, role: 'alert' });
  const area = el('textarea', {
    class: 'composer-text',
    rows: 1,
    placeholder: options.placeholder,
    'aria-label': options.placeholder,
    'aria-describedby': noteId,
    value: drafts.get(draftKey) ?? '',
    'data-focus': 'composer',
    oninput: () => {
      drafts.set(draftKey, area.value);
      note.textContent = '';
      fit();
      completion.update();
    },
    onblur: () => completion.close(),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (completion.onKey(event)) return;
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      void send();
    },
  });
  const button = el(
    'button',
    { type: 'button', class: 'composer-send', 'aria-label': 'Send', onclick: () => send() },
    icon('send'),
  );
  const box = el(
    'div',
    { class: 'composer' },
    area,
    el(
      'div',
      { class: 'composer-bar' },
      drawShortcutsButton(area, options),
      drawSlashButton(area),
      el(
        'span',
        { class: 'composer-tip' },
        el('kbd', {}, 'Enter'),
        ' sends · ',
        el('kbd', {}, 'Shift Enter'),
        ' new line',
      ),
      button,
    ),
  );
  const completion = new Completion(area, box);

  const fit = () => {
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 240)}px`;
    button.disabled = area.value.trim() === '';
  };

  const send = async () => {
    const text = area.value.trim();
    if (!text) return;
    const isCommand = /^\/\S/.test(text);
    const refusal = isCommand ? refusalOf(text, options) : null;
    if (refusal) {
      note.textContent = refusal;
      return;
    }
    completion.close();
    area.value = '';
    drafts.delete(draftKey);
    fit();
    const answer = await sendAct(
      isCommand
        ? { as: page.state.me, kind: 'command', channel: options.channel, text }
        : {
            as: page.state.me,
            kind: 'message',
            channel: options.channel,
            text,
            ...(options.threadTs && { threadTs: options.threadTs }),
          },
    );
    if (!answer.ok) {
      note.textContent = isCommand
        ? `${text.split(/\s/)[0]} failed. ${failureSentence(answer.problem)}`
        : failureSentence(answer.problem);
      if (area.value === '') area.value = text;
      fit();
    }
    await refresh();
    options.onSent();
  };
  queueMicrotask(fit);
  return el('div', { class: 'composer-frame' }, note, box);
}

/**
 * Why Slack itself would not send this command on.
 * @param {string} text
 * @param {ComposerOptions} options
 */
function refusalOf(text, options) {
  const name = text.split(/\s/)[0] ?? '';
  if (options.threadTs)
    return `${name} does not work in threads. Type it in the conversation instead.`;
  if (page.state.commands.some((command) => command.command === name)) return null;
  return `${name} is not a command here. Known: ${page.state.commands.map((command) => command.command).join(', ') || 'none'}.`;
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {ComposerOptions} options
 */
function drawShortcutsButton(area, options) {
  const button = el(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': 'Shortcuts',
      title: 'Shortcuts',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      onclick: () => {
        const shortcuts = page.state.shortcuts.filter((shortcut) => shortcut.type === 'global');
        openMenu(button, 'Shortcuts', [
          ...shortcuts.map((shortcut, index) => ({
            label: shortcut.name,
            note: shortcut.description,
            lead: el('img', { class: 'avatar avatar-small', src: '/page/icon.svg', alt: '' }),
            ...(index === 0 && { section: 'Shortcuts' }),
            run: () => void runShortcut(shortcut.callbackId),
          })),
          ...(options.threadTs ? [] : page.state.commands).map((command, index) => ({
            label: command.command,
            note: command.description,
            lead: icon('slash'),
            ...(index === 0 && { section: 'Commands' }),
            run: () => put(area, `${command.command} `),
          })),
        ]);
      },
    },
    icon('bolt'),
  );
  return button;
}

/** @param {HTMLTextAreaElement} area */
function drawSlashButton(area) {
  return el(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': 'Type a command',
      title: 'Type a command',
      onclick: () => put(area, '/'),
    },
    icon('slash'),
  );
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 */
function put(area, text) {
  area.value = text;
  area.focus();
  area.dispatchEvent(new Event('input'));
}

/** @param {string} callbackId */
async function runShortcut(callbackId) {
  const answer = await sendAct({ as: page.state.me, kind: 'shortcut', callbackId });
  if (!answer.ok) toast(failureSentence(answer.problem), { bad: true });
  await refresh();
}
