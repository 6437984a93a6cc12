/** The only place from which the product learns what time it is. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that can be moved forward: the demo's and the tests'. Starts `offset` ms ahead. */
export function movableClock(offset = 0): Clock & { forward(ms: number): void; offset(): number } {
  let ahead = offset;
  return {
    now: () => new Date(Date.now() + ahead),
    forward: (ms) => void (ahead += ms),
    offset: () => ahead,
  };
}
