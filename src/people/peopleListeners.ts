import type { App } from '@slack/bolt';
import type { Context } from '../context.ts';
import { seePeople } from './seePeople.ts';

/** Somebody joined, changed their name, timezone or role, or was deactivated. */
export function registerPeopleListeners(bolt: App, ctx: Context): void {
  bolt.event('user_change', ({ event }) => seePeople(ctx, [event.user]));
  bolt.event('team_join', ({ event }) => seePeople(ctx, [event.user]));
}
