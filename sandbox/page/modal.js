// @ts-check
// The person's open modals: the top of the stack, in a native dialog.

/** @import { PageModal } from '../contract.ts' */
import { drawBlocks } from './blocks.js';
import { checkForm } from './checkForm.js';
import { el, fill, freshId, keepingFocus } from './dom.js';
import { failureSentence } from './failure.js';
import { Form, forgetForm } from './form.js';
import { icon } from './icons.js';
import { page } from './page.js';
import { sendAct } from './server.js';
import { refresh } from './travel.js';

const titleId = freshId();
const dialog = el('dialog', { class: 'dialog dialog-modal', 'aria-labelledby': titleId });
dialog.addEventListener('cancel', (event) => {
  event.preventDefault();
  void close(false);
});
dialog.addEventListener('keydown', onKey);

/** What the open modal shows beside its blocks. */
const shown = {
  viewId: '',
  hash: '',
  errors: /** @type {Record<string, string>} */ ({}),
  failure: '',
  busy: false,
};
/** Everything that the dialog was last drawn from. */
let print = '';
/** @type {Form | null} */
let form = null;

export function drawModal() {
  const modal = page.state.modals.at(-1);
  if (!modal) {
    if (dialog.open) dialog.close();
    dialog.remove();
    Object.assign(shown, { viewId: '', hash: '', errors: {}, failure: '', busy: false });
    print = '';
    return;
  }
  const first = shown.viewId !== modal.viewId;
  if (first) Object.assign(shown, { viewId: modal.viewId, failure: '', busy: false });
  // The app has drawn it anew since: what was wrong before is not said any more.
  if (first || shown.hash !== modal.hash) Object.assign(shown, { hash: modal.hash, errors: {} });
  const wanted = JSON.stringify([modal, shown, page.state.modals.length]);
  if (print === wanted) return;
  print = wanted;
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  keepingFocus(dialog, () => drawInside(modal));
  if (first) focusFirst();
}

/** @param {PageModal} modal */
function drawInside(modal) {
  const scroll = dialog.querySelector('.dialog-body')?.scrollTop ?? 0;
  form = new Form({ on: 'modal', viewId: modal.viewId }, modal.blocks, {
    errors: shown.errors,
    onFailure: (sentence) => show({ failure: sentence ?? '' }),
  });
  const depth = page.state.modals.length;
  const body = el('div', { class: 'dialog-body blocks' }, drawBlocks(form));
  fill(
    dialog,
    el(
      'div',
      { class: 'dialog-head' },
      depth > 1
        ? el(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': 'Back',
              onclick: () => close(false),
            },
            icon('left'),
          )
        : el('img', { class: 'avatar avatar-small', src: '/page/icon.svg', alt: '' }),
      el('h2', { class: 'dialog-title', id: titleId }, modal.title),
      el(
        'button',
        { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => close(true) },
        icon('close'),
      ),
    ),
    body,
    shown.failure
      ? el('div', { class: 'dialog-failure', role: 'alert' }, icon('warn'), shown.failure)
      : null,
    el(
      'div',
      { class: 'dialog-foot' },
      el(
        'button',
        {
          type: 'button',
          class: 'button',
          'data-focus': 'modal/close',
          onclick: () => close(false),
        },
        modal.close ?? (modal.submit ? 'Cancel' : 'Close'),
      ),
      modal.submit
        ? el(
            'button',
            {
              type: 'button',
              class: 'button button-primary',
              'data-focus': 'modal/submit',
              'data-submit': '',
              disabled: modal.submitDisabled,
              'aria-busy': String(shown.busy),
              onclick: () => submit(modal),
            },
            modal.submit,
          )
        : null,
    ),
  );
  body.scrollTop = scroll;
}

/** @param {Partial<typeof shown>} change */
function show(change) {
  Object.assign(shown, change);
  drawModal();
}

/** @param {PageModal} modal */
async function submit(modal) {
  if (shown.busy || !form || modal.submitDisabled) return;
  const errors = checkForm(form);
  show({ errors, failure: '' });
  if (Object.keys(errors).length) return focusError();
  show({ busy: true });
  const answer = await sendAct({
    as: page.state.me,
    kind: 'submit',
    viewId: modal.viewId,
    state: form.state(),
  });
  if (shown.viewId !== modal.viewId) return refresh();
  if (!answer.ok)
    return show({
      busy: false,
      failure: `${failureSentence(answer.problem)} What you typed is kept.`,
    });
  if (answer.errors) {
    show({ busy: false, errors: answer.errors });
    return focusError();
  }
  show({ busy: false, errors: {} });
  await refresh();
  if (!page.state.modals.some((one) => one.viewId === modal.viewId))
    forgetForm({ on: 'modal', viewId: modal.viewId });
}

/** @param {boolean} all the whole stack */
async function close(all) {
  const modal = page.state.modals.at(-1);
  if (!modal) return;
  for (const one of all ? page.state.modals : [modal])
    forgetForm({ on: 'modal', viewId: one.viewId });
  await sendAct({ as: page.state.me, kind: 'close', viewId: modal.viewId, all });
  await refresh();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {Element} */ (event.target);
  const modal = page.state.modals.at(-1);
  if (event.key !== 'Enter' || event.defaultPrevented || event.isComposing || !modal?.submit)
    return;
  const inField = target.matches(
    'input:not([type=checkbox]):not([type=radio]):not([role=combobox])',
  );
  if (!inField && !event.metaKey && !event.ctrlKey) return;
  event.preventDefault();
  void submit(modal);
}

function focusFirst() {
  const first =
    dialog.querySelector('[data-first]') ??
    dialog.querySelector('.dialog-body :is(input, textarea, button)') ??
    dialog.querySelector('.dialog-foot button:last-child');
  if (first instanceof HTMLElement) first.focus();
}

function focusError() {
  const field = dialog.querySelector('.has-error :is(input, textarea)');
  if (!(field instanceof HTMLElement)) return;
  field.focus();
  field.closest('.block')?.scrollIntoView({ block: 'nearest' });
}
