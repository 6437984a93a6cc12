// @ts-check
// Light or dark: by the system's wish, or by choice.
import { el } from './dom.js';
import { icon } from './icons.js';
import { page } from './page.js';
import { redraw } from './travel.js';

export function drawThemeToggle() {
  const dark = isDark();
  return el(
    'button',
    {
      type: 'button',
      class: 'icon-button theme-toggle',
      'aria-label': dark ? 'Use light colours' : 'Use dark colours',
      'data-focus': 'theme',
      onclick: switchTheme,
    },
    icon(dark ? 'sun' : 'moon'),
  );
}

function isDark() {
  const chosen = document.documentElement.dataset['theme'];
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/** Applies the theme that was chosen in this browser, if one was. */
export function restoreTheme() {
  const chosen = localStorage.getItem('theme');
  if (chosen) document.documentElement.dataset['theme'] = chosen;
  matchMedia('(prefers-color-scheme: dark)').addEventListener(
    'change',
    () => page.ready && redraw(),
  );
}

function switchTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme;
  localStorage.setItem('theme', theme);
  redraw();
}
