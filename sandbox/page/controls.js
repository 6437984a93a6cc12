// @ts-check
// The demo's buttons: fast-forward, a new lead.

/** @import { PageControl } from '../contract.ts' */
import { el } from './dom.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { page } from './page.js';
import { runControl } from './server.js';
import { toast } from './toast.js';
import { redraw, refresh } from './travel.js';

/** Names of the controls that this page has started. */
const running = new Set();

export function drawControls() {
  const groups = Map.groupBy(page.state.controls, (control) => control.group ?? '');
  return [...groups].map(([group, controls]) =>
    el(
      'div',
      {
        class: group ? 'control-group' : 'control-single',
        role: 'group',
        'aria-label': group || 'Demo',
      },
      group ? el('span', { class: 'control-title' }, icon('forward'), group) : null,
      controls.map((control) =>
        el(
          'button',
          {
            type: 'button',
            class: group ? 'control' : 'control control-strong',
            'data-control': control.name,
            'data-focus': `control/${control.name}`,
            'aria-busy': String(isBusy(control)),
            onclick: () => run(control),
          },
          group ? null : icon('plus'),
          control.label,
        ),
      ),
    ),
  );
}

/** The same controls behind one button, for narrow windows. */
export function drawControlMenu() {
  if (page.state.controls.length === 0) return null;
  const busy = page.state.controls.some(isBusy);
  const button = el(
    'button',
    {
      type: 'button',
      class: 'control control-strong controls-narrow',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-busy': String(busy),
      'data-focus': 'controls',
      onclick: () =>
        openMenu(
          button,
          'Demo controls',
          page.state.controls.map((control, index, all) => ({
            label: control.label,
            ...(control.group &&
              control.group !== all[index - 1]?.group && { section: control.group }),
            run: () => run(control),
          })),
        ),
    },
    icon('forward'),
    'Demo',
  );
  return button;
}

/** @param {PageControl} control */
function isBusy(control) {
  return control.busy || running.has(control.name);
}

/** @param {PageControl} control */
async function run(control) {
  if (isBusy(control)) return;
  running.add(control.name);
  redraw();
  const answer = await runControl(control.name);
  running.delete(control.name);
  if (answer.text) toast(answer.text, { bad: !answer.ok });
  await refresh();
}
