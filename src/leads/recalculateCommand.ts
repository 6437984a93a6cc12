import { setTimeout } from 'node:timers/promises';
import { type Output, progressBar } from '../cli/output.ts';
import type { Context } from '../context.ts';
import { recalculateDue } from './recalculateDue.ts';

/** Until every process knows settings that were just stored, and nobody counts by older ones. */
const knownAfterMs = 1_000;

/**
 * After `settings apply`: calculates due instants anew where that is needed, and shows how far it is.
 * What it leaves undone, the app does.
 */
export async function recalculateCommand(ctx: Context, out: Output): Promise<void> {
  await setTimeout(knownAfterMs);
  const bar = progressBar(out);
  let started = false;
  const { finished, moved } = await recalculateDue(ctx, ({ done, total }) => {
    if (!started) bar?.start(total, 0, { doing: 'Calculating due instants' });
    started = true;
    bar?.update(done);
  }).finally(() => bar?.stop());
  if (moved > 0) {
    const leads = `${moved.toLocaleString('en')} ${moved === 1 ? 'lead has' : 'leads have'}`;
    out.stdout.write(`${leads} another due instant, or a claim that ends at another time.\n`);
  }
  if (!finished) out.stdout.write('The app calculates due instants anew, and goes on by itself.\n');
}
