/** Calls a minute by Slack's published tiers: https://docs.slack.dev/apis/web-api/rate-limits */
export const perMinute = {
  tier1: 1,
  tier2: 20,
  tier3: 50,
  tier4: 100,
  posting: 600,
  unlimited: Infinity,
};
export type Tier = keyof typeof perMinute;

/** Messages to one channel: one a second in the long run, a single one up to a quarter second early. */
const POST_INTERVAL_MS = 1_000;
const POST_TOLERANCE_MS = 250;

/** Slack's limits per method and workspace, and one message a second per channel. */
export class RateLimits {
  readonly #now: () => number;
  readonly #windows = new Map<string, { from: number; calls: number }>();
  readonly #nextPost = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Undefined when the call may pass, else the whole seconds to wait. */
  check(method: string, tier: Tier, postsTo?: string): number | undefined {
    const now = this.#now();
    return (postsTo && this.#channelWait(postsTo, now)) || this.#minuteWait(method, tier, now);
  }

  #minuteWait(method: string, tier: Tier, now: number): number | undefined {
    let window = this.#windows.get(method);
    if (!window || now - window.from >= 60_000 || now < window.from) {
      window = { from: now, calls: 0 };
      this.#windows.set(method, window);
    }
    if (window.calls >= perMinute[tier]) return Math.ceil((window.from + 60_000 - now) / 1_000);
    window.calls++;
    return undefined;
  }

  #channelWait(channel: string, now: number): number | undefined {
    const next = this.#nextPost.get(channel) ?? now;
    const wait = next - now;
    const wasSetBack = wait > POST_INTERVAL_MS + POST_TOLERANCE_MS;
    if (wait > POST_TOLERANCE_MS && !wasSetBack) return Math.ceil(wait / 1_000);
    this.#nextPost.set(channel, (wasSetBack ? now : Math.max(now, next)) + POST_INTERVAL_MS);
    return undefined;
  }
}
