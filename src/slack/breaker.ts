/** How many failures in a row, at however many messages, are an outage. */
const threshold = 5;
/** How many destinations must be refused in a row for the limit to be the workspace's. */
const limitedDestinations = 3;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
const deadPauseMs = 60_000;

/**
 * Stops the calls of one workspace while Slack is down, limits the workspace as a whole, or takes the
 * installation for dead. After a pause one call goes through as a probe; a success ends it. Instants
 * are milliseconds of a clock that only goes forward.
 */
export type Breaker = {
  /** How many calls may begin now. Where it says 1 while `stopped()`, that call is the probe. */
  allows(at: number): number;
  waitMs(at: number): number;
  probing(): void;
  /** The probe has ended, whether or not it came to a call: where nothing was learnt, another one goes. */
  probed(): void;
  succeeded(): void;
  /** An outage. True: calls stop with this one. */
  failed(at: number): boolean;
  /** A 429. */
  limited(at: number, destination: string, retryAfterMs: number): void;
  /** The installation is dead. True: that is news. */
  died(at: number, code: string): boolean;
  /** Whether calls are stopped, and Slack's code where the installation is dead. */
  stopped(): { readonly dead: string | null } | null;
};

/** `ended` is called when a success ends a stop. */
export function createBreaker(ended: () => void = () => {}): Breaker {
  let failures = 0;
  let open: { until: number; pauseMs: number; probe: boolean; dead: string | null } | null = null;
  const refused = new Set<string>();
  const stop = (at: number, pauseMs: number, dead: string | null) => {
    open = { until: at + pauseMs, pauseMs, probe: false, dead };
  };
  return {
    allows: (at) => (!open ? Infinity : at >= open.until && !open.probe ? 1 : 0),
    waitMs: (at) => (open && !open.probe ? Math.max(0, open.until - at) : Infinity),
    probing: () => void (open && (open.probe = true)),
    probed: () => void (open && (open.probe = false)),
    succeeded: () => {
      failures = 0;
      refused.clear();
      if (!open) return;
      open = null;
      ended();
    },
    failed: (at) => {
      failures += 1;
      if (open && !open.probe) return false; // begun before it opened
      if (open) stop(at, Math.min(open.pauseMs * 2, longestPauseMs), open.dead);
      else if (failures >= threshold) stop(at, firstPauseMs, null);
      else return false;
      return true;
    },
    limited: (at, destination, retryAfterMs) => {
      refused.add(destination);
      if (open?.probe || refused.size >= limitedDestinations) stop(at, retryAfterMs, null);
    },
    died: (at, code) => {
      const news = open?.dead !== code;
      stop(at, deadPauseMs, code);
      return news;
    },
    stopped: () => open && { dead: open.dead },
  };
}
