import * as first from './2026_11_22_first.ts';
import * as followThrough from './2026_11_22_follow_through.ts';
import * as followThroughIndexes from './2026_11_22_follow_through_indexes.ts';
import * as homeSaid from './2026_11_22_home_said.ts';
import * as leadQuality from './2026_11_22_lead_quality.ts';
import * as managers from './2026_11_22_managers.ts';
import * as reportIndexes from './2026_11_22_report_indexes.ts';
import * as twoClicks from './2026_11_22_two_clicks.ts';

/** `outsideTransaction`: statement by statement; each must be harmless when it is run again. */
export type Migration =
  | { readonly name: string; readonly sql: string; readonly outsideTransaction?: undefined }
  | { readonly name: string; readonly sql: readonly string[]; readonly outsideTransaction: true };

/** In the order in which they are applied. Never edited, never reordered; new ones are added at the end. */
export const migrations: readonly Migration[] = [
  first,
  followThrough,
  followThroughIndexes,
  twoClicks,
  managers,
  leadQuality,
  homeSaid,
  reportIndexes,
];
