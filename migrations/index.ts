import * as first from './2026_11_22_first.ts';
import * as followThrough from './2026_11_22_follow_through.ts';

/** In the order in which they are applied. Never edited, never reordered; new ones are added at the end. */
export const migrations: readonly { name: string; sql: string }[] = [first, followThrough];
