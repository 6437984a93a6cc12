import { z } from 'zod';

export type Config = {
  readonly botToken: string;
  /** How Slack reaches the app: by a socket that the app opens, or by requests that Slack signs. */
  readonly transport:
    | { readonly mode: 'socket'; readonly appToken: string }
    | { readonly mode: 'http'; readonly signingSecret: string };
  /** Ends with a slash. */
  readonly slackApiUrl: string;
  /** Postgres; where it is undefined, the embedded database in `dataDir` is used. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** Paused: the app starts without sending anything, until `npm run resume`. */
  readonly sending: 'on' | 'paused';
  /** 32 bytes. */
  readonly key: Buffer;
};

/** The configuration has faults; `faults` are sentences for the operator. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** 32 bytes as 64 hexadecimal digits or as base64. */
export function readKey(text: string): Buffer | null {
  const key = /^[0-9a-f]{64}$/i.test(text)
    ? Buffer.from(text, 'hex')
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(text)
      ? Buffer.from(text, 'base64')
      : null;
  return key?.length === 32 ? key : null;
}

const text = z.string().trim();

/** What each variable must be: the words of the fault, and of the documents. */
const variables = {
  SLACK_BOT_TOKEN: {
    schema: text.regex(/^xoxb-\S/),
    must: 'be the bot token of your Slack app, which begins with xoxb-',
  },
  SLACK_APP_TOKEN: {
    schema: text.regex(/^xapp-\S/).optional(),
    must: 'be an app-level token, which begins with xapp-',
  },
  SLACK_SIGNING_SECRET: {
    schema: text.min(16).optional(),
    must: "be the signing secret from your Slack app's Basic Information page",
  },
  SLACK_API_URL: {
    schema: z.url({ protocol: /^https?$/ }).default('https://slack.com/api/'),
    must: 'be a web address such as https://slack.com/api/',
  },
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    must: 'be the address of a Postgres database; it begins with postgres://',
  },
  DATA_DIR: { schema: text.default('data'), must: 'be a folder' },
  HOST: { schema: text.optional(), must: 'be an address to listen on, such as 127.0.0.1' },
  PORT: {
    schema: z.coerce.number().int().min(0).max(65_535).default(3000),
    must: 'be a port number from 0 to 65535',
  },
  LOG_LEVEL: {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    must: 'be one of trace, debug, info, warn, error and silent',
  },
  SENDING: {
    schema: z.enum(['on', 'paused']).default('on'),
    must: 'be on, or paused after a restore',
  },
  LEAD_NUDGE_KEY: {
    schema: text.refine((key) => readKey(key) !== null),
    must: 'be 32 bytes as 64 hexadecimal digits or base64 (make one with: openssl rand -hex 32)',
  },
};

type Name = keyof typeof variables;
type Schemas = { [N in Name]: (typeof variables)[N]['schema'] };
const schema = z.object(
  // fromEntries forgets the names; each key still has its own variable's schema.
  Object.fromEntries(Object.entries(variables).map(([name, v]) => [name, v.schema])) as Schemas,
);

/** The environment's names, for the test that compares them with their documents. */
export const variableNames = Object.keys(variables) as Name[]; // keys of the table above

const either = 'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP';

/** Reads the whole configuration; throws one ConfigError that lists every fault. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given: Partial<Record<Name, string>> = {};
  for (const name of variableNames) {
    const value = environment[name]?.trim();
    if (value) given[name] = value;
  }
  const read = schema.safeParse(given);
  const faulty = variableNames.filter((name) =>
    read.error?.issues.some((issue) => issue.path[0] === name),
  );
  const faults = faulty.map((name) =>
    name in given
      ? `${name} must ${variables[name].must}.`
      : `${name} is missing. It must ${variables[name].must}.`,
  );
  const { SLACK_APP_TOKEN: socket, SLACK_SIGNING_SECRET: http } = given;
  if (!socket && !http) faults.push(`${either}.`);
  if (socket && http) faults.push(`${either}, not both.`);
  if (!read.success || faults.length > 0) throw new ConfigError(faults);

  const values = read.data;
  return {
    botToken: values.SLACK_BOT_TOKEN,
    transport: values.SLACK_APP_TOKEN
      ? { mode: 'socket', appToken: values.SLACK_APP_TOKEN }
      : { mode: 'http', signingSecret: values.SLACK_SIGNING_SECRET ?? '' },
    slackApiUrl: values.SLACK_API_URL.replace(/\/?$/, '/'),
    databaseUrl: values.DATABASE_URL,
    dataDir: values.DATA_DIR,
    host: values.HOST ?? (values.SLACK_APP_TOKEN ? '127.0.0.1' : '0.0.0.0'),
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    sending: values.SENDING,
    key: readKey(values.LEAD_NUDGE_KEY) ?? Buffer.alloc(0),
  };
}
