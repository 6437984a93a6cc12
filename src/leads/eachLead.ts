import type { Context } from '../context.ts';

const batch = 200;

/**
 * Does something with every lead that `find` finds, in the order of their ids, and answers how often
 * it did. Each is on its own: one that fails is logged, and left to the next run.
 */
export async function eachLead<Found extends { readonly leadId: number }>(
  { log }: Context,
  find: (after: number, limit: number) => Promise<readonly Found[]>,
  act: (found: Found) => Promise<boolean>,
): Promise<number> {
  let done = 0;
  for (let after = 0, found; (found = await find(after, batch)).length > 0;) {
    for (const one of found) {
      after = one.leadId;
      try {
        if (await act(one)) done += 1;
      } catch (error) {
        log.error({ err: error, lead: one.leadId }, 'a lead could not be dealt with');
      }
    }
  }
  return done;
}
