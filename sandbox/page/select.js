// @ts-check
// A select with a filter, single or multiple: an editable combobox with a listbox.
import { el, freshId } from './dom.js';
import { icon } from './icons.js';
import { placeBeside } from './menu.js';

/**
 * @typedef {{ key: string, label: string, note?: string, group?: string }} Choice
 * @typedef {object} SelectOptions
 * @property {string} label for screen readers
 * @property {string} placeholder
 * @property {(query: string) => Choice[] | Promise<Choice[]>} choices
 * @property {Choice[]} chosen
 * @property {boolean} multi
 * @property {number} [max]
 * @property {boolean} clearable
 * @property {(chosen: Choice[]) => void} onChange
 * @property {string} focusKey
 * @property {Record<string, unknown>} [aria]
 */

/**
 * @param {SelectOptions} options
 * @returns {HTMLElement}
 */
export function drawSelect(options) {
  return new Select(options).root;
}

class Select {
  /** @param {SelectOptions} options */
  constructor(options) {
    this.options = options;
    this.chosen = options.chosen;
    this.listId = freshId();
    /** @type {Choice[]} */
    this.shown = [];
    this.at = -1;
    this.input = el('input', {
      type: 'text',
      role: 'combobox',
      class: 'select-input',
      'aria-label': options.label,
      'aria-expanded': 'false',
      'aria-controls': this.listId,
      'aria-autocomplete': 'list',
      autocomplete: 'off',
      spellcheck: 'false',
      'data-focus': options.focusKey,
      ...options.aria,
      oninput: () => this.open(),
      onclick: () => this.open(true),
      onblur: () => this.close(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.onKey(event),
    });
    this.list = el('div', {
      class: 'menu select-list',
      role: 'listbox',
      id: this.listId,
      'aria-label': options.label,
    });
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.chips = el('span', { class: 'chips' });
    this.clear = el(
      'button',
      {
        type: 'button',
        class: 'select-clear',
        'aria-label': 'Clear',
        onclick: () => this.choose([]),
      },
      icon('close'),
    );
    this.root = el(
      'span',
      { class: options.multi ? 'select select-multi' : 'select' },
      this.chips,
      this.input,
      this.clear,
      icon('down'),
    );
    this.root.addEventListener(
      'click',
      (event) => event.target === this.root && this.input.focus(),
    );
    this.show();
  }

  show() {
    const { multi, placeholder, clearable } = this.options;
    const first = this.chosen[0];
    this.input.value = multi ? '' : (first?.label ?? '');
    this.input.placeholder = multi && first ? '' : placeholder;
    this.clear.hidden = multi || !clearable || !first;
    this.root.classList.toggle('has-value', Boolean(first));
    this.chips.replaceChildren(
      ...(multi ? this.chosen.map((choice) => this.drawChip(choice)) : []),
    );
  }

  /** @param {Choice} choice */
  drawChip(choice) {
    const drop = () => this.choose(this.chosen.filter((one) => one.key !== choice.key));
    return el(
      'span',
      { class: 'chip' },
      choice.label,
      el(
        'button',
        { type: 'button', 'aria-label': `Remove ${choice.label}`, onclick: drop },
        icon('close'),
      ),
    );
  }

  /** @param {boolean} [all] shows every choice whatever the input says */
  async open(all = false) {
    const query =
      all || (!this.options.multi && this.input.value === this.chosen[0]?.label)
        ? ''
        : this.input.value;
    if (all) this.input.select();
    const choices = await this.options.choices(query);
    if (document.activeElement !== this.input) return;
    const left = this.options.multi
      ? choices.filter((choice) => !this.chosen.some((one) => one.key === choice.key))
      : choices;
    this.shown = left.filter((choice) =>
      choice.label.toLowerCase().includes(query.trim().toLowerCase()),
    );
    this.at = Math.max(
      0,
      this.shown.findIndex((choice) => choice.key === this.chosen[0]?.key),
    );
    this.drawList();
    if (!this.list.isConnected) (this.root.closest('dialog') ?? document.body).append(this.list);
    this.input.setAttribute('aria-expanded', 'true');
    placeBeside(this.list, this.root, { sameWidth: true });
    this.mark();
  }

  drawList() {
    /** @type {HTMLElement[]} */
    const rows = [];
    for (const [index, choice] of this.shown.entries()) {
      if (choice.group && choice.group !== this.shown[index - 1]?.group)
        rows.push(el('div', { class: 'menu-section', role: 'presentation' }, choice.group));
      rows.push(
        el(
          'div',
          {
            class: 'menu-item',
            role: 'option',
            id: `${this.listId}-${index}`,
            'aria-selected': String(this.chosen.some((one) => one.key === choice.key)),
            onclick: () => this.pick(choice),
          },
          el(
            'span',
            { class: 'menu-words' },
            el('span', { class: 'menu-label' }, choice.label),
            choice.note ? el('span', { class: 'menu-note' }, choice.note) : null,
          ),
        ),
      );
    }
    this.list.replaceChildren(
      ...(rows.length ? rows : [el('div', { class: 'menu-empty' }, 'Nothing found')]),
    );
  }

  mark() {
    for (const row of this.list.querySelectorAll('[role=option]'))
      row.classList.toggle('is-active', row.id === `${this.listId}-${this.at}`);
    const active = this.list.querySelector('.is-active');
    active?.scrollIntoView({ block: 'nearest' });
    if (active) this.input.setAttribute('aria-activedescendant', active.id);
    else this.input.removeAttribute('aria-activedescendant');
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const open = this.list.isConnected;
    const choice = this.shown[this.at];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return void this.open(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.at = (this.at + step + this.shown.length) % Math.max(1, this.shown.length);
      this.mark();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (open && choice) this.pick(choice);
      else if (!open) void this.open(true);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === 'Backspace' && this.options.multi && this.input.value === '') {
      this.choose(this.chosen.slice(0, -1));
    }
  }

  /** @param {Choice} choice */
  pick(choice) {
    if (!this.options.multi) {
      this.choose([choice]);
      this.close();
    } else if (!this.options.max || this.chosen.length < this.options.max) {
      this.choose([...this.chosen, choice]);
      if (this.list.isConnected) void this.open(true);
    }
  }

  /** @param {Choice[]} chosen */
  choose(chosen) {
    this.chosen = chosen;
    this.show();
    this.options.onChange(chosen);
  }

  close() {
    this.list.remove();
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
    this.show();
  }
}
