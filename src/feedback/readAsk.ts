import type { Context } from '../context.ts';
import { sourceName } from '../settings/settings.ts';
import { findAsk, type QuoteAsk } from './quoteStore.ts';

/** What somebody was asked of a source, with what they have said. Null: they were not. */
export async function readAsk(
  ctx: Context,
  of: Omit<QuoteAsk, 'body'>,
): Promise<(QuoteAsk & { readonly name: string }) | null> {
  const ask = await findAsk(ctx.db, ctx.workspaceId, of);
  const { document } = await ctx.settings.current();
  return ask && { ...ask, name: sourceName(document, of.sourceKey) };
}
