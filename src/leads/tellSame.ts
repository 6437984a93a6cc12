import type { Context } from '../context.ts';
import type { Trx } from '../db/openDatabase.ts';
import { findPerson } from '../people/peopleStore.ts';
import { tellPerson } from '../people/tellPerson.ts';
import type { Lead } from './lead.ts';
import { wereTakenApart } from './mergeStore.ts';

const perDay = 3;

type Same = {
  readonly lead: Lead;
  readonly same: Lead;
  /** Who found that out, and need not be told. */
  readonly by: string;
};

/**
 * Tells those who may merge these two that they seem to be one, once and within their noise budget;
 * unless one of them found it out, or somebody has taken the two apart.
 */
export async function tellSame(ctx: Context, trx: Trx, { lead, same, by }: Same): Promise<void> {
  const { workspaceId } = ctx;
  if (await wereTakenApart(trx, workspaceId, [lead.id, same.id])) return;
  const { admins, channels } = (await ctx.settings.current(trx)).document;
  const managersOf = ({ channelId }: Lead) => channels[channelId]?.managers ?? [];
  const managers = managersOf(lead).filter((id) => managersOf(same).includes(id));
  const able = managers.length > 0 ? managers : admins;
  if (able.includes(by)) return;
  for (const id of able) {
    const person = await findPerson(trx, workspaceId, id);
    if (!person) continue;
    await tellPerson(ctx, trx, {
      ...{ person, kind: 'same-lead', perDay, leadId: lead.id },
      key: `same-lead:${lead.id}:${same.id}:${id}`,
      subject: { same: same.id },
    });
  }
}
