// @ts-check
/** @import { ImageBlock, ImageElement } from '@slack/types' */
import { el } from './dom.js';
import { fileUrl } from './server.js';
import { drawPlain } from './text.js';

/** @param {ImageBlock} block */
export function drawImageBlock(block) {
  return el(
    'figure',
    { class: 'figure' },
    block.title ? el('figcaption', {}, drawPlain(block.title)) : null,
    drawPicture(block, 'picture picture-block'),
  );
}

/**
 * A file of the sandbox, or a picture that is part of the page. Nothing is fetched from elsewhere.
 * @param {ImageElement | ImageBlock} image
 * @param {string} className
 */
export function drawPicture(image, className) {
  const src = 'slack_file' in image ? slackFileUrl(image.slack_file) : image.image_url;
  if (src.startsWith('data:image/') || new URL(src, location.href).origin === location.origin) {
    return el('img', { class: className, src, alt: image.alt_text, loading: 'lazy' });
  }
  return el(
    'span',
    { class: `${className} picture-absent`, role: 'img', 'aria-label': image.alt_text, title: src },
    image.alt_text,
  );
}

/** @param {{ id: string } | { url: string }} file */
function slackFileUrl(file) {
  return 'id' in file ? fileUrl(file.id) : new URL(file.url, location.href).pathname;
}
