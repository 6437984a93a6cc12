import { type Logger as SlackLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

/** The SDK's lines in our log. Its debug lines hold whole payloads, so they go nowhere. */
export function slackLogger(log: Logger): SlackLogger {
  const line = (level: 'info' | 'warn' | 'error') => (message: unknown) =>
    log[level]({ from: 'slack-sdk' }, String(message));
  return {
    debug: () => {},
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
