// @ts-check
/** @import { PageFile } from '../contract.ts' */
import { el } from './dom.js';
import { icon } from './icons.js';
import { fileUrl } from './server.js';

/** @param {PageFile} file */
export function drawFile(file) {
  const url = fileUrl(file.id);
  if (file.mimetype.startsWith('image/')) {
    return el(
      'figure',
      { class: 'file-picture' },
      el('figcaption', {}, file.title),
      el(
        'a',
        { href: url, target: '_blank', rel: 'noopener' },
        el('img', { src: url, alt: file.altText ?? file.title, loading: 'lazy' }),
      ),
    );
  }
  return el(
    'a',
    { class: 'file', href: url, target: '_blank', rel: 'noopener', download: file.name },
    icon('file'),
    el(
      'span',
      { class: 'file-words' },
      el('strong', {}, file.title),
      el('span', {}, `${file.mimetype} · ${Math.max(1, Math.round(file.size / 1024))} KB`),
    ),
  );
}
