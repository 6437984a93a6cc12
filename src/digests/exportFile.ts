import { stringify } from 'csv-stringify/sync';
import type { Context } from '../context.ts';
import { leadNumber } from '../leads/lead.ts';
import { type Settings, sourceName } from '../settings/settings.ts';
import { type ExportedLead, exportedLeads, type FileOfLeads } from './exportStore.ts';
import type { Reported } from './reports/reported.ts';

const atOnce = 500;

type Column = readonly [
  heading: string,
  cell: (lead: ExportedLead, settings: Settings) => string | number | null,
];

/** As a spreadsheet reads it, whatever its country: `2026-11-22 14:00:00`, in UTC. */
const instant = (at: Date | null): string | null =>
  at && at.toISOString().slice(0, 19).replace('T', ' ');

/** Not in a marketer's file. */
const owner: Column = ['Owner', (lead) => lead.owner];

const columns: readonly Column[] = [
  ['Lead', ({ id }) => leadNumber(id)],
  ['Name', ({ name }) => name],
  ['Company', ({ company }) => company],
  ['Source', ({ sourceKey }, settings) => sourceName(settings, sourceKey)],
  ['Channel', ({ channelId }, { channels }) => channels[channelId]?.name ?? channelId],
  ['Segment', ({ segment }) => segment],
  ['Country', ({ country }) => country],
  owner,
  ['Status', ({ status }) => status],
  ['Stage', ({ stage }) => stage],
  ['Obstacle', ({ obstacle }) => obstacle],
  ['Value', ({ value }) => value],
  ['Currency', ({ currency }) => currency],
  ['Came in (UTC)', ({ receivedAt }) => instant(receivedAt)],
  ['Card posted (UTC)', ({ postedAt }) => instant(postedAt)],
  ['Claimed (UTC)', ({ claimedAt }) => instant(claimedAt)],
  ['First touch (UTC)', ({ firstTouchAt }) => instant(firstTouchAt)],
  ['Last touch (UTC)', ({ lastTouchAt }) => instant(lastTouchAt)],
  ['Due (UTC)', ({ dueAt }) => instant(dueAt)],
  ['Closed (UTC)', ({ closedAt }) => instant(closedAt)],
  ['Touches', ({ touches }) => touches],
  ['Working seconds, card to claim', ({ claimSeconds }) => claimSeconds],
  ['Working seconds, claim to first touch', ({ touchSeconds }) => touchSeconds],
];
const contactColumns: readonly Column[] = [
  ['Email', ({ email }) => email],
  ['Phone', ({ phone }) => phone],
];

/**
 * The rows of one file as CSV: UTF-8 with a byte order mark; cells that a spreadsheet would run as
 * formulas are guarded by an apostrophe. Read in batches, so that not all rows are in memory at once.
 */
export async function exportFile(
  ctx: Context,
  reported: Reported,
  file: FileOfLeads,
  { contacts }: { contacts: boolean },
): Promise<Uint8Array> {
  const { document } = await ctx.settings.current();
  const namesReps = reported.reach.of !== 'sources';
  const all = [
    ...columns.filter((column) => namesReps || column !== owner),
    ...(contacts ? contactColumns : []),
  ];
  const csv = (rows: readonly (readonly (string | number | null)[])[], bom = false) =>
    Buffer.from(stringify([...rows], { escape_formulas: true, bom, record_delimiter: 'windows' }));
  const pieces = [csv([all.map(([heading]) => heading)], true)];
  for (let { after } = file; after < file.upTo;) {
    const range = { after, upTo: file.upTo };
    const leads = await exportedLeads(ctx.db, reported, range, { contacts, limit: atOnce });
    pieces.push(csv(leads.map((lead) => all.map(([, cell]) => cell(lead, document)))));
    after = leads.length === atOnce ? (leads.at(-1)?.id ?? file.upTo) : file.upTo;
  }
  return Buffer.concat(pieces);
}
