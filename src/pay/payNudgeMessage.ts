import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { findPerson } from '../people/peopleStore.ts';
import { barred } from '../people/roles.ts';
import { context, divider, header } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import { asides, blockedLead, summary } from './payBlocks.ts';
import { readPayDocument } from './payDocument.ts';
import type { FrozenStanding, PayStanding } from './payStanding.ts';
import { findSnapshots } from './payStore.ts';
import { countsInWords, periodInWords } from './payWords.ts';
import { type PeriodDates, periodsBetween } from './period.ts';
import { readPayStanding } from './readPayStanding.ts';

/** Of the fifty blocks that a message takes, a lead takes three. */
const shown = 12;

const subjectOf = z.object({ from: z.iso.date(), until: z.iso.date() });

export const payNudgeKey = ({ from, until }: PeriodDates, personId: string): string =>
  `pay-nudge:${from}:${until}:${personId}`;

/**
 * What blocks a rep's pay period, while it can be put right; then, how it came out. Not sent where
 * nothing blocks any more, or the cut-off has passed.
 */
export const payNudgeMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message, now) {
    const dates = subjectOf.parse(message.subject);
    const personId = message.destination;
    if (barred(await findPerson(ctx.db, ctx.workspaceId, personId))) return null;
    if (message.posted) {
      const frozen = await frozenStanding(ctx, dates, personId);
      if (frozen) return drawFrozen(frozen);
    }
    const { pay, timezone } = (await ctx.settings.current()).document;
    const period =
      pay &&
      periodsBetween({ pay, timezone }, dates.from, dates.until).find(
        ({ from, until }) => from === dates.from && until === dates.until,
      );
    if (!period) return null;
    if (!message.posted && now >= period.cutOffAt) return null;
    const standing = await readPayStanding(ctx, { period, personId, most: shown });
    return message.posted || standing.counts.blocked > 0 ? drawPayNudge(standing) : null;
  },
};

async function frozenStanding(
  { db, workspaceId }: Context,
  dates: PeriodDates,
  personId: string,
): Promise<FrozenStanding | null> {
  const [snapshot] = await findSnapshots(db, workspaceId, dates, [personId]);
  return snapshot ? { ...dates, counts: readPayDocument(snapshot.document).counts } : null;
}

export function drawPayNudge(standing: PayStanding): Drawing {
  const { blocked, counts } = standing;
  const left = counts.blocked - blocked.length;
  return drawing([
    header(headline(counts.blocked)),
    ...summary(standing),
    ...blocked.flatMap((one) => [divider(), ...blockedLead(one)]),
    ...(left > 0 ? [context(`And ${left} more: see Pay period in Home.`)] : []),
    ...asides(standing),
  ]);
}

export const drawFrozen = (frozen: FrozenStanding): Drawing =>
  drawing([
    header(`The pay period ${periodInWords(frozen)} is closed`),
    context(`${countsInWords(frozen.counts)}. What is put right from now on shows in the next.`),
  ]);

function headline(blocked: number): string {
  if (blocked === 0) return 'Nothing blocks your pay period';
  return blocked === 1 ? '1 lead blocks your pay period' : `${blocked} leads block your pay period`;
}

const drawing = (blocks: KnownBlock[]): Drawing => ({ text: fallbackText(blocks), blocks });
