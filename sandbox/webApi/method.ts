import type { JsonObject } from '../blockKit/rules.ts';
import type { Core } from '../core.ts';
import type { Tier } from '../rateLimits.ts';
import type { Args } from './args.ts';

/** One method of the Web API. */
export interface Method {
  tier: Tier;
  /** A bot scope, or the one that these arguments need. */
  scope?: string | ((core: Core, args: Args) => string | undefined);
  /** 'app' for the methods of the app-level token. */
  token?: 'app';
  /** Throws SlackError; the answer gets `ok: true`. */
  run: (core: Core, args: Args) => JsonObject | Promise<JsonObject>;
}

export type Methods = Record<string, Method>;
