import { z } from 'zod';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { line, plain, richText } from '../slack/richText.ts';
import { payReach } from './payAccess.ts';
import { payFileName, writePayExport } from './payExport.ts';
import { findFrozenPeriods } from './payStore.ts';
import { periodInWords } from './payWords.ts';
import { readPayExport } from './readPayExport.ts';

const subjectOf = z.object({
  from: z.iso.date(),
  until: z.iso.date(),
  format: z.enum(['csv', 'json']),
  whose: z.enum(['own', 'team']).default('team'),
});

/** What was frozen of a period, for whoever asked: of what is theirs to see when it is sent. */
export const payExportMessage: MessageKind = {
  async draw(ctx, message) {
    if (message.posted) return null;
    const { format, whose, ...dates } = subjectOf.parse(message.subject);
    const person = await findPerson(ctx.db, ctx.workspaceId, message.destination);
    if (!person || barred(person)) return null;
    const { document } = await ctx.settings.current();
    const period = (await findFrozenPeriods(ctx.db, ctx.workspaceId)).find(
      ({ from, until }) => from === dates.from && until === dates.until,
    );
    const reach = payReach(document, person, whose);
    if (!period || !reach) return null;
    const all = await readPayExport(ctx, period, reach);
    if (all.people.length === 0) {
      const nobody = whose === 'own' ? 'you had no lead.' : 'nobody had a lead in your channels.';
      return sentence(`Pay period ${periodInWords(period)}: ${nobody}`);
    }
    const people = all.people.length === 1 ? '1 person' : `${all.people.length} people`;
    const what = whose === 'own' ? 'your leads' : people;
    const inPart = all.people.some(({ seen }) => seen)
      ? ' Counts are of all leads of a person; of those in channels that you do not manage, there are no lines.'
      : '';
    const title = `Pay period ${periodInWords(period)}`;
    return {
      file: {
        name: payFileName(all, format),
        title,
        bytes: async () => Buffer.from(writePayExport(all, format)),
      },
      text: `${title}: ${what}.${inPart} Anyone can check it with npm run pay -- verify.`,
      instead: sentence(
        `${title}: Slack did not take the file. The app needs the permission files:write; ` +
          'when an admin has given it, ask for it again. An operator can write it with npm run pay -- export.',
      ),
    };
  },
};

function sentence(words: string): Drawing {
  const blocks = [richText([line(plain(words))])];
  return { text: fallbackText(blocks), blocks };
}
