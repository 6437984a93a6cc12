import type { JsonObject } from '../blockKit/rules.ts';
import type { Core } from '../core.ts';
import type { Args } from './args.ts';
import { findUser } from './find.ts';
import type { Methods } from './method.ts';
import { page } from './paging.ts';
import { userPayload } from './payloads.ts';
import { SlackError } from './slackError.ts';

const seesEmails = ({ workspace }: Core) => workspace.app.scopes.includes('users:read.email');

function list(core: Core, args: Args): JsonObject {
  const limit = args.number('limit', { min: 1, max: 1000, otherwise: 200 });
  const { items, next_cursor } = page(
    [...core.workspace.users.values()],
    limit,
    args.string('cursor'),
  );
  return {
    members: items.map((user) => userPayload(core.workspace, user, seesEmails(core))),
    cache_ts: Math.floor(core.workspace.clock.now() / 1000),
    response_metadata: { next_cursor },
  };
}

/** Deactivated people are not found by their address. */
function lookupByEmail(core: Core, args: Args): JsonObject {
  const email = args.required('email', 'users_not_found').toLowerCase();
  const user = core.workspace
    .people()
    .find((one) => one.email.toLowerCase() === email && !one.deleted);
  if (!user) throw new SlackError('users_not_found');
  return { user: userPayload(core.workspace, user, true) };
}

export const users: Methods = {
  'users.info': {
    tier: 'tier4',
    scope: 'users:read',
    run: (core, args) => ({
      user: userPayload(core.workspace, findUser(core, args), seesEmails(core)),
    }),
  },
  'users.list': { tier: 'tier2', scope: 'users:read', run: list },
  'users.lookupByEmail': { tier: 'tier3', scope: 'users:read.email', run: lookupByEmail },
};
