import type { Context } from '../context.ts';
import { findPerson } from '../people/peopleStore.ts';
import type { Person } from '../people/person.ts';
import { barred } from '../people/roles.ts';
import { localDate } from '../people/zone.ts';
import type { Message, MessageKind } from '../slack/message.ts';
import { drawNudge } from './nudgeDrawing.ts';
import { mayBeNudged } from './nudgePolicy.ts';
import { replaceOlderNudges } from './nudgeStore.ts';
import { readNudge } from './readNudge.ts';

/**
 * The one message to a person that lists what is past its follow-up window. It is judged once more
 * before it is posted: nothing in it that is new and still due, no longer their working time, or
 * another day, and it is not sent.
 */
export const nudgeMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message, now) {
    if (message.subject['replaced_by']) return 'delete';
    const person = await findPerson(ctx.db, ctx.workspaceId, message.destination);
    if (!person || barred(person)) return null;
    if (!message.posted && !(await mayBePosted(ctx, message, person, now))) return null;
    const { nudge, tells } = await readNudge(ctx, message, person, now);
    return message.posted || tells ? drawNudge(nudge) : null;
  },
  async onPosted(ctx, trx, message) {
    await replaceOlderNudges(trx, ctx.workspaceId, message.destination, message.id);
  },
};

async function mayBePosted(
  { settings }: Context,
  { subject }: Message,
  person: Person,
  now: Date,
): Promise<boolean> {
  const { document } = await settings.current();
  // It was counted against that day's nudges; where it waited longer, another one tells it.
  const { date } = subject;
  const today = date === undefined || date === localDate(now, person.timezone);
  return today && mayBeNudged(person, document, now);
}
