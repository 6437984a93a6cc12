import { readFile, writeFile } from 'node:fs/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import type { Context } from '../context.ts';
import { CommandRefused, type Output } from '../cli/output.ts';
import type { Settings } from './settings.ts';
import { readSettingsFile, type References, writeSettingsFile } from './settingsFile.ts';

/** `settings apply FILE`: stores the file's document as a new version. */
export async function applySettings(ctx: Context, file: string, out: Output): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandRefused(
      error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read.`,
    );
  });
  const read = await readSettingsFile(text, slackReferences(ctx));
  if (read.outcome === 'refused') {
    throw new CommandRefused(
      `Nothing was changed. ${file} has ${read.faults.length === 1 ? 'a fault' : 'faults'}:\n${read.faults.join('\n')}`,
    );
  }
  const document = await withChannelNames(ctx, read.document);
  const { version } = await ctx.settings.change(() => document, {
    authorId: null,
    note: 'applied from a file',
    now: ctx.clock.now(),
  });
  out.stdout.write(`These settings are in force now, as version ${version}.\n`);
}

/** `settings export [FILE]`: writes the document in force as YAML, into a new file or to the terminal. */
export async function exportSettings(
  ctx: Context,
  file: string | undefined,
  out: Output,
): Promise<void> {
  const { version, document } = await ctx.settings.current();
  const text = `# Settings, version ${version}\n${writeSettingsFile(document)}`;
  if (!file) return void out.stdout.write(text);
  await writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new CommandRefused(
      error.code === 'EEXIST'
        ? `There is a file ${file} already. Remove it, or choose another name.`
        : `${file} cannot be written (${error.code}).`,
    );
  });
  out.stdout.write(`The settings of version ${version} are in ${file}.\n`);
}

/** A channel that Slack does not show to the app stays without one. */
async function withChannelNames({ slack }: Context, document: Settings): Promise<Settings> {
  for (const [id, channel] of Object.entries(document.channels)) {
    if (channel.name) continue;
    const name = await slack.conversations.info({ channel: id }).then(
      (answer) => answer.channel?.name,
      (error: unknown) => {
        if (error instanceof WebAPIPlatformError) return undefined;
        throw error;
      },
    );
    if (name) channel.name = name;
  }
  return document;
}

/** Asks Slack. */
export function slackReferences({ slack }: Context): References {
  let channels: Map<string, string> | undefined;
  return {
    async personByEmail(email) {
      try {
        return (await slack.users.lookupByEmail({ email })).user?.id ?? null;
      } catch (error) {
        if (error instanceof Error && error.message.includes('users_not_found')) return null;
        throw error;
      }
    },
    async channelByName(name) {
      if (!channels) {
        channels = new Map();
        const pages = slack.paginate('conversations.list', {
          types: 'public_channel,private_channel',
          exclude_archived: true,
          limit: 200,
        });
        for await (const page of pages) {
          // Every page of this method carries a list of channels.
          for (const channel of (page as { channels?: { id: string; name: string }[] }).channels ??
            [])
            channels.set(channel.name, channel.id);
        }
      }
      return channels.get(name) ?? null;
    },
  };
}
