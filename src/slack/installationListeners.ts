import type { App } from '@slack/bolt';
import type { Delivery } from './delivery.ts';

/** Stops sending when the app is removed from the workspace, or its own token is revoked. */
export function registerInstallationListeners(
  bolt: App,
  { installationDied }: Pick<Delivery, 'installationDied'>,
): void {
  bolt.event('app_uninstalled', async () => installationDied('app_uninstalled'));
  bolt.event('tokens_revoked', async ({ event }) => {
    if (event.tokens.bot?.length) installationDied('tokens_revoked');
  });
}
