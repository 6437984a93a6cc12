import { commands } from './commands.ts';
import { cronDuel } from './cronDuel.ts';
import { downtime } from './downtime.ts';
import { double } from './double.ts';
import { dst } from './dst.ts';
import type { FaultRun } from './faultRun.ts';
import { gone } from './gone.ts';
import { isolation } from './isolation.ts';
import { kill } from './kill.ts';
import { lostReply } from './lostReply.ts';
import { outage } from './outage.ts';
import { postgres } from './postgres.ts';
import { race } from './race.ts';
import { restore } from './restore.ts';
import { sameLead } from './sameLead.ts';

/** What `npm run faults` can do, by name. */
export const runs: { readonly [name: string]: FaultRun } = {
  race,
  double,
  isolation,
  kill,
  'lost-reply': lostReply,
  'cron-duel': cronDuel,
  postgres,
  dst,
  commands,
  outage,
  downtime,
  gone,
  restore,
  'same-lead': sameLead,
};
