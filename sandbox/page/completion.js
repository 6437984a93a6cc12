// @ts-check
// Offers commands after /, people after @ and channels after # while typing.
import { drawAvatar } from './avatar.js';
import { el, freshId } from './dom.js';
import { icon } from './icons.js';
import { page } from './page.js';

/** @typedef {{ insert: string, label: string, note: string, lead: Node }} Offer */

export class Completion {
  /**
   * @param {HTMLTextAreaElement} area
   * @param {HTMLElement} box the offers are shown above it
   */
  constructor(area, box) {
    this.area = area;
    this.id = freshId();
    this.list = el('div', {
      class: 'menu completion',
      role: 'listbox',
      id: this.id,
      'aria-label': 'Suggestions',
      hidden: true,
    });
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
    box.append(this.list);
    area.setAttribute('aria-controls', this.id);
    /** @type {Offer[]} */
    this.offers = [];
    this.at = 0;
    this.start = 0;
  }

  update() {
    const upTo = this.area.value.slice(0, this.area.selectionStart);
    const hit = /(^\/\S*|(?:^|\s)([@#]\S*))$/.exec(upTo);
    const word = (hit?.[2] ?? hit?.[1] ?? '').toLowerCase();
    this.start = upTo.length - word.length;
    this.offers = word ? offersFor(word) : hintFor(this.area.value);
    this.at = 0;
    this.draw(Boolean(word));
  }

  /** @param {boolean} choosable false for a mere hint about the command being typed */
  draw(choosable) {
    this.choosable = choosable;
    this.list.hidden = this.offers.length === 0;
    this.list.replaceChildren(
      ...this.offers.map((offer, index) =>
        el(
          'div',
          {
            class: `menu-item${choosable && index === this.at ? ' is-active' : ''}`,
            role: 'option',
            id: `${this.id}-${index}`,
            'aria-selected': String(choosable && index === this.at),
            onclick: () => this.take(offer),
          },
          offer.lead,
          el(
            'span',
            { class: 'menu-words' },
            el('span', { class: 'menu-label' }, offer.label),
            el('span', { class: 'menu-note' }, offer.note),
          ),
        ),
      ),
    );
    if (choosable && this.offers.length)
      this.area.setAttribute('aria-activedescendant', `${this.id}-${this.at}`);
    else this.area.removeAttribute('aria-activedescendant');
  }

  close() {
    this.offers = [];
    this.draw(false);
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} true if the key was for the list
   */
  onKey(event) {
    const offer = this.offers[this.at];
    if (!offer) return false;
    if (event.key === 'Escape') this.close();
    else if (!this.choosable) return false;
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.at =
        (this.at + (event.key === 'ArrowDown' ? 1 : -1) + this.offers.length) % this.offers.length;
      this.draw(true);
    } else if (event.key === 'Tab' || (event.key === 'Enter' && !this.isWhole(offer)))
      this.take(offer);
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {Offer} offer */
  isWhole(offer) {
    return this.area.value.slice(this.start, this.area.selectionStart) === offer.insert.trim();
  }

  /** @param {Offer} offer */
  take(offer) {
    this.area.setRangeText(offer.insert, this.start, this.area.selectionStart, 'end');
    this.area.focus();
    this.area.dispatchEvent(new Event('input'));
  }
}

/**
 * @param {string} word begins with /, @ or #
 * @returns {Offer[]}
 */
function offersFor(word) {
  const rest = word.slice(1);
  if (word.startsWith('/')) {
    return page.state.commands
      .filter((command) => command.command.startsWith(word))
      .map((command) => ({
        insert: `${command.command} `,
        label: `${command.command} ${command.usageHint ?? ''}`.trim(),
        note: command.description,
        lead: appIcon(),
      }));
  }
  if (word.startsWith('@')) {
    return page.state.users
      .filter(
        (user) =>
          !user.deactivated &&
          !user.isBot &&
          `${user.name} ${user.realName}`.toLowerCase().includes(rest),
      )
      .slice(0, 8)
      .map((user) => ({
        insert: `@${user.name} `,
        label: user.realName || user.name,
        note: user.role ?? '',
        lead: drawAvatar(user.id),
      }));
  }
  return page.state.conversations
    .filter(
      (one) => (one.kind === 'channel' || one.kind === 'private') && one.name.startsWith(rest),
    )
    .slice(0, 8)
    .map((one) => ({
      insert: `#${one.name} `,
      label: one.name,
      note: one.topic ?? '',
      lead: icon(one.kind === 'private' ? 'lock' : 'hash'),
    }));
}

/**
 * How to go on, while the arguments of a command are typed.
 * @param {string} text
 * @returns {Offer[]}
 */
function hintFor(text) {
  const command = page.state.commands.find((one) => text.startsWith(`${one.command} `));
  return command?.usageHint
    ? [
        {
          insert: '',
          label: `${command.command} ${command.usageHint}`,
          note: command.description,
          lead: appIcon(),
        },
      ]
    : [];
}

function appIcon() {
  return el('img', { class: 'avatar avatar-small', src: '/page/icon.svg', alt: '' });
}
