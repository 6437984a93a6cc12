import type { JsonObject } from '../blockKit/rules.ts';
import type { Core } from '../core.ts';
import type { Methods } from './method.ts';

function authTest({ workspace, url }: Core): JsonObject {
  return {
    url: `${url()}/`,
    team: workspace.teamName,
    user: workspace.users.get(workspace.botUserId)?.name ?? '',
    team_id: workspace.teamId,
    user_id: workspace.botUserId,
    bot_id: workspace.botId,
    is_enterprise_install: false,
  };
}

function teamInfo({ workspace }: Core): JsonObject {
  const { teamId, teamName, domain } = workspace;
  return { team: { id: teamId, name: teamName, domain, email_domain: '' } };
}

export const app: Methods = {
  'auth.test': { tier: 'posting', run: authTest },
  'team.info': { tier: 'tier3', scope: 'team:read', run: teamInfo },
  'apps.connections.open': {
    tier: 'tier3',
    token: 'app',
    run: (core) => ({ url: core.socketUrl() }),
  },
};
