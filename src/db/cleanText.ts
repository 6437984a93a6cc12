/** Text that Postgres can store: no lone surrogates, no control characters but tabs and line breaks. */
export function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what has to go
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .trim();
}
