import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Context, PersonActor } from '../context.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import { redrawInPlace, type Respond } from '../slack/redrawInPlace.ts';
import { type Inline, line, richText } from '../slack/richText.ts';
import { updateView } from '../slack/updateView.ts';
import { whisper } from '../slack/whisper.ts';
import { detailsMemory, drawLeadDetails } from './leadDetailsForm.ts';
import { drawSummary } from './leadSummary.ts';
import { drawNotice } from './shortForms.ts';
import { studyLead } from './studyLead.ts';
import { viewLead } from './viewLead.ts';

/** Where somebody clicked, and so where the answer is shown. */
export type Place =
  | {
      readonly on: 'message';
      readonly channelId: string;
      readonly ts: string;
      readonly respond: Respond;
    }
  | { readonly on: 'whisper'; readonly respond: Respond }
  /** A list of leads in a modal, by its name: see Context.drawList. */
  | { readonly on: 'list'; readonly viewId: string; readonly list: string }
  /** A lead's details. */
  | { readonly on: 'modal'; readonly viewId: string; readonly fromHome: boolean }
  | { readonly on: 'home' };

/** A click on a button that carries a lead's number. */
export type Click = {
  readonly leadId: number;
  readonly actionId: string;
  readonly by: PersonActor;
  /** For opening a modal: good for three seconds, once. */
  readonly trigger: string;
  readonly place: Place;
};

const memory = z.string().transform((text): unknown => JSON.parse(text || '{}'));

const leadId = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  // A button of another release, perhaps: there is no lead 0, and so they are told.
  .catch(0);

/** `details:1042`: what a lead's menu offers, as if the button `lead:details` were clicked. */
const option = z
  .object({ value: z.string() })
  .transform(({ value }) => value.split(':', 2))
  .transform(([key, id]) => ({ actionId: `lead:${key}`, leadId: leadId.parse(id) }));

const openModal = z.object({
  type: z.literal('modal'),
  id: z.string(),
  private_metadata: memory.pipe(
    // True: everything that the clicker has due.
    detailsMemory.extend({ list: z.union([z.boolean(), z.string().max(100)]).optional() }),
  ),
});
type OpenModal = z.infer<typeof openModal>;

const clickBody = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  actions: z.tuple([
    z.object({
      action_id: z.string(),
      value: leadId,
      selected_option: option.optional(),
    }),
  ]),
  container: z.object({
    channel_id: z.string().optional(),
    message_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  view: z.union([z.object({ type: z.literal('home') }), openModal]).optional(),
});

/** Reads Slack's payload of a click. Throws a ZodError where it is none of ours. */
export function readClick(body: unknown, respond: Respond): Click {
  const { user, trigger_id: trigger, actions, container, view } = clickBody.parse(body);
  const [{ value, action_id, selected_option }] = actions;
  const { leadId, actionId } = selected_option ?? { leadId: value, actionId: action_id };
  const { channel_id: channelId, message_ts: ts } = container;
  const place: Place =
    view?.type === 'home'
      ? { on: 'home' }
      : view
        ? placeIn(view)
        : container.is_ephemeral || !channelId || !ts
          ? { on: 'whisper', respond }
          : { on: 'message', channelId, ts, respond };
  const by = { kind: 'person', id: user.id, interaction: trigger } as const;
  return { leadId, actionId, by, trigger, place };
}

const placeIn = ({ id, private_metadata: { fromHome, list } }: OpenModal): Place =>
  list
    ? { on: 'list', viewId: id, list: list === true ? 'due' : list }
    : { on: 'modal', viewId: id, fromHome };

/** Draws what was clicked on once more, as things are now, with what was done where that is said on it. */
export async function showAgain(
  ctx: Context,
  { place, by, leadId }: Pick<Click, 'place' | 'by' | 'leadId'>,
  said: { home?: readonly KnownBlock[]; whisper?: readonly Inline[] } = {},
): Promise<void> {
  if (place.on === 'message') return redrawInPlace(ctx, place, place.respond);
  if (place.on === 'home') return ctx.showHome(by.id, said.home ? { said: said.home } : {});
  if (place.on === 'list') {
    return updateView(ctx, { view_id: place.viewId, view: await ctx.drawList(place.list, by.id) });
  }
  const seen = await viewLead(ctx, leadId, by.id);
  if (seen.outcome !== 'seen') return;
  if (place.on === 'whisper') {
    await place.respond({
      replace_original: true,
      response_type: 'ephemeral',
      ...drawSummary({ ...seen.view, ...(said.whisper ? { said: said.whisper } : {}) }),
    });
  } else {
    const view = drawLeadDetails(await studyLead(ctx, seen.view), place.fromHome);
    await updateView(ctx, { view_id: place.viewId, view });
    if (place.fromHome) await ctx.showHome(by.id);
  }
}

/** Home is behind it, and is drawn again with it. */
export const isFromHome = (place: Place): boolean =>
  place.on === 'home' || (place.on === 'modal' && place.fromHome);

/** What opens there is put on top of what is open. */
export const isModal = ({ on }: Place): boolean => on === 'modal' || on === 'list';

/** Tells whoever clicked something that only they see. */
export async function tell(ctx: Context, { place, trigger }: Click, sentence: readonly Inline[]) {
  if ('respond' in place) return whisper(ctx, place, sentenceAlone(sentence));
  const view = drawNotice('Lead Nudge', sentence);
  await (isModal(place)
    ? ctx.slack.views.push({ trigger_id: trigger, view })
    : ctx.slack.views.open({ trigger_id: trigger, view }));
}

/** One sentence as a message. */
export function sentenceAlone(sentence: readonly Inline[]) {
  const blocks = [richText([line(...sentence)])];
  return { text: fallbackText(blocks), blocks };
}
