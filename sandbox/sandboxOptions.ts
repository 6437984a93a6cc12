import type { AppSpec, WorldSpec } from './world.ts';

export interface SandboxOptions {
  /** Default 0: any free one. */
  port?: number;
  /** Default smallWorld: reps ana and ben, manager mia, marketer max, admin ada; channels leads and general. */
  world?: WorldSpec;
  /** Name, commands, scopes and events of the app; see appFromManifest. */
  app?: Partial<AppSpec>;
  teamId?: string;
  /** Default Sandbox. */
  teamName?: string;
  /** Milliseconds; stamps every ts and runs the rate limits. Triggers, response URLs and signatures use real time. */
  now?: () => number;
  /** Default 'socket'. `http` is the app's request URL, or several to take turns; see also deliverOverHttp. */
  deliver?: 'socket' | { http: string | string[] };
  signingSecret?: string;
  /** Refuse as Slack does what comes too fast. Default false. */
  enforceRateLimits?: boolean;
  /** Default 3000, as Slack. */
  ackTimeoutMs?: number;
  /** Before each further try to deliver an event; default Slack's: at once, 1 minute, 5 minutes. */
  eventRetryDelaysMs?: number[];
  /** How many calls the record keeps at least half of; 0 keeps none (counts go on). Default 100,000. */
  keepCalls?: number;
  /** Decides about faults with a probability; default Math.random. */
  random?: () => number;
  /** Serve the browser page. Default true. */
  page?: boolean;
  /** A JSON file that carries people, channels, messages, Homes and files over a restart. */
  store?: string;
}
