// @ts-check
// Line icons of the page's own, on a 20 × 20 grid.

const PATHS = {
  hash: 'M7.5 3 5.5 17M14.5 3l-2 14M3.5 7.5h14M2.5 12.5h14',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  home: 'M3 9.5 10 3.5l7 6V16a1 1 0 0 1-1 1h-3.5v-5h-5v5H4a1 1 0 0 1-1-1z',
  chat: 'M4 4h12a1.5 1.5 0 0 1 1.5 1.5v7A1.5 1.5 0 0 1 16 14H9l-4 3v-3H4a1.5 1.5 0 0 1-1.5-1.5v-7A1.5 1.5 0 0 1 4 4z',
  reply:
    'M4 4h12a1.5 1.5 0 0 1 1.5 1.5v7A1.5 1.5 0 0 1 16 14H9l-4 3v-3H4a1.5 1.5 0 0 1-1.5-1.5v-7A1.5 1.5 0 0 1 4 4zM6.5 8h7M6.5 10.5h4',
  more: 'M10 4.6v.01M10 10v.01M10 15.4v.01',
  down: 'm5.5 8 4.5 4.5L14.5 8',
  left: 'M12 4.5 6.5 10l5.5 5.5',
  close: 'm5 5 10 10M15 5 5 15',
  send: 'M3.5 4 17 10 3.5 16l1.8-6zM5.3 10H11',
  plus: 'M10 4v12M4 10h12',
  bolt: 'M11 2.5 4.5 11.5H9.5L9 17.5l6.5-9H10.500z',
  slash: 'M12.5 4 7.5 16',
  eye: 'M2 10s3-5.5 8-5.500S18 10 18 10s-3 5.5-8 5.500S2 10 2 10zM10 12.300a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600z',
  warn: 'M10 3 2.5 16.500h15zM10 8v4M10 14.300v.01',
  info: 'M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v5M10 6.300v.01',
  check: 'm4 10.5 4 4 8-9',
  forward: 'm3.5 5 6 5-6 5zM10.5 5l6 5-6 5z',
  sun: 'M10 13.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 1.500V3M10 17v1.500M1.5 10H3M17 10h1.500M4 4l1 1M15 15l1 1M16 4l-1 1M5 15l-1 1',
  moon: 'M16.5 12A7 7 0 1 1 8 3.500a5.5 5.5 0 0 0 8.5 8.500z',
  menu: 'M3 5.500h14M3 10h14M3 14.500h14',
  people:
    'M7.5 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.500c0-3 2.5-4.5 5.5-4.500s5.5 1.5 5.5 4.500M13 3.800a3 3 0 0 1 0 5.400M14.5 12.300c2 .6 3.5 2 3.5 4.2',
  file: 'M5 2.500h6.500L15 6v11.500H5zM11.5 2.500V6H15',
  clock: 'M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.500V10l3 2',
};

/** @typedef {keyof typeof PATHS} IconName */

/**
 * A decorative icon; whoever uses it says in words what it stands for.
 * @param {IconName} name
 */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
