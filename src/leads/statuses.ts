/**
 * The one table from which order, labels, buttons and windows of statuses follow.
 * A test compares it with the check constraint of `leads.status`.
 */
export const statuses = {
  held: { label: 'Held', icon: ':hourglass_flowing_sand:', phase: 'waiting' },
  new: { label: 'New', icon: ':new:', phase: 'waiting' },
  claimed: { label: 'Claimed', icon: ':raised_hand:', phase: 'open' },
  attempted: { label: 'Attempted', icon: ':telephone_receiver:', phase: 'open' },
  connected: { label: 'Connected', icon: ':speech_balloon:', phase: 'open' },
  qualified: { label: 'Qualified', icon: ':mag:', phase: 'open' },
  quoted: { label: 'Quoted', icon: ':page_facing_up:', phase: 'open' },
  nurture: { label: 'Nurture', icon: ':seedling:', phase: 'open' },
  won: { label: 'Won', icon: ':white_check_mark:', phase: 'closed' },
  lost: { label: 'Lost', icon: ':x:', phase: 'closed' },
  disqualified: { label: 'Disqualified', icon: ':no_entry_sign:', phase: 'closed' },
  merged: { label: 'Merged', icon: ':link:', phase: 'closed' },
} as const satisfies Record<
  string,
  { label: string; icon: string; phase: 'waiting' | 'open' | 'closed' }
>;

export type Status = keyof typeof statuses;
type StatusIn<P> = { [S in Status]: (typeof statuses)[S]['phase'] extends P ? S : never }[Status];
export type ClosedStatus = StatusIn<'closed'>;
/** What a rep can set. `held`, `new`, `claimed` and `merged` are set by verbs of their own. */
export const updateStatuses = [
  'attempted',
  'connected',
  'qualified',
  'quoted',
  'won',
  'lost',
  'disqualified',
  'nurture',
] as const satisfies readonly Status[];
export type UpdateStatus = (typeof updateStatuses)[number];

export const isClosed = (status: Status): status is ClosedStatus =>
  statuses[status].phase === 'closed';
/** The customer may buy, or has bought. */
export const isQualified = (status: Status): boolean =>
  status === 'qualified' || status === 'quoted' || status === 'won';
/** A claim ends by itself only here: from `connected` on the manager decides. */
export const hasExpiringLease = (status: Status): boolean =>
  status === 'claimed' || status === 'attempted';
