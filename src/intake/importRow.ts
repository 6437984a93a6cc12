import type { Person } from '../people/person.ts';
import { isClosed } from '../leads/statuses.ts';
import type { SettingsVersion, SourceSettings } from '../settings/settings.ts';
import { toArrival } from './arrival.ts';
import type { CsvRow } from './csvFile.ts';
import { type CsvMapping, mapRow } from './csvMapping.ts';
import { holdBack } from './holdBack.ts';
import { importedStanding } from './importedStanding.ts';
import { readStatus } from './importedStatus.ts';
import { earlier, type NewLead, type Standing } from './newLead.ts';
import { routeOf } from './routing.ts';
import { segmentOf } from './segments.ts';
import { localeOf } from './source.ts';

/** What all rows of an import have in common. */
export type Import = {
  readonly id: number;
  readonly sourceKey: string;
  readonly source: SourceSettings;
  readonly settings: SettingsVersion;
  readonly columns: CsvMapping;
  readonly findOwner: (written: string) => Person | null;
  readonly now: Date;
};

export type ReadRow =
  | { readonly lead: NewLead; readonly unknownOwner: string | null }
  | { readonly refused: string };

/** Reads rows as leads; says in a sentence why one cannot be. */
export function rowReader(of: Import): (row: CsvRow) => ReadRow {
  const locale = localeOf(of.source, of.settings.document);
  const from = { key: of.sourceKey, channel: of.source.channel };
  const standings = new Map<string, Standing>();
  return ({ cells }) => {
    const width = of.columns.length;
    if (cells.length !== width)
      return { refused: `The row has ${cells.length} cells, the header ${width}.` };
    const { given, owner: ownerText, status: statusText } = mapRow(of.columns, cells);
    const read =
      statusText === '' ? ({ status: 'new', obstacle: null } as const) : readStatus(statusText);
    if (!read) return { refused: `The status "${statusText.slice(0, 100)}" is not known.` };
    const owner = ownerText === '' ? null : of.findOwner(ownerText);
    const unknownOwner = ownerText !== '' && !owner ? ownerText : null;
    const kept = unknownOwner
      ? { ...given, custom: new Map([...given.custom, ['Owner', ownerText]]) }
      : given;
    const sorted = toArrival(kept, locale);
    if ('refusal' in sorted) return { refused: sorted.refusal.why };
    const segment = segmentOf(sorted.arrival, of.sourceKey, of.settings.document);
    const arrival = { ...sorted.arrival, segment };
    const receivedAt = earlier(arrival.receivedAt, of.now);
    // To its channel only: history goes to nobody by turn.
    const { channelId } = routeOf(arrival, from, of.settings.document);
    const stand = () =>
      importedStanding(
        {
          ...read,
          ...{ owner, receivedAt },
          ...{ sourceKey: of.sourceKey, channelId, segment: arrival.segment },
          appointmentAt: arrival.appointmentAt,
        },
        of.settings.document,
        of.now,
      );
    // The windows of one owner, status, channel and segment end at the same time for every row.
    const key = `${owner?.id} ${read.status} ${channelId} ${arrival.segment ?? ''}`;
    const isShared = !isClosed(read.status) && !arrival.appointmentAt;
    const standing = (isShared ? standings.get(key) : undefined) ?? stand();
    if (isShared) standings.set(key, standing);
    return {
      unknownOwner,
      lead: holdBack(
        {
          arrival,
          standing,
          sourceKey: of.sourceKey,
          ...{ channelId, routed: null, routedTo: null },
          receivedAt,
          createdBy: null,
          importId: of.id,
          card: false,
          settingsVersion: of.settings.version,
        },
        of.settings,
        of.now,
      ),
    };
  };
}
