// @ts-check
// Samples of what an app shows, drawn as this page draws them: without a server, and nothing answers.

/** @import { HomeView, KnownBlock, ModalView } from '@slack/types' */
/** @import { PageMessage, PageState } from '../contract.ts' */
import { drawBlocks } from './blocks.js';
import { byId, el, fill } from './dom.js';
import { Form } from './form.js';
import { drawMessage } from './message.js';
import { takeState } from './page.js';

/**
 * @typedef {{ name: string, id: string, link: string } & (
 *   { message: PageMessage } | { view: (HomeView | ModalView) & { blocks: KnownBlock[] } })} Sample
 * @typedef {{ state: PageState, groups: { title: string, samples: Sample[] }[] }} Preview
 */

/** @type {Preview} */
const preview = JSON.parse(byId('preview').textContent ?? '');
const asked = new URLSearchParams(location.search);

/**
 * @param {string} theme
 * @param {string} width
 */
function show(theme, width) {
  if (theme) document.documentElement.dataset['theme'] = theme;
  else delete document.documentElement.dataset['theme'];
  const framed = asked.has('framed');
  const shown = width === 'phone' && !framed ? [drawPhone(theme)] : preview.groups.map(drawGroup);
  fill(byId('main'), framed ? null : drawBar(theme, width), shown);
}

/**
 * A frame as wide as a phone's screen is a viewport of its own.
 * @param {string} theme
 */
const drawPhone = (theme) =>
  el('iframe', { class: 'phone', title: 'On a phone', src: `?framed=yes&theme=${theme}` });

/**
 * @param {string} theme
 * @param {string} width
 */
function drawBar(theme, width) {
  /**
   * @param {string} text
   * @param {string} toTheme
   * @param {string} toWidth
   */
  const choice = (text, toTheme, toWidth) =>
    el(
      'button',
      {
        type: 'button',
        class: 'button',
        'aria-pressed': String(theme === toTheme && width === toWidth),
        onclick: () => show(toTheme, toWidth),
      },
      text,
    );
  return el(
    'nav',
    { class: 'preview-bar', 'aria-label': 'How to show it' },
    choice('Light', 'light', width),
    choice('Dark', 'dark', width),
    choice('Desktop', theme, ''),
    choice('Phone', theme, 'phone'),
    width === 'phone'
      ? null
      : preview.groups.map(({ title }) => el('a', { href: `#${anchor(title)}` }, title)),
  );
}

/** @param {string} title */
const anchor = (title) => title.toLowerCase().replaceAll(/[^a-z]+/g, '-');

/** @param {Preview['groups'][number]} group */
function drawGroup({ title, samples }) {
  return el(
    'section',
    { id: anchor(title) },
    el('h1', { class: 'preview-group' }, title),
    samples.map((sample) =>
      el(
        'figure',
        { class: 'preview-sample', id: sample.id },
        el(
          'figcaption',
          {},
          sample.name,
          ' · ',
          el('a', { href: sample.link, target: '_blank', rel: 'noopener' }, 'Block Kit Builder'),
        ),
        el('div', { inert: true }, drawSample(sample)),
      ),
    ),
  );
}

/** @param {Sample} sample */
function drawSample(sample) {
  if ('message' in sample) return drawMessage(sample.message, { compact: false, inThread: true });
  const { view } = sample;
  const form = new Form({ on: 'modal', viewId: sample.id }, view.blocks);
  return view.type === 'home'
    ? el('div', { class: 'home-page blocks' }, drawBlocks(form))
    : drawModal(view, form);
}

/**
 * @param {ModalView} view
 * @param {Form} form
 */
function drawModal(view, form) {
  return el(
    'div',
    { class: 'dialog dialog-modal', open: true },
    el(
      'div',
      { class: 'dialog-head' },
      el('img', { class: 'avatar avatar-small', src: '/page/icon.svg', alt: '' }),
      el('h2', { class: 'dialog-title' }, view.title.text),
    ),
    el('div', { class: 'dialog-body blocks' }, drawBlocks(form)),
    el(
      'div',
      { class: 'dialog-foot' },
      el('button', { type: 'button', class: 'button' }, view.close?.text ?? 'Close'),
      view.submit
        ? el('button', { type: 'button', class: 'button button-primary' }, view.submit.text)
        : null,
    ),
  );
}

takeState(preview.state);
show(asked.get('theme') ?? '', asked.get('width') ?? '');
