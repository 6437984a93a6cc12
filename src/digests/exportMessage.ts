import { z } from 'zod';
import { may } from '../leads/permissions.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { type Inline, line, plain, richText } from '../slack/richText.ts';
import { exportFile } from './exportFile.ts';
import type { ExportOutcome } from './exportLeads.ts';
import type { Reach } from './report.ts';
import { periodInWords } from './reportMessage.ts';
import type { NotReported } from './reportAsked.ts';
import { reachOf } from './reportReach.ts';
import { localDays } from './reports/reported.ts';

const exported = z.object({
  from: z.iso.date(),
  until: z.iso.date(),
  after: z.int(),
  upTo: z.int(),
  leads: z.int(),
  file: z.int(),
  files: z.int(),
});

/** A file of leads for whoever asked for it; of what is theirs to see when it is sent. */
export const exportMessage: MessageKind = {
  async draw(ctx, message) {
    if (message.posted) return null;
    const subject = exported.parse(message.subject);
    const person = await findPerson(ctx.db, ctx.workspaceId, message.destination);
    if (!person || barred(person)) return null;
    const { document } = await ctx.settings.current();
    const reach = reachOf(document, person);
    const { workspaceId } = ctx;
    const reported = { workspaceId, reach, days: localDays(document, subject) };
    const { file, files, from, until } = subject;
    const which = files > 1 ? `, file ${file} of ${files}` : '';
    const title = `Leads, ${periodInWords(subject)}${which}`;
    return {
      file: {
        name: `leads-${from}-${until}${files > 1 ? partOf(file, files) : ''}.csv`,
        title,
        bytes: () => exportFile(ctx, reported, subject, { contacts: showsContacts(reach) }),
      },
      text: `${title}: ${counted(subject.leads)}.`,
      instead: sentence([
        plain(
          `${title}: Slack did not take the file. The app needs the permission files:write; ` +
            'when an admin has given it, ask for the export again.',
        ),
      ]),
    };
  },
};

/** In a folder, parts lie in their order. */
const partOf = (file: number, files: number): string =>
  `-part-${String(file).padStart(String(files).length, '0')}-of-${files}`;

/** Of channels: for those who manage them, and admins. Of a person: for themselves. */
const showsContacts = ({ of }: Reach): boolean =>
  of !== 'sources' && may('see contacts', new Set([of === 'channels' ? 'manager' : 'owner']));

/** What was done about it, for the person who asked. */
export function exportWords(answer: Exclude<ExportOutcome, NotReported>): string {
  const { period } = answer;
  if (answer.outcome === 'no-leads') {
    return `No leads that are yours to see came in, ${periodInWords(period)}.`;
  }
  const { leads, files } = answer;
  const as = files === 1 ? 'as a CSV file' : `in ${files} CSV files, one after the other`;
  return `${counted(leads)}, ${periodInWords(period)}: on the way to you by direct message, ${as}.`;
}

const counted = (leads: number): string =>
  leads === 1 ? '1 lead' : `${leads.toLocaleString('en')} leads`;

function sentence(words: readonly Inline[]): Drawing {
  const blocks = [richText([line(...words)])];
  return { text: fallbackText(blocks), blocks };
}
