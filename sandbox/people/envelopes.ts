import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../blockKit/rules.ts';
import type { Core } from '../core.ts';
import type { Ack } from '../delivery/delivery.ts';
import type { User } from '../workspace.ts';

/** What the payloads of all interactions have in common. */

/** Slack's deprecated verification token; the signature is what counts. */
const VERIFICATION_TOKEN = 'sandbox-verification-token';

export const team = ({ workspace }: Core): JsonObject => ({
  id: workspace.teamId,
  domain: workspace.domain,
});

export const common = (core: Core, user: User): JsonObject => ({
  user: { id: user.id, username: user.name, name: user.name, team_id: core.workspace.teamId },
  api_app_id: core.workspace.appId,
  token: VERIFICATION_TOKEN,
  team: team(core),
  enterprise: null,
  is_enterprise_install: false,
});

/** The fields of a slash command, all of them strings. */
export const commandFields = (core: Core, user: User): Record<string, string> => ({
  token: VERIFICATION_TOKEN,
  team_id: core.workspace.teamId,
  team_domain: core.workspace.domain,
  user_id: user.id,
  user_name: user.name,
  api_app_id: core.workspace.appId,
  is_enterprise_install: 'false',
});

/** Delivers an event in its envelope, when the app has subscribed to it (message events are the caller's to judge). */
export async function sendEvent(
  core: Core,
  event: JsonObject & { type: string },
): Promise<Ack | undefined> {
  const { workspace, deliver } = core;
  const isMessage = event.type === 'message';
  if (!isMessage && !workspace.app.events.includes(event.type)) return undefined;
  return deliver({
    kind: 'events_api',
    acceptsResponse: false,
    payload: {
      token: VERIFICATION_TOKEN,
      team_id: workspace.teamId,
      context_team_id: workspace.teamId,
      context_enterprise_id: null,
      api_app_id: workspace.appId,
      event: { event_ts: workspace.clock.ts(), ...event },
      type: 'event_callback',
      event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
      event_time: Math.floor(workspace.clock.now() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: workspace.teamId,
          user_id: workspace.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: `4-${randomBytes(8).toString('hex')}`,
    },
  });
}
