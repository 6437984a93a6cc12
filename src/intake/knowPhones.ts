import type { Context } from '../context.ts';
import { findUnknownPhones, notePhones } from './phoneStore.ts';

const batch = 500;

/**
 * Notes the phone numbers of leads that came in while numbers were not looked at yet, before an
 * upgrade or during it, so that repetitions of them are known by their number, too.
 */
export async function knowPhones({
  db,
  workspaceId,
  secrets,
}: Context): Promise<{ noted: number }> {
  let noted = 0;
  for (let after = 0, found; ; after = found.at(-1)?.leadId ?? after) {
    found = await findUnknownPhones(db, workspaceId, { after, limit: batch });
    if (found.length === 0) return { noted };
    const hashed = found.map(({ leadId, phone }) => ({
      leadId,
      hash: secrets.identityHash('phone', phone),
    }));
    noted += await notePhones(db, workspaceId, hashed);
  }
}
