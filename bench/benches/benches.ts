import type { Bench } from '../support/bench.ts';
import { claim } from './claim.ts';
import { chart } from './chart.ts';
import { click } from './click.ts';
import { digest } from './digest.ts';
import { drain } from './drain.ts';
import { due } from './due.ts';
import { find } from './find.ts';
import { home } from './home.ts';
import { importing } from './import.ts';
import { intake } from './intake.ts';
import { modal } from './modal.ts';
import { recalculation } from './recalculation.ts';
import { report } from './report.ts';
import { startup } from './startup.ts';

/** What `npm run bench` offers. */
export const benches: Readonly<Record<string, Bench>> = {
  click,
  claim,
  due,
  find,
  home,
  modal,
  recalculation,
  intake,
  import: importing,
  drain,
  startup,
  chart,
  digest,
  report,
};
