import type { App } from '@slack/bolt';
import type { Context } from '../context.ts';
import { seePeople } from './seePeople.ts';

/** Somebody joined, was deactivated, or changed their name, address, timezone or role. */
export function registerPeopleListeners(bolt: App, ctx: Context): void {
  bolt.event('user_change', ({ event }) => seePeople(ctx, [event.user]));
  bolt.event('team_join', ({ event }) => seePeople(ctx, [event.user]));
}
