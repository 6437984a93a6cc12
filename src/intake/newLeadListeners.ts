import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Context, PersonActor } from '../context.ts';
import { readAmount } from '../leads/amount.ts';
import { asMember } from '../leads/asMember.ts';
import { leadNumber, type LeadWithDetails } from '../leads/lead.ts';
import { missingInWords } from '../leads/missingWords.ts';
import { drawSummary } from '../leads/leadSummary.ts';
import { mine, newLeadForm, newLeadMemory, readNewLeadForm } from './newLeadForm.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { viewLead } from '../leads/viewLead.ts';
import { type Inline, mention, moment, plain } from '../slack/richText.ts';
import { normaliseEmail, normalisePhone } from './contacts.ts';
import { receiveLead, type ReceiveOutcome } from './receiveLead.ts';
import { ownSource } from './source.ts';
import { readCountry } from './writtenValues.ts';
import { openNewLead } from './openNewLead.ts';

const submitted = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  view: z.object({
    private_metadata: z
      .string()
      .transform((memory): unknown => JSON.parse(memory))
      .pipe(newLeadMemory),
    state: z.object({ values: z.unknown() }),
  }),
});

const asked = z.object({
  trigger_id: z.string(),
  container: z.object({ channel_id: z.string() }).optional().catch(undefined),
});

/** The form in which people enter a lead by hand. */
export function registerNewLeadListeners(bolt: App, ctx: Context): void {
  bolt.action('lead:new', async ({ ack, body }) => {
    const { trigger_id: trigger, container } = asked.parse(body);
    await openNewLead(ctx, trigger, container?.channel_id ?? null);
    await ack();
  });
  bolt.shortcut('lead_new', async ({ ack, body }) => {
    await openNewLead(ctx, asked.parse(body).trigger_id, null);
    await ack();
  });
  bolt.view(newLeadForm, async ({ ack, body }) => {
    const { user, trigger_id: interaction, view } = submitted.parse(body);
    const { fields, to } = readNewLeadForm(view.state.values);
    const { document } = await ctx.settings.current();
    const errors = problems(fields, document.country);
    if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });

    const by: PersonActor = { kind: 'person', id: user.id, interaction };
    const keeps = to === mine;
    const { message, channel } = view.private_metadata;
    const answer = await asMember(ctx, by, () =>
      receiveLead(ctx, {
        source: ownSource,
        arrival: message ? { ...fields, custom: { 'Slack message': message } } : fields,
        by,
        mine: keeps,
        channel: keeps ? channel : to,
      }),
    );
    if (answer.outcome === 'refused') {
      const field = answer.field in fields ? answer.field : 'name';
      return ack({ response_action: 'errors', errors: { [field]: answer.why } });
    }
    if (answer.outcome === 'not-allowed') {
      const why = [plain('Guests cannot enter leads. Ask a full member.')];
      return ack({ response_action: 'update', view: drawNotice('New lead', why) });
    }
    const shown = await drawEntered(ctx, answer, by.id);
    await (shown ? ack({ response_action: 'update', view: shown }) : ack());
    await ctx.showHome(by.id);
  });
}

/** What the lead is now, in place of the form. */
async function drawEntered(
  ctx: Context,
  answer: Extract<ReceiveOutcome, { lead: LeadWithDetails }>,
  personId: string,
) {
  const { lead, outcome } = answer;
  const seen = await viewLead(ctx, lead.id, personId);
  if (seen.outcome !== 'seen') return null;
  const { blocks } = drawSummary(seen.view);
  const said = outcome === 'created' ? created(lead, personId) : [plain(known(lead, outcome))];
  const view = drawNotice(leadNumber(lead.id), said);
  return { ...view, blocks: [...view.blocks, ...blocks] };
}

function created(
  { ownerId, status, missing, heldUntil }: LeadWithDetails,
  personId: string,
): Inline[] {
  if (status === 'held' && heldUntil) {
    return [
      plain(`Saved. It is held back, since it lacks ${missingInWords(missing)}, until `),
      moment(heldUntil),
      plain(' at the latest.'),
    ];
  }
  if (ownerId === personId) return [plain('Saved. The lead is yours.')];
  return ownerId
    ? [plain('Saved. It went to '), mention(ownerId), plain('.')]
    : [plain('Saved. Its card is on its way to the channel.')];
}

const known = (
  lead: LeadWithDetails,
  outcome: Exclude<ReceiveOutcome, { outcome: 'created' | 'refused' | 'not-allowed' }>['outcome'],
): string => `This is ${leadNumber(lead.id)}, which was here already. ${whatBecame[outcome]}`;

const whatBecame = {
  merged: 'What was new has been added to it.',
  unchanged: 'It keeps what it had; nothing was added.',
  suppressed:
    'They asked not to be contacted, so nobody is told. What they asked for is kept with it; an admin can lift that.',
} as const;

/** What was typed and cannot be read: intake would keep it as it is, but here somebody can put it right. */
function problems(
  fields: Readonly<Record<string, string>>,
  country: string | undefined,
): Record<string, string> {
  const { email, phone, value, country: typed } = fields;
  const home = typed ? readCountry(typed) : null;
  const errors: Record<string, string> = {};
  if (email && !normaliseEmail(email)) errors['email'] = 'This is not an email address.';
  if (phone && !normalisePhone(phone, [home, country])) {
    errors['phone'] =
      'This is not a phone number. Write it with its country, such as +49 30 1234567.';
  }
  if (value && !readAmount(value)) errors['value'] = 'Write an amount such as 5000 or 5000 EUR.';
  if (typed && !home) errors['country'] = 'Write a country such as Germany or DE.';
  return errors;
}
