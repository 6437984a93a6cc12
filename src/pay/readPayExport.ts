import type { Context } from '../context.ts';
import { findPeople } from '../people/peopleStore.ts';
import { leadsOf, readPayDocument } from './payDocument.ts';
import type { PayExport } from './payExport.ts';
import { findSnapshots, type FrozenPeriod, leadsIn } from './payStore.ts';

/**
 * What was frozen of a period: of everybody, or of one person, whole, or, where `channelIds` are given,
 * of those who had a lead in one of these channels, with the lines of the leads that are in these.
 */
export async function readPayExport(
  { db, workspaceId }: Context,
  period: FrozenPeriod,
  { channelIds, personId }: { channelIds?: readonly string[]; personId?: string } = {},
): Promise<PayExport> {
  const whose = personId === undefined ? null : [personId];
  const snapshots = await findSnapshots(db, workspaceId, period, whose);
  const leads = snapshots.map(({ document }) => leadsOf(readPayDocument(document)));
  const inChannels = channelIds && (await leadsIn(db, workspaceId, leads.flat(), channelIds));
  const theirs = snapshots.flatMap((snapshot, i) => {
    const all = leads[i] ?? [];
    if (!inChannels || all.every((lead) => inChannels.has(lead))) return [snapshot];
    const seen = new Set(all.filter((lead) => inChannels.has(lead)));
    return seen.size > 0 ? [{ ...snapshot, seen }] : [];
  });
  const ids = theirs.map(({ personId }) => personId);
  const people = await findPeople(db, workspaceId, ids);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const { from, until, cutOffAt } = period;
  return {
    workspace: workspaceId,
    period: { from, until },
    cutOffAt,
    people: theirs.map(({ personId, ...frozen }) => ({
      person: personId,
      name: names.get(personId) ?? personId,
      ...frozen,
    })),
  };
}
