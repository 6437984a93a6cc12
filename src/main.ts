import { config as readDotenv } from 'dotenv';
import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { isForPeople } from './forPeople.ts';
import { createLog } from './log.ts';

readDotenv({ quiet: true });
try {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const app = await startApp(config, {
    log,
    onFatal: (err) => {
      log.fatal({ err }, 'Slack cannot be reached any more; ending, to be started anew');
      process.exit(1);
    },
  });
  log.info({ url: app.url }, 'Lead Nudge is running');
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // A second signal does not wait.
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, 'stopping');
      void app.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  if (!isForPeople(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
