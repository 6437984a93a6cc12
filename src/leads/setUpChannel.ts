import { WebAPIPlatformError } from '@slack/web-api';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { barred, rolesIn } from '../people/roles.ts';
import type { WorkingTimeSettings } from '../settings/settings.ts';
import { unparkDestination } from '../slack/unparkDestination.ts';
import { may } from './permissions.ts';

export type SetUpOutcome =
  | { readonly outcome: 'set-up'; readonly workingTime: WorkingTimeSettings }
  | { readonly outcome: 'set-up-already' }
  | { readonly outcome: 'not-allowed' }
  /** A direct message, or a private channel that the app is not in. */
  | { readonly outcome: 'not-a-channel' | 'not-invited' };

/**
 * Makes a channel take leads, with defaults: the caller manages it, any full member may claim, on
 * the caller's timezone. Admins may; while no channel takes leads, any full member.
 */
export async function setUpChannel(
  ctx: Context,
  { channelId, personId }: { channelId: string; personId: string },
): Promise<SetUpOutcome> {
  const { document } = await ctx.settings.current();
  if (Object.hasOwn(document.channels, channelId)) {
    // Whoever types it may have just put right what kept messages from being posted there.
    await unparkDestination(ctx, channelId);
    return { outcome: 'set-up-already' };
  }
  const person = await meetPerson(ctx, personId);
  if (!person || barred(person)) return { outcome: 'not-allowed' };
  const first = Object.keys(document.channels).length === 0;
  const isAllowed = first || may('set up a channel', rolesIn(document, person, channelId));
  if (!isAllowed) return { outcome: 'not-allowed' };

  const channel = await askSlack(ctx, channelId);
  if ('outcome' in channel) return channel;
  await ctx.settings.change(
    (now) => ({
      ...now,
      channels: {
        ...now.channels,
        [channelId]: {
          managers: [person.id],
          mode: 'claim',
          roster: [],
          holidays: [],
          timezone: person.timezone,
          ...channel,
          ...now.channels[channelId],
        },
      },
    }),
    { authorId: person.id, note: '/lead setup', now: ctx.clock.now() },
  );
  return { outcome: 'set-up', workingTime: document.workingTime };
}

const conversation = z.object({
  name: z.string().optional(),
  is_im: z.boolean().optional(),
  is_mpim: z.boolean().optional(),
  is_private: z.boolean().optional(),
  is_member: z.boolean().optional(),
});

async function askSlack(
  { slack }: Context,
  channelId: string,
): Promise<{ name?: string } | SetUpOutcome> {
  try {
    const { channel } = await slack.conversations.info({ channel: channelId });
    const { name, is_im, is_mpim, is_private, is_member } = conversation.parse(channel);
    if (is_im || is_mpim) return { outcome: 'not-a-channel' };
    if (is_private && !is_member) return { outcome: 'not-invited' };
    return name ? { name } : {};
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return { outcome: 'not-invited' };
    throw error;
  }
}
