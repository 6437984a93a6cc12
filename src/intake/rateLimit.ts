export type Rate = { readonly perSecond: number; readonly burst: number };

/**
 * A token bucket for each key: takes one and answers 0, or answers in how many seconds there will be
 * one. `monotonic`: milliseconds since anything.
 */
export function rateLimit({ perSecond, burst }: Rate, monotonic = () => performance.now()) {
  const buckets = new Map<string, { left: number; at: number }>();
  return (key: string): number => {
    const now = monotonic();
    const bucket = buckets.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
    return left >= 1 ? 0 : (1 - left) / perSecond;
  };
}
