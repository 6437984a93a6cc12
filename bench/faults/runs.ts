import { double } from './double.ts';
import type { FaultRun } from './faultRun.ts';
import { race } from './race.ts';

/** What `npm run faults` can do, by name. */
export const runs: { readonly [name: string]: FaultRun } = {
  race,
  double,
};
