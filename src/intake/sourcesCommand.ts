import { ZodError } from 'zod';
import { CommandRefused, type Output } from '../cli/output.ts';
import type { Context } from '../context.ts';
import { findEveryone } from '../people/peopleStore.ts';
import { faultWords, type Settings, type SourceSettings } from '../settings/settings.ts';
import { slackReferences } from '../settings/settingsCommand.ts';
import { replaceSecret } from './sourceStore.ts';
import { newWebhookSecret } from './standardWebhooks.ts';
import { hashOfToken, newUrlToken } from './urlToken.ts';

type AddOptions = {
  readonly channel: string;
  readonly name?: string;
  readonly owner?: string;
  readonly manager?: string;
  readonly verify?: string;
  readonly country?: string;
  readonly currency?: string;
};

const rotationHours = 24;

/** `sources add KEY`: puts the source into the settings and prints its secret, this once. */
export async function addSource(
  ctx: Context,
  key: string,
  options: AddOptions,
  out: Output,
): Promise<void> {
  const entry = {
    channel: await channelId(ctx, options.channel),
    ...(options.name && { name: options.name }),
    ...(options.owner && { owner: await personId(ctx, options.owner) }),
    ...(options.manager && { manager: await personId(ctx, options.manager) }),
    // What is not a known verification, country or currency is refused by the settings' schema.
    ...(options.verify && { verification: options.verify as SourceSettings['verification'] }),
    ...(options.country && { country: options.country.toUpperCase() }),
    ...(options.currency && { currency: options.currency.toUpperCase() }),
  } as SourceSettings;
  await change(ctx, `added source ${key}`, (document) => {
    if (Object.hasOwn(document.sources, key)) {
      throw new CommandRefused(
        `There is a source ${key} already. To give it a new secret: npm run sources -- rotate ${key}`,
      );
    }
    return { ...document, sources: { ...document.sources, [key]: entry } };
  });
  out.stdout.write(`Added the source ${key}. Its leads go to ${options.channel}.\n`);
  if (entry.verification) await printNewSecret(ctx, key, entry.verification, out);
  else out.stdout.write('It takes no webhooks. Leads come in by npm run import.\n');
}

/** `sources list`: one line a source. */
export async function listSources(ctx: Context, out: Output): Promise<void> {
  const { document } = await ctx.settings.current();
  const entries = Object.entries(document.sources);
  if (entries.length === 0) {
    out.stdout.write(
      'There are no sources yet. To add one: npm run sources -- add KEY --channel C…\n',
    );
    return;
  }
  const people = await findEveryone(ctx.db, ctx.workspaceId);
  const named = (id: string) => people.find((person) => person.id === id)?.name ?? id;
  for (const [key, source] of entries) {
    const { name, channel, verification = 'no webhooks', owner, manager } = source;
    const known = document.channels[channel]?.name;
    const parts = [
      key,
      name,
      known ? `#${known}` : channel,
      verification,
      owner && `owner ${named(owner)}`,
      manager && `manager ${named(manager)}`,
      source.country,
      source.currency,
    ];
    out.stdout.write(`${parts.filter(Boolean).join('  ')}\n`);
  }
}

/** `sources rotate KEY`: prints a new secret; the old one is valid for 24 more hours. */
export async function rotateSource(ctx: Context, key: string, out: Output): Promise<void> {
  const { document } = await ctx.settings.current();
  const source = Object.hasOwn(document.sources, key) ? document.sources[key] : undefined;
  if (!source) throw new CommandRefused(`There is no source ${key}.`);
  if (!source.verification)
    throw new CommandRefused(`The source ${key} takes no webhooks, so it has no secret.`);
  await printNewSecret(ctx, key, source.verification, out);
  out.stdout.write(`The secret before this one is valid for ${rotationHours} more hours.\n`);
}

const behind =
  'It stands behind the address where Lead Nudge is reached, such as https://leads.example.com.\n';

async function printNewSecret(
  ctx: Context,
  key: string,
  kind: NonNullable<SourceSettings['verification']>,
  out: Output,
): Promise<void> {
  const now = ctx.clock.now();
  const oldUntil = new Date(now.getTime() + rotationHours * 3_600_000);
  const keep = (secret: Parameters<typeof replaceSecret>[3]) =>
    replaceSecret(ctx.db, ctx.workspaceId, key, secret, { now, oldUntil });
  if (kind === 'url-token') {
    const token = newUrlToken();
    await keep({ kind, tokenHash: hashOfToken(token) });
    out.stdout.write(
      `Its address, which is a secret and is shown this once: /intake/${key}/${token}\n${behind}`,
    );
    return;
  }
  const secret = newWebhookSecret();
  await keep({ kind, sealed: ctx.secrets.seal(secret) });
  out.stdout.write(
    `Its address: /intake/${key}\n${behind}Its secret, which is shown this once: ${secret}\n`,
  );
}

async function change(
  ctx: Context,
  note: string,
  make: (document: Settings) => Settings,
): Promise<void> {
  const by = { authorId: null, note, now: ctx.clock.now() };
  await ctx.settings.change(make, by).catch((error: unknown) => {
    if (!(error instanceof ZodError)) throw error;
    const faults = error.issues.map((issue) => `${issue.path.join('.')}: ${faultWords(issue)}.`);
    throw new CommandRefused(`Nothing was changed.\n${faults.join('\n')}`);
  });
}

async function channelId(ctx: Context, said: string): Promise<string> {
  if (!said.startsWith('#')) return said;
  const id = await slackReferences(ctx).channelByName(said.slice(1));
  if (!id) throw new CommandRefused(`There is no channel ${said} in this Slack workspace.`);
  return id;
}

async function personId(ctx: Context, said: string): Promise<string> {
  if (!said.includes('@')) return said;
  const id = await slackReferences(ctx).personByEmail(said);
  if (!id)
    throw new CommandRefused(`There is nobody with the address ${said} in this Slack workspace.`);
  return id;
}
