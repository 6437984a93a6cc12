import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import type { Context } from '../context.ts';
import { importCommand } from '../intake/importCommand.ts';
import { addSource, listSources, rotateSource } from '../intake/sourcesCommand.ts';
import { recalculateCommand } from '../leads/recalculateCommand.ts';
import { exportPay, listPayPeriods, verifyPay, verifyPayAlone } from '../pay/payCommand.ts';
import { jobs, runJob } from '../schedule.ts';
import { applySettings, exportSettings } from '../settings/settingsCommand.ts';
import { resumeCommand } from '../slack/resumeCommand.ts';
import { migrateCommand } from './migrateCommand.ts';
import { CommandRefused, type ExitCode, type Output } from './output.ts';

/** Carries out one command line, e.g. ['import', 'leads.csv', '--source', 'fair']. Never throws for a refused one. */
export async function runCommand(
  ctx: Context,
  args: readonly string[],
  cwd: string,
  out: Output,
): Promise<ExitCode> {
  try {
    await commandLine(ctx, cwd, out).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has written its own sentence; exit code 0 is `--help`.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    if (error instanceof CommandRefused) {
      out.stderr.write(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

function commandLine(ctx: Context, cwd: string, out: Output): Command {
  const root = new Command('npm run')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void out.stdout.write(text),
      writeErr: (text) => void out.stderr.write(text),
    })
    .showHelpAfterError();

  root
    .command('import')
    .description('Bring in leads from a CSV file.')
    .argument('<file>')
    .requiredOption('--source <key>', 'the source that the leads come from')
    .option('--map <pairs>', 'which column is which field: "Column=field,Column=field"')
    .option('--dry-run', 'say what would happen, and change nothing')
    .action(async (file: string, options: { source: string; map?: string; dryRun?: boolean }) =>
      importCommand(ctx, { ...options, file: resolve(cwd, file) }, out),
    );

  const sources = root.command('sources').description('Manage where leads come from.');
  sources
    .command('add')
    .description('Add a source, and print its secret once.')
    .argument('<key>', 'short and lower case, such as website-form')
    .requiredOption('--channel <channel>', 'the Slack channel of its leads: an id or a #name')
    .option('--name <name>', 'how people read it')
    .option('--owner <person>', 'the marketer who makes these leads: an id or an email address')
    .option('--manager <person>', "the owner's manager: an id or an email address")
    .option('--verify <kind>', 'how its webhooks prove themselves: standard-webhooks or url-token')
    .option('--country <code>', 'for phone numbers written without a country, such as GB')
    .option('--currency <code>', 'for values written without a currency, such as EUR')
    .action(async (key: string, options: Parameters<typeof addSource>[2]) =>
      addSource(ctx, key, options, out),
    );
  sources
    .command('list')
    .description('List the sources.')
    .action(async () => listSources(ctx, out));
  sources
    .command('rotate')
    .description('Give a source a new secret. The old one works for another 24 hours.')
    .argument('<key>')
    .action(async (key: string) => rotateSource(ctx, key, out));

  const settings = root.command('settings').description('Read and change the settings.');
  settings
    .command('apply')
    .description('Check a YAML file and put it in force.')
    .argument('<file>')
    .action(async (file: string) => {
      await applySettings(ctx, resolve(cwd, file), out);
      await recalculateCommand(ctx, out);
    });
  settings
    .command('export')
    .description('Write the settings in force as YAML, into a new file or here.')
    .argument('[file]')
    .action(async (file?: string) => exportSettings(ctx, file && resolve(cwd, file), out));

  const pay = root.command('pay').description('What was frozen of each pay period.');
  pay
    .command('list')
    .description('List the periods that are frozen, and the next.')
    .action(async () => listPayPeriods(ctx, out));
  pay
    .command('export')
    .description('Write what was frozen of a period, for payroll.')
    .argument('[period]', '2026-11, its first day, or 2026-11-01..2026-11-30; left out: the last')
    .option('--format <format>', 'csv or json', 'csv')
    .option('--out <file>', 'a new file; left out: here')
    .action(async (period: string | undefined, options: { format: string; out?: string }) =>
      exportPay(
        ctx,
        {
          ...(period !== undefined && { period }),
          ...(options.out !== undefined && { file: resolve(cwd, options.out) }),
          format: options.format,
        },
        out,
      ),
    );
  pay
    .command('verify')
    .description('Check an export against what was frozen.')
    .argument('<file>')
    .option('--part', 'it need not hold everybody, as one that a manager was sent')
    .option('--offline', 'only whether each document of a JSON file gives its hash')
    .action(
      async (file: string, { part = false, offline }: { part?: boolean; offline?: boolean }) =>
        offline
          ? verifyPayAlone(resolve(cwd, file), out)
          : verifyPay(ctx, { file: resolve(cwd, file), part }, out),
    );

  root
    .command('resume')
    .description('After a restore: send messages again, but for those that are in Slack already.')
    .action(async () => resumeCommand(ctx, out));

  root
    .command('job')
    .description('Run a scheduled job once.')
    .argument('<name>', `one of ${Object.keys(jobs).join(', ')}`)
    .option('--now <instant>', 'as if it were then, such as 2026-11-23T08:30:00Z')
    .action(async (name: string, options: { now?: string }) => runJob(ctx, name, options, out));

  root
    .command('migrate')
    .description('Bring the database up to date.')
    .action(async () => migrateCommand(ctx.db, ctx.log, out));
  return root;
}
