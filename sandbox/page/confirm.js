// @ts-check
/** @import { Confirm } from '@slack/types' */
import { el, freshId } from './dom.js';
import { drawPlain, drawText } from './text.js';

/**
 * Shows a confirmation dialog above everything else.
 * @param {Confirm} confirm
 * @returns {Promise<boolean>} true for yes
 */
export function askToConfirm(confirm) {
  const title = freshId();
  const style = confirm.style === 'danger' ? 'button button-danger-solid' : 'button button-primary';
  const yes = el(
    'button',
    { type: 'button', class: style, onclick: () => dialog.close('yes') },
    drawPlain(confirm.confirm ?? { text: 'Yes' }),
  );
  const no = el(
    'button',
    { type: 'button', class: 'button', onclick: () => dialog.close() },
    drawPlain(confirm.deny ?? { text: 'Cancel' }),
  );
  const dialog = el(
    'dialog',
    { class: 'dialog dialog-confirm', 'aria-labelledby': title },
    el(
      'h2',
      { class: 'dialog-title', id: title },
      drawPlain(confirm.title ?? { text: 'Are you sure?' }),
    ),
    el('div', { class: 'dialog-body' }, drawText(confirm.text)),
    el('div', { class: 'dialog-foot' }, no, yes),
  );
  document.body.append(dialog);
  dialog.showModal();
  (confirm.style === 'danger' ? no : yes).focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
