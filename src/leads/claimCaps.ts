import type { Settings } from '../settings/settings.ts';

/** How much somebody has, and has taken. */
export type ClaimLoad = {
  readonly open: number;
  /** Claims on their local day. */
  readonly claimedToday: number;
};

export type Capped = {
  readonly cap: 'open-leads' | 'claims-per-day';
  readonly limit: number;
  readonly count: number;
};

export const hasClaimCaps = ({ limits }: Settings): boolean =>
  limits.openLeads !== undefined || limits.claimsPerDay !== undefined;

/** The cap that one more claim would pass; null: none. */
export function capReached({ open, claimedToday }: ClaimLoad, { limits }: Settings): Capped | null {
  const { openLeads, claimsPerDay } = limits;
  if (openLeads !== undefined && open >= openLeads) {
    return { cap: 'open-leads', limit: openLeads, count: open };
  }
  return claimsPerDay !== undefined && claimedToday >= claimsPerDay
    ? { cap: 'claims-per-day', limit: claimsPerDay, count: claimedToday }
    : null;
}
