import type { Bench } from '../support/bench.ts';
import { claim } from './claim.ts';
import { due } from './due.ts';
import { intake } from './intake.ts';

/** What `npm run bench` offers. */
export const benches: Readonly<Record<string, Bench>> = { claim, due, intake };
