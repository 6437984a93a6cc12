import { WebAPIPlatformError } from '@slack/web-api';
import type { ModalView } from '@slack/types';
import type { Context } from '../context.ts';

/** The person has closed it, or it is not as it was when they clicked: they went on. */
const movedOn = ['not_found', 'hash_conflict'];

/** Draws an open modal anew, if it still is open; with `hash`, if it still shows what it did then. */
export async function updateView(
  { slack }: Context,
  args: { view_id: string; hash?: string; view: ModalView },
): Promise<void> {
  try {
    await slack.views.update(args);
  } catch (error) {
    if (error instanceof WebAPIPlatformError && movedOn.includes(error.data.error)) return;
    throw error;
  }
}
