import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { sourceName } from '../settings/settings.ts';
import { actions, button, context } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing, MessageKind } from '../slack/message.ts';
import {
  bold,
  type Inline,
  line,
  mention,
  moment,
  plain,
  quote,
  richText,
  severalLines,
} from '../slack/richText.ts';
import { leadNumber, type LeadWithDetails } from './lead.ts';
import { findNotes } from './leadHistoryStore.ts';
import { findLead } from './leadStore.ts';
import { facts, titleLine, withoutContacts } from './leadWords.ts';
import { findPass, type Pass } from './passStore.ts';
import { statuses } from './statuses.ts';

const subject = z.object({ pass: z.number() });

/** The DM that offers a colleague's lead, with Accept and Decline while the offer stands. */
export const passMessage: MessageKind = {
  async draw(ctx, message, now) {
    const { pass: id } = subject.parse(message.subject);
    const pass = await findPass(ctx.db, ctx.workspaceId, id);
    const lead = pass && (await findLead(ctx.db, ctx.workspaceId, pass.leadId));
    if (!pass || !lead) return null;
    const stands = pass.outcome === null && pass.expiresAt > now;
    if (!message.posted && !stands) return null;
    const { document } = await ctx.settings.current();
    const notes = await findNotes(ctx.db, ctx.workspaceId, lead.id, 1);
    const [note] = notes.filter(
      ({ authorId, createdAt }) =>
        authorId === pass.fromId && createdAt.getTime() === pass.offeredAt.getTime(),
    );
    return drawPass({
      pass,
      lead,
      note: note?.body ?? null,
      sourceName: sourceName(document, lead.sourceKey),
      stands,
    });
  },
};

type Offer = {
  readonly pass: Pass;
  readonly lead: LeadWithDetails;
  readonly note: string | null;
  readonly sourceName: string;
  readonly stands: boolean;
};

/** Without contact details: they come with the lead. */
export function drawPass({ pass, lead, note, sourceName, stands }: Offer): Drawing {
  const shown = (text: string) => withoutContacts(text, lead.country);
  const asked = severalLines(shown(lead.details.message ?? ''), 600);
  const answer = (text: string, actionId: string, style?: 'primary') =>
    button({
      text,
      actionId,
      value: String(pass.id),
      spoken: `${text} ${leadNumber(lead.id)}`,
      ...(style ? { style } : {}),
    });
  const blocks: KnownBlock[] = [
    richText([
      line(mention(pass.fromId), plain(' offers you '), ...titleLine(lead, shown)),
      ...(note ? [quote(plain(severalLines(shown(note), 600)))] : []),
      ...(stands && asked ? [line(plain('They asked: ')), quote(plain(asked))] : []),
      line(...(stands ? standing(pass) : settled(pass))),
    ]),
    ...(stands
      ? [
          context([statuses[lead.status].label, ...facts(lead, sourceName)].join(' · ')),
          ...actions([
            answer('Accept', 'lead:pass-accept', 'primary'),
            answer('Decline', 'lead:pass-decline'),
          ]),
        ]
      : []),
  ];
  return { text: fallbackText(blocks), blocks };
}

const standing = ({ expiresAt }: Pass): Inline[] => [
  plain('The offer stands until '),
  moment(expiresAt),
  plain('.'),
];

function settled({ outcome }: Pass): Inline[] {
  switch (outcome) {
    case 'accepted':
      return [bold('You accepted.')];
    case 'declined':
      return [bold('You declined.')];
    case 'withdrawn':
      return [bold('It is no longer offered.')];
    default:
      return [bold('The offer has ended without an answer.')];
  }
}

/** Tells whoever offered a lead what became of that. */
export const passAnswerMessage: MessageKind = {
  atMostOnce: true,
  async draw(ctx, message) {
    if (message.posted) return null;
    const pass = await findPass(ctx.db, ctx.workspaceId, subject.parse(message.subject).pass);
    const lead = pass && (await findLead(ctx.db, ctx.workspaceId, pass.leadId));
    return pass && lead ? drawPassAnswer(pass, lead) : null;
  },
};

export function drawPassAnswer(pass: Pass, lead: LeadWithDetails): Drawing {
  const blocks = [richText([line(...answered(pass, lead))])];
  return { text: fallbackText(blocks), blocks };
}

function answered({ outcome, toId }: Pass, lead: LeadWithDetails): Inline[] {
  const number = leadNumber(lead.id);
  if (outcome === 'accepted')
    return [mention(toId), plain(` accepted ${number}. It is theirs now.`)];
  const still = plain(` ${number} is still yours.`);
  return outcome === 'declined'
    ? [mention(toId), plain(' declined.'), still]
    : [mention(toId), plain(' did not answer within an hour.'), still];
}
