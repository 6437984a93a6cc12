import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { expect, test } from 'vitest';
import { ConfigError, readConfig, readKey } from '../src/config.ts';

const hex = '0123456789abcdef'.repeat(4);
const socket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', LEAD_NUDGE_KEY: hex };
const http = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5',
  LEAD_NUDGE_KEY: hex,
};

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test('what is left out has its default', () => {
  expect(readConfig(socket)).toEqual({
    botToken: 'xoxb-1',
    transport: { mode: 'socket', appToken: 'xapp-1' },
    slackApiUrl: 'https://slack.com/api/',
    databaseUrl: undefined,
    dataDir: 'data',
    host: '127.0.0.1',
    port: 3000,
    logLevel: 'info',
    sending: 'on',
    key: Buffer.from(hex, 'hex'),
  });
});

test('over HTTP it listens to everyone unless told otherwise', () => {
  expect(readConfig(http)).toMatchObject({
    transport: { mode: 'http', signingSecret: http.SLACK_SIGNING_SECRET },
    host: '0.0.0.0',
  });
  expect(readConfig({ ...http, HOST: '127.0.0.1' }).host).toBe('127.0.0.1');
});

test('another Slack may be meant, with or without a slash', () => {
  const at = (SLACK_API_URL: string) => readConfig({ ...socket, SLACK_API_URL }).slackApiUrl;
  expect(at('http://127.0.0.1:4000/api')).toBe('http://127.0.0.1:4000/api/');
  expect(at('http://127.0.0.1:4000/api/')).toBe('http://127.0.0.1:4000/api/');
});

test('every fault is told at once', () => {
  const faults = faultsOf({
    SLACK_BOT_TOKEN: 'xoxp-1',
    DATABASE_URL: 'mysql://localhost',
    PORT: '70000',
    LOG_LEVEL: 'loud',
    LEAD_NUDGE_KEY: 'short',
    SLACK_API_URL: 'slack',
  });
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
    'SLACK_BOT_TOKEN',
    'SLACK_API_URL',
    'DATABASE_URL',
    'PORT',
    'LOG_LEVEL',
    'LEAD_NUDGE_KEY',
    'Set',
  ]);
});

test('what is missing is said to be missing; an empty value is none', () => {
  expect(faultsOf({ SLACK_BOT_TOKEN: ' ' })).toEqual([
    expect.stringMatching(/^SLACK_BOT_TOKEN is missing\./),
    expect.stringMatching(/^LEAD_NUDGE_KEY is missing\./),
    'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.',
  ]);
});

test('what stands in .env.example has to be filled in', () => {
  const example = parse(readFileSync(new URL('../.env.example', import.meta.url)));
  expect(faultsOf(example).map((fault) => fault.split(' ').slice(0, 2))).toEqual([
    ['SLACK_BOT_TOKEN', 'must'],
    ['SLACK_APP_TOKEN', 'must'],
    ['LEAD_NUDGE_KEY', 'is'],
  ]);
});

test('one transport is enough', () => {
  expect(faultsOf({ ...http, ...socket })).toEqual([
    'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP, not both.',
  ]);
});

test('no fault repeats a secret', () => {
  const secret = 'wrong-but-secret';
  const faults = faultsOf({
    SLACK_BOT_TOKEN: secret,
    SLACK_APP_TOKEN: secret,
    SLACK_SIGNING_SECRET: 'brief',
    LEAD_NUDGE_KEY: secret,
    DATABASE_URL: `mysql://me:${secret}@localhost`,
  });
  expect(faults).toHaveLength(6);
  expect(faults.join()).not.toMatch(/wrong-but-secret|brief/);
});

test('a key is 32 bytes, in hexadecimal or base64', () => {
  const bytes = Buffer.from(hex, 'hex');
  expect(readKey(hex)).toEqual(bytes);
  expect(readKey(bytes.toString('base64'))).toEqual(bytes);
  expect(readKey(bytes.toString('base64url'))).toEqual(bytes);
  expect(readKey(hex.slice(2))).toBeNull();
  expect(readKey(`${hex}00`)).toBeNull();
});
