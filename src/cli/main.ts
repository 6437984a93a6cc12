import { isatty } from 'node:tty';
import { config as readDotenv } from 'dotenv';
import { createLog } from '../log.ts';
import { readConfig } from '../config.ts';
import { isForPeople } from '../forPeople.ts';
import { openContext } from '../openContext.ts';
import { openDatabase } from '../db/openDatabase.ts';
import { runCommand } from './commands.ts';
import { migrateCommand } from './migrateCommand.ts';
import { fileToVerifyAlone, verifyPayAlone } from '../pay/payCommand.ts';
import { askRunningApp } from './commandSocket.ts';
import { type ExitCode, type Output } from './output.ts';

readDotenv({ quiet: true });
const out: Output = {
  stdout: process.stdout,
  stderr: process.stderr,
  isTerminal: isatty(2),
};
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (!isForPeople(error)) throw error;
  out.stderr.write(`${error.message}\n`);
  return 1;
});

async function main(args: string[]): Promise<ExitCode> {
  // For whoever has nothing but the file.
  const alone = fileToVerifyAlone(args);
  if (alone !== null) {
    await verifyPayAlone(alone, out);
    return 0;
  }
  if (!process.env['DATABASE_URL']) {
    const exit = await askRunningApp(process.env['DATA_DIR'] ?? 'data', args, out);
    if (exit !== null) return exit;
  }
  const config = readConfig(process.env);
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel);
  // Without Slack: a new version may be prepared where there is none.
  if (args[0] === 'migrate') {
    const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir, log });
    try {
      await migrateCommand(database.db, log, out);
      return 0;
    } finally {
      await database.close();
    }
  }
  const { ctx, close } = await openContext(config, { log });
  try {
    return await runCommand(ctx, args, process.cwd(), out);
  } finally {
    await close();
  }
}
