import type { Context } from '../context.ts';
import { findPeople } from '../people/peopleStore.ts';
import { readPayDocument } from './payDocument.ts';
import type { PayExport } from './payExport.ts';
import { findSnapshots, type FrozenPeriod, leadsIn } from './payStore.ts';

/**
 * What was frozen of a period: of everybody or, where `channelIds` are given, of those who had a lead in
 * one of these channels, each whole.
 */
export async function readPayExport(
  { db, workspaceId }: Context,
  period: FrozenPeriod,
  channelIds?: readonly string[],
): Promise<PayExport> {
  const snapshots = await findSnapshots(db, workspaceId, period);
  const leadsOf = snapshots.map(({ document }) => {
    const { updated, blocked, excused, corrected } = readPayDocument(document);
    return [...updated, ...[...blocked, ...excused, ...corrected].map(({ lead }) => lead)];
  });
  const inChannels = channelIds && (await leadsIn(db, workspaceId, leadsOf.flat(), channelIds));
  const theirs = snapshots.filter(
    (_, i) => !inChannels || leadsOf[i]?.some((lead) => inChannels.has(lead)),
  );
  const ids = theirs.map(({ personId }) => personId);
  const people = await findPeople(db, workspaceId, ids);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const { from, until, cutOffAt } = period;
  return {
    workspace: workspaceId,
    period: { from, until },
    cutOffAt,
    people: theirs.map(({ personId, document, sha256 }) => ({
      person: personId,
      name: names.get(personId) ?? personId,
      ...{ document, sha256 },
    })),
  };
}
