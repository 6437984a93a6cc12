import type { Context } from '../context.ts';
import { findEveryone, findPeople } from '../people/peopleStore.ts';
import type { PayPeriod } from './period.ts';
import { findExceptions } from './traceStore.ts';
import type { Exceptions } from './verdict.ts';

/** Who was away or paused, and which leads were waived, in a period and since. */
export async function readExceptions(
  { db, workspaceId }: Context,
  { startsAt }: Pick<PayPeriod, 'startsAt'>,
  personIds?: readonly string[],
): Promise<Exceptions> {
  const waived = await findExceptions(db, workspaceId, 'waived-lead', startsAt);
  const paused = await findExceptions(db, workspaceId, 'paused-rep', startsAt);
  const people = personIds
    ? await findPeople(db, workspaceId, personIds)
    : await findEveryone(db, workspaceId);
  return {
    waived: grouped(waived, ({ leadId }) => leadId),
    paused: grouped(paused, ({ personId }) => personId),
    away: new Map(people.map(({ id, away }) => [id, away])),
  };
}

function grouped<Key, One>(all: readonly One[], keyOf: (one: One) => Key | null) {
  const groups = new Map<Key, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}
