/** A length of working time: N working days, or working minutes. */
export type Window = { readonly days: number } | { readonly minutes: number };

const shape = /^(\d{1,4}) ?(m|min|minutes?|h|hours?|d|days?)$/;

/** `15m`, `1h`, `2d`, `2 days`. Settings have been validated, so anything else is a bug: RangeError. */
export function parseWindow(text: string): Window {
  const [, digits, unit = ''] = shape.exec(text) ?? [];
  const count = Number(digits);
  if (!(count > 0)) throw new RangeError(`Not a window such as 15m, 1h or 2d: ${text}`);
  if (unit.startsWith('d')) return { days: count };
  return { minutes: unit.startsWith('h') ? count * 60 : count };
}

/** For people: `15 minutes`, `1 hour`, `2 days`; `parseWindow` reads it back. */
export function formatWindow(window: Window): string {
  if ('days' in window) return counted(window.days, 'day');
  if (window.minutes % 60 === 0) return counted(window.minutes / 60, 'hour');
  return counted(window.minutes, 'minute');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
