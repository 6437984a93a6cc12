import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';
import { readDueList } from '../leads/readDueList.ts';
import { openPayPeriod } from '../pay/openPayPeriod.ts';

/** A list of leads in a modal, by its name, as it is now: after something in it was clicked. */
export function drawList(ctx: Context, name: string, readerId: string): Promise<ModalView> {
  const [kind, personId] = name.split(':', 2);
  return kind === 'pay'
    ? openPayPeriod(ctx, { readerId, personId: personId || readerId })
    : readDueList(ctx, readerId);
}
