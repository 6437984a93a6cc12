import { z } from 'zod';
import { barsInWords } from '../pictures/bars.ts';
import { drawBars } from '../pictures/drawBars.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { escape } from '../slack/escape.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { MessageKind } from '../slack/message.ts';
import { line, plain, richText } from '../slack/richText.ts';
import { periodInWords } from './reportMessage.ts';
import { stepNames } from './reportSteps.ts';

const drawn = z.object({
  from: z.iso.date(),
  until: z.iso.date(),
  touches: z.array(z.int()).length(stepNames.length),
});

/** How long first touches took, as bars, for whoever asked for the report. */
export const reportPictureMessage: MessageKind = {
  async draw(ctx, message) {
    if (message.posted) return null;
    const subject = drawn.parse(message.subject);
    const person = await findPerson(ctx.db, ctx.workspaceId, message.destination);
    if (!person || barred(person)) return null;
    const picture = touchPicture(subject.touches);
    const words = `${periodInWords(subject)}. ${barsInWords(picture)}`;
    const blocks = [richText([line(plain(words))])];
    return {
      file: {
        name: `first-touches-${subject.from}-${subject.until}.png`,
        title: `First touches, ${periodInWords(subject)}`,
        bytes: () => drawBars(picture),
        altText: words,
      },
      text: escape(words),
      instead: { text: fallbackText(blocks), blocks },
    };
  },
};

export function touchPicture(touches: readonly number[]) {
  const all = touches.reduce((sum, n) => sum + n, 0);
  return {
    heading: `Claim to first touch, in working time (n ${all})`,
    bars: stepNames.map((label, step) => {
      const value = touches[step] ?? 0;
      return {
        label,
        value,
        shown: `${Math.round((100 * value) / Math.max(1, all))} %`,
        note: `n ${value}`,
      };
    }),
  };
}
