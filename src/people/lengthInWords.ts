/** Without a break: `45 s`, `12 min`, `3 h 5 min`: a length of time, in seconds. Days are none: a working day has no one length. */
export function lengthInWords(seconds: number): string {
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const rest = minutes % 60;
  const hours = Math.floor(minutes / 60);
  return rest === 0 || hours >= 10
    ? `${Math.round(minutes / 60)}\u00a0h`
    : `${hours}\u00a0h\u00a0${rest}\u00a0min`;
}
