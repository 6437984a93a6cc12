/** A share, from 0 to 1, with what it may be by chance alone. */
export type Interval = { readonly low: number; readonly high: number };

/** Two-sided, 95 %. */
const z = 1.959_963_984_540_054;

/**
 * The Wilson score interval of a share at 95 %, without continuity correction: honest for small
 * samples, where the usual one is not. Of nothing anything may be so.
 * E. B. Wilson, Probable inference (1927), https://doi.org/10.1080/01621459.1927.10502953
 */
export function wilson(part: number, whole: number): Interval {
  if (whole === 0) return { low: 0, high: 1 };
  const share = part / whole;
  const spread = z * Math.sqrt((share * (1 - share)) / whole + (z / (2 * whole)) ** 2);
  const centre = share + (z * z) / (2 * whole);
  const scale = 1 + (z * z) / whole;
  return {
    low: part === 0 ? 0 : (centre - spread) / scale,
    high: part === whole ? 1 : (centre + spread) / scale,
  };
}

/** Counts of which a part is good. */
export type Share = { readonly part: number; readonly whole: number };

/**
 * Whether a share is worse than the one before, and not by chance: the two-proportion z-test, one-sided
 * at 97.5 %, and only where there is enough of both to say so.
 */
export function isWorse(now: Share, before: Share): boolean {
  const enough = now.whole >= 8 && before.whole >= 30;
  if (!enough || now.part / now.whole >= before.part / before.whole) return false;
  const pooled = (now.part + before.part) / (now.whole + before.whole);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / now.whole + 1 / before.whole));
  return (before.part / before.whole - now.part / now.whole) / deviation > z;
}
