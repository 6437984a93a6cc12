// @ts-check
// Instants as a person in a given zone reads them, in Slack's English forms. Pure.

/**
 * @param {number} ms
 * @param {string} tz
 */
export function clockTime(ms, tz, seconds = false) {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: tz,
    hour: 'numeric',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
  }).format(ms);
}

/**
 * The local calendar day, as 2026-11-23.
 * @param {number} ms
 * @param {string} tz
 */
export function localDate(ms, tz) {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: tz,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(ms);
}

/**
 * The local time, as 09:05.
 * @param {number} ms
 * @param {string} tz
 */
export function localTime(ms, tz) {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: tz,
    hour: '2-digit',
    minute: '2-digit',
  }).format(ms);
}

/**
 * The instant at which clocks in `tz` show this date and time; in a gap the time after it.
 * @param {string} date 2026-11-23
 * @param {string} time 09:05
 * @param {string} tz
 */
export function toInstant(date, time, tz) {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  let guess = wanted;
  for (let turn = 0; turn < 3; turn += 1) {
    const shown = Date.parse(`${localDate(guess, tz)}T${localTime(guess, tz)}:00Z`);
    if (shown === wanted) break;
    guess += wanted - shown;
  }
  return guess;
}

/**
 * "Today", "Yesterday" or "Monday, November 23rd" for the dividers between days.
 * @param {number} ms
 * @param {number} now
 * @param {string} tz
 */
export function dayLabel(ms, now, tz) {
  const near = nearDay(ms, now, tz);
  if (near) return near.charAt(0).toUpperCase() + near.slice(1);
  const sameYear = localDate(ms, tz).slice(0, 4) === localDate(now, tz).slice(0, 4);
  const day = `${part(ms, tz, { weekday: 'long' })}, ${part(ms, tz, { month: 'long' })} ${ordinal(dayOfMonth(ms, tz))}`;
  return sameYear ? day : `${day}, ${localDate(ms, tz).slice(0, 4)}`;
}

/**
 * Fills the tokens of <!date^…>: {date}, {date_short_pretty}, {time}, {ago} and so on. Unknown tokens stay.
 * @param {string} format
 * @param {number} ms
 * @param {number} now
 * @param {string} tz
 */
export function fillDateTokens(format, ms, now, tz) {
  return format.replace(/\{([a-z_]+)\}/g, (whole, token) => dateToken(token, ms, now, tz) ?? whole);
}

/**
 * @param {string} token
 * @param {number} ms
 * @param {number} now
 * @param {string} tz
 * @returns {string | undefined}
 */
function dateToken(token, ms, now, tz) {
  if (token === 'time') return clockTime(ms, tz);
  if (token === 'time_secs') return clockTime(ms, tz, true);
  if (token === 'ago') return ago(ms, now);
  if (token.endsWith('_pretty')) {
    return nearDay(ms, now, tz) ?? dateToken(token.slice(0, -'_pretty'.length), ms, now, tz);
  }
  const year = localDate(ms, tz).slice(0, 4);
  const day = ordinal(dayOfMonth(ms, tz));
  if (token === 'date_num') return localDate(ms, tz);
  if (token === 'date') return `${part(ms, tz, { month: 'long' })} ${day}, ${year}`;
  if (token === 'date_short')
    return `${part(ms, tz, { month: 'short' })} ${dayOfMonth(ms, tz)}, ${year}`;
  if (token === 'date_long') {
    return `${part(ms, tz, { weekday: 'long' })}, ${part(ms, tz, { month: 'long' })} ${day}, ${year}`;
  }
  return undefined;
}

/**
 * @param {number} ms
 * @param {number} now
 * @param {string} tz
 */
function nearDay(ms, now, tz) {
  const days = (Date.parse(localDate(ms, tz)) - Date.parse(localDate(now, tz))) / 86_400_000;
  return days === 0 ? 'today' : days === -1 ? 'yesterday' : days === 1 ? 'tomorrow' : undefined;
}

/**
 * "3 minutes ago", "in 2 hours".
 * @param {number} ms
 * @param {number} now
 */
export function ago(ms, now) {
  const seconds = Math.round(Math.abs(now - ms) / 1000);
  if (seconds < 1) return 'just now';
  const [count, unit] =
    seconds < 60
      ? [seconds, 'second']
      : seconds < 3600
        ? [Math.floor(seconds / 60), 'minute']
        : seconds < 86_400
          ? [Math.floor(seconds / 3600), 'hour']
          : [Math.floor(seconds / 86_400), 'day'];
  const length = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return ms > now ? `in ${length}` : `${length} ago`;
}

/**
 * @param {number} ms
 * @param {string} tz
 * @param {Intl.DateTimeFormatOptions} options
 */
function part(ms, tz, options) {
  return new Intl.DateTimeFormat('en-US', { timeZone: tz, ...options }).format(ms);
}

/**
 * @param {number} ms
 * @param {string} tz
 */
function dayOfMonth(ms, tz) {
  return Number(localDate(ms, tz).slice(8));
}

/** @param {number} day */
function ordinal(day) {
  const tail =
    day % 10 === 1 && day !== 11
      ? 'st'
      : day % 10 === 2 && day !== 12
        ? 'nd'
        : day % 10 === 3 && day !== 13
          ? 'rd'
          : 'th';
  return `${day}${tail}`;
}

/**
 * @param {string} ts Slack's "seconds.micros"
 * @returns {number} milliseconds
 */
export function tsToMs(ts) {
  return Math.floor(Number(ts) * 1000);
}
